/**
 * Index keys that the writer has in hand: those put and deleted since the last flush, over those that SQLite holds,
 * and short ranges that were read before. All by index number.
 */
import { type Interval, type KeyText, keyBytes, keyText } from "./readSet.ts";
import type { Connection } from "./sqlite.ts";

export interface KeyHit {
  readonly key: KeyText;
  readonly rid: number;
  /** What SQLite holds of the row; absent when the row is in hand. */
  readonly body?: string;
}

export interface KeyRange extends Interval {
  readonly isDescending: boolean;
  readonly limit: number;
}

/** `rid` null: deleted. `isStored`: SQLite holds the key, with this or another row. */
interface PendingKey {
  readonly rid: number | null;
  readonly isStored: boolean;
}

interface KnownRange {
  readonly lo: KeyText;
  readonly hi: KeyText;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly hits: { readonly key: KeyText; readonly rid: number }[];
}

/** `unique()` and `first()`: lists are not worth keeping. */
const MAX_KNOWN_ROWS = 4;
const MAX_KNOWN_RANGES = 32;

export class KeyBuffer {
  readonly #connection: Connection;
  /** Another map for each group: see `RowBuffer`. */
  #pending = new Map<number, Map<KeyText, PendingKey>>();
  readonly #known = new Map<number, Map<string, KnownRange>>();
  #changes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** About how many keys wait to be stored. */
  get changes(): number {
    return this.#changes;
  }

  put(index: number, key: KeyText, rid: number): void {
    const pending = this.#pendingOf(index);
    pending.set(key, { rid, isStored: pending.get(key)?.isStored ?? false });
    this.#changes += 1;
    const known = this.#known.get(index);
    if (known === undefined) return;
    for (const range of known.values()) {
      if (key < range.lo || key >= range.hi) continue;
      const { hits, isDescending, limit } = range;
      const at = hits.findIndex((hit) => (isDescending ? hit.key < key : hit.key > key));
      hits.splice(at === -1 ? hits.length : at, 0, { key, rid });
      if (hits.length > limit) hits.pop();
    }
  }

  delete(index: number, key: KeyText): void {
    const pending = this.#pendingOf(index);
    const before = pending.get(key);
    if (before?.isStored === false) pending.delete(key);
    else pending.set(key, { rid: null, isStored: true });
    this.#changes += 1;
    const known = this.#known.get(index);
    for (const [name, range] of known ?? []) {
      // A full list does not know what comes behind it.
      if (key >= range.lo && key < range.hi && range.hits.some((hit) => hit.key === key)) known?.delete(name);
    }
  }

  /** The row of a key; null when there is none. */
  find(index: number, key: KeyText): KeyHit | null {
    const pending = this.#pending.get(index)?.get(key);
    if (pending !== undefined) return pending.rid === null ? null : { key, rid: pending.rid };
    const row = this.#connection.byKey(keyBytes(key));
    return row === null ? null : { key, ...row };
  }

  range(index: number, range: KeyRange): readonly KeyHit[] {
    if (range.limit > MAX_KNOWN_ROWS) return this.#read(index, range);
    const { lo, hi, isDescending, limit } = range;
    const name = `${isDescending ? "-" : ""}${limit} ${lo}${hi}`;
    const known = this.#known.get(index)?.get(name);
    if (known !== undefined) return known.hits;
    const hits = this.#read(index, range);
    this.#know(index, name, {
      lo,
      hi,
      isDescending,
      limit,
      hits: hits.map(({ key, rid }) => ({ key, rid })),
    });
    return hits;
  }

  flush(): void {
    const added: (Uint8Array | number)[] = [];
    for (const pending of this.#pending.values()) {
      for (const [key, { rid, isStored }] of pending) {
        if (rid === null) this.#connection.deleteKey(keyBytes(key));
        else if (isStored) this.#connection.replaceKey(keyBytes(key), rid);
        else added.push(keyBytes(key), rid);
      }
    }
    this.#connection.putKeys(added);
    this.#pending = new Map();
    this.#changes = 0;
  }

  /** Drops everything, also what was not stored. */
  forget(): void {
    this.#pending = new Map();
    this.#known.clear();
    this.#changes = 0;
  }

  /** What SQLite holds with what is pending laid over it. */
  #read(index: number, range: KeyRange): KeyHit[] {
    const pending = this.#pendingIn(index, range);
    const gone = pending.filter(([, { isStored }]) => isStored).length;
    const stored = this.#connection
      .keyRows({
        lo: keyBytes(range.lo),
        hi: keyBytes(range.hi),
        isDescending: range.isDescending,
        limit: range.limit + gone,
      })
      .map(([key, rid, body]) => ({ key: keyText(key), rid, body }));
    if (pending.length === 0) return stored;
    const overlaid = new Map(pending);
    const hits: KeyHit[] = stored.filter(({ key }) => !overlaid.has(key));
    for (const [key, { rid }] of pending) if (rid !== null) hits.push({ key, rid });
    hits.sort((a, b) => (a.key < b.key !== range.isDescending ? -1 : 1));
    return hits.slice(0, range.limit);
  }

  #pendingIn(index: number, { lo, hi }: KeyRange): [KeyText, PendingKey][] {
    const pending = this.#pending.get(index);
    if (pending === undefined || pending.size === 0) return [];
    const found: [KeyText, PendingKey][] = [];
    for (const entry of pending) if (entry[0] >= lo && entry[0] < hi) found.push(entry);
    return found;
  }

  #know(index: number, name: string, range: KnownRange): void {
    let known = this.#known.get(index);
    if (known === undefined) {
      known = new Map();
      this.#known.set(index, known);
    }
    if (known.size >= MAX_KNOWN_RANGES) known.delete(known.keys().next().value ?? "");
    known.set(name, range);
  }

  #pendingOf(index: number): Map<KeyText, PendingKey> {
    let pending = this.#pending.get(index);
    if (pending === undefined) {
      pending = new Map();
      this.#pending.set(index, pending);
    }
    return pending;
  }
}
