/**
 * What a query depended on, and what a commit touched. Keys are full index keys as one-byte ("latin1") strings,
 * whose `<` is memcmp: they serve as map keys and compare without calls into native code.
 */
import type { IndexedText, SearchQuery } from "../search/index.ts";

export type KeyText = string;

export interface Interval {
  /** Inclusive. */
  readonly lo: KeyText;
  /** Exclusive. */
  readonly hi: KeyText;
}

export class ReadSet {
  /** Ids read by `db.get`, also when the document did not exist. */
  readonly ids = new Set<string>();
  readonly intervals: Interval[] = [];
  /** Full-text searches: stale when a document that matches one comes, changes or goes. */
  readonly searches: SearchRead[] = [];
  /** Things outside documents: tables that did not exist (`tableMark`). */
  readonly marks = new Set<string>();
}

export interface SearchRead {
  readonly indexNumber: number;
  readonly search: SearchQuery;
}

export interface TouchedText {
  readonly indexNumber: number;
  /** Null when the document has no text in the index's field. */
  readonly text: IndexedText | null;
}

export interface Touched {
  readonly ids: string[];
  readonly keys: KeyText[];
  readonly marks: string[];
  readonly texts: TouchedText[];
}

/** A table that a query named before it existed; its creation wakes the query. */
export function tableMark(name: string): string {
  return `table:${name}`;
}

export function keyText(key: Uint8Array): KeyText {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}

export function keyBytes(text: KeyText): Uint8Array {
  return Buffer.from(text, "latin1");
}
