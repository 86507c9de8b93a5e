/**
 * Documents that the writer has in hand: those written since the last flush, and clean ones that it read or wrote
 * before. A row that a hundred mutations change (a counter) is read and parsed once, and stored once per group.
 *
 * What belongs to one group lies in maps that go with the group. A map that lives on has its tables in the old
 * generation, and what lies in one that was cleared or outgrown is kept until V8 collects that (ADR 30).
 */
import { RowContent } from "./rowContent.ts";
import type { Connection } from "./sqlite.ts";

export interface BufferedRow {
  readonly rid: number;
  readonly content: RowContent;
}

type Change = "insert" | "update" | "delete";

/** What a group has done so far. */
class Group {
  readonly changes = new Map<number, Change>();
  /** Rows that it inserted: most are not looked at again, and keeping them all made the garbage collector's work. */
  readonly rows = new Map<number, RowContent>();
  readonly rids = new Map<string, number>();
}

/** Clean rows are kept up to this many letters of text. */
const MAX_KEPT_LENGTH = 16 * 1024 * 1024;

export class RowBuffer {
  readonly #connection: Connection;
  readonly #kept = new Map<number, RowContent>();
  readonly #keptRids = new Map<string, number>();
  /** Of the texts of the kept rows. */
  #keptLength = 0;
  #group = new Group();
  #lastRid: number;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#lastRid = connection.lastRid();
  }

  get changes(): number {
    return this.#group.changes.size;
  }

  /** The row of an id, if it is in hand. */
  byId(id: string): BufferedRow | null {
    const rid = this.#keptRids.get(id) ?? this.#group.rids.get(id);
    return rid === undefined ? null : { rid, content: this.row(rid) };
  }

  /** A row known to exist; `stored` is what SQLite holds of it, where that was read anyway. */
  row(rid: number, stored?: string): RowContent {
    const known = this.#kept.get(rid) ?? this.#group.rows.get(rid);
    if (known !== undefined) return known;
    const content = new RowContent(stored ?? this.#connection.bodyOf(rid));
    this.#keep(rid, content);
    return content;
  }

  /** Remembers whose row it is. */
  name(id: string, rid: number): void {
    this.#keptRids.set(id, rid);
  }

  insert(id: string, content: RowContent): number {
    this.#lastRid += 1;
    this.restore(id, { rid: this.#lastRid, content });
    return this.#lastRid;
  }

  update(rid: number, content: RowContent): void {
    const { changes, rows } = this.#group;
    if (changes.get(rid) === "insert") rows.set(rid, content);
    else {
      changes.set(rid, "update");
      this.#keep(rid, content);
    }
  }

  remove(id: string, rid: number): void {
    const { changes, rows, rids } = this.#group;
    if (changes.get(rid) === "insert") {
      changes.delete(rid);
      rows.delete(rid);
      rids.delete(id);
      return;
    }
    changes.set(rid, "delete");
    this.#keptLength -= this.#kept.get(rid)?.body.length ?? 0;
    this.#kept.delete(rid);
    this.#keptRids.delete(id);
  }

  /** Puts a removed row back. */
  restore(id: string, { rid, content }: BufferedRow): void {
    const { changes, rows, rids } = this.#group;
    if (changes.get(rid) === "delete") {
      changes.set(rid, "update");
      this.#keep(rid, content);
      this.name(id, rid);
      return;
    }
    changes.set(rid, "insert");
    rows.set(rid, content);
    rids.set(id, rid);
  }

  flush(): void {
    const inserted: { rid: number; body: string }[] = [];
    for (const [rid, change] of this.#group.changes) {
      if (change === "delete") this.#connection.deleteDocument(rid);
      else if (change === "insert") inserted.push({ rid, body: this.row(rid).body });
      else this.#connection.updateDocument(rid, this.row(rid).body);
    }
    this.#connection.insertDocuments(inserted);
    this.#group = new Group();
    if (this.#keptLength > MAX_KEPT_LENGTH) this.forget();
  }

  /** Drops everything, also what was not stored. */
  forget(): void {
    this.#kept.clear();
    this.#keptRids.clear();
    this.#keptLength = 0;
    this.#group = new Group();
  }

  #keep(rid: number, content: RowContent): void {
    this.#keptLength += content.body.length - (this.#kept.get(rid)?.body.length ?? 0);
    this.#kept.set(rid, content);
  }
}
