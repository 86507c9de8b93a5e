/**
 * Documents that the writer has in hand: those written since the last flush, and clean ones that it read or wrote
 * before. A row that a hundred mutations change (a counter) is read and parsed once, and stored once per group.
 */
import { RowContent } from "./rowContent.ts";
import type { Connection } from "./sqlite.ts";

export interface BufferedRow {
  readonly rid: number;
  readonly content: RowContent;
}

type Change = "insert" | "update" | "delete";

/** Clean rows are kept up to this many letters of text. */
const MAX_KEPT_LENGTH = 16 * 1024 * 1024;

export class RowBuffer {
  readonly #connection: Connection;
  readonly #rows = new Map<number, RowContent>();
  readonly #rids = new Map<string, number>();
  readonly #changes = new Map<number, Change>();
  /** Ids of rows that were inserted since the last flush. */
  #newIds: string[] = [];
  #length = 0;
  #lastRid: number;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#lastRid = connection.lastRid();
  }

  get changes(): number {
    return this.#changes.size;
  }

  /** The row of an id, if it is in hand. */
  byId(id: string): BufferedRow | null {
    const rid = this.#rids.get(id);
    return rid === undefined ? null : { rid, content: this.row(rid) };
  }

  /** A row known to exist; `stored` is what SQLite holds of it, where that was read anyway. */
  row(rid: number, stored?: string): RowContent {
    const known = this.#rows.get(rid);
    if (known !== undefined) return known;
    const content = new RowContent(stored ?? this.#connection.bodyOf(rid));
    this.#keep(rid, content);
    return content;
  }

  /** Remembers whose row it is. */
  name(id: string, rid: number): void {
    this.#rids.set(id, rid);
  }

  insert(id: string, content: RowContent): number {
    this.#lastRid += 1;
    this.restore(id, { rid: this.#lastRid, content });
    return this.#lastRid;
  }

  update(rid: number, content: RowContent): void {
    if (!this.#changes.has(rid)) this.#changes.set(rid, "update");
    this.#keep(rid, content);
  }

  remove(id: string, rid: number): void {
    if (this.#changes.get(rid) === "insert") this.#changes.delete(rid);
    else this.#changes.set(rid, "delete");
    this.#length -= this.#rows.get(rid)?.body.length ?? 0;
    this.#rows.delete(rid);
    this.#rids.delete(id);
  }

  /** Puts a removed row back. */
  restore(id: string, { rid, content }: BufferedRow): void {
    const isStored = this.#changes.get(rid) === "delete";
    this.#changes.set(rid, isStored ? "update" : "insert");
    if (!isStored) this.#newIds.push(id);
    this.#keep(rid, content);
    this.name(id, rid);
  }

  flush(): void {
    const inserted: number[] = [];
    for (const [rid, change] of this.#changes) {
      if (change === "delete") this.#connection.deleteDocument(rid);
      else if (change === "insert") inserted.push(rid);
      else this.#connection.updateDocument(rid, this.row(rid).body);
    }
    this.#connection.insertDocuments(inserted.map((rid) => ({ rid, body: this.row(rid).body })));
    this.#changes.clear();
    this.#dropNew(inserted);
    if (this.#length > MAX_KEPT_LENGTH) this.forget();
  }

  /** Drops everything, also what was not stored. */
  forget(): void {
    this.#rows.clear();
    this.#rids.clear();
    this.#changes.clear();
    this.#newIds = [];
    this.#length = 0;
  }

  /** Most new rows are not looked at again; keeping them all made the garbage collector's work. */
  #dropNew(rids: readonly number[]): void {
    for (const rid of rids) {
      this.#length -= this.#rows.get(rid)?.body.length ?? 0;
      this.#rows.delete(rid);
    }
    for (const id of this.#newIds) this.#rids.delete(id);
    this.#newIds = [];
  }

  #keep(rid: number, content: RowContent): void {
    this.#length += content.body.length - (this.#rows.get(rid)?.body.length ?? 0);
    this.#rows.set(rid, content);
  }
}
