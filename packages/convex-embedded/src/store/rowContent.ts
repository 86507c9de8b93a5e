/** What a row holds: its text, and what follows from the text, made once and when it is asked for. Immutable. */
import { documentKeyTexts, type TableInfo } from "../catalog/catalog.ts";
import { fromWire, holdsTags, type JSONValue, type Value } from "../values/json.ts";
import type { KeyText } from "./readSet.ts";

export type Document = Record<string, Value>;

export class RowContent {
  /** Canonical wire JSON of the whole document. */
  readonly body: string;
  #document: Document | null;
  #keys: { readonly table: TableInfo; readonly keys: readonly KeyText[] } | null = null;

  /** `document`: what the text was made from, if it is at hand. */
  constructor(body: string, document: Document | null = null) {
    this.body = body;
    this.#document = document;
  }

  get document(): Document {
    this.#document ??= parseDocument(this.body);
    return this.#document;
  }

  /** The keys in the table's indexes, in their order. */
  keysIn(table: TableInfo): readonly KeyText[] {
    if (this.#keys?.table !== table) {
      this.#keys = { table, keys: documentKeyTexts(table, this.document) };
    }
    return this.#keys.keys;
  }

  /** Says what `keysIn` would find: most changes leave most keys as they were. */
  knowKeys(table: TableInfo, keys: readonly KeyText[]): void {
    this.#keys = { table, keys };
  }
}

/** Of a stored text, which was checked when it was written: without tags it is what JSON makes of it. */
export function parseDocument(body: string): Document {
  const json = JSON.parse(body) as JSONValue;
  return (holdsTags(body) ? fromWire(json) : json) as Document;
}
