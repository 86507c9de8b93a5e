/**
 * Between the writer's transactions and SQLite: what a commit group writes is kept here and stored when the group
 * commits, so that a row is written once however many mutations changed it, and what was just read or written is
 * read again without SQLite. Every document is written through the buffer, so it always knows better than SQLite.
 *
 *   buffered ──flush (commit, or too much)──▶ stored
 *   buffered ──savepoint──▶ writing through, until that transaction's end
 */
import type { IndexInfo, TableInfo } from "../catalog/catalog.ts";
import { encodeKeyText } from "../values/key.ts";
import { type Answer, AnswerBuffer, type AnswerKey, type AnswerRow } from "./answerBuffer.ts";
import { KeyBuffer, type KeyRange } from "./keyBuffer.ts";
import { type BufferedRow, RowBuffer } from "./rowBuffer.ts";
import type { RowContent } from "./rowContent.ts";
import type { Connection } from "./sqlite.ts";

/** A walk over the keys of one index looks at all that wait. */
const MAX_CHANGES = 4_096;

export class WriteBuffer {
  readonly #rows: RowBuffer;
  readonly #keys: KeyBuffer;
  readonly #answers: AnswerBuffer;
  #isWritingThrough = false;
  #failure: Error | null = null;

  constructor(connection: Connection) {
    this.#rows = new RowBuffer(connection);
    this.#keys = new KeyBuffer(connection);
    this.#answers = new AnswerBuffer(connection);
  }

  row(table: TableInfo, id: string): BufferedRow | null {
    const known = this.#rows.byId(id);
    if (known !== null) return known;
    const hit = this.#keys.find(table.byId.number, encodeKeyText(table.byId.prefix, [id]));
    if (hit === null) return null;
    this.#rows.name(id, hit.rid);
    return { rid: hit.rid, content: this.#rows.row(hit.rid, hit.body) };
  }

  range(index: IndexInfo, range: KeyRange): string[] {
    return this.#keys.range(index.number, range).map(({ rid, body }) => this.#rows.row(rid, body).body);
  }

  bodyOf(rid: number): string {
    return this.#rows.row(rid).body;
  }

  /** Answers the new row's number. */
  insert(id: string, content: RowContent): number {
    const rid = this.#rows.insert(id, content);
    this.#changed();
    return rid;
  }

  update(rid: number, content: RowContent): void {
    this.#rows.update(rid, content);
    this.#changed();
  }

  remove(id: string, rid: number): void {
    this.#rows.remove(id, rid);
    this.#changed();
  }

  /** Puts a removed row back. */
  restore(id: string, row: BufferedRow): void {
    this.#rows.restore(id, row);
    this.#changed();
  }

  putKey(index: IndexInfo, key: string, rid: number): void {
    this.#keys.put(index.number, key, rid);
    this.#changed();
  }

  deleteKey(index: IndexInfo, key: string): void {
    this.#keys.delete(index.number, key);
    this.#changed();
  }

  answer(key: AnswerKey): Answer | null {
    return this.#answers.find(key);
  }

  putAnswer(row: AnswerRow): void {
    this.#answers.put(row);
    this.#changed();
  }

  takeAnswerBack(key: AnswerKey): void {
    this.#answers.takeBack(key);
  }

  /** Stores what waits, inside the writer's transaction. When it throws, that transaction has to go. */
  flush(): void {
    if (this.#failure !== null) throw this.#failure;
    try {
      if (this.#rows.changes > 0) this.#rows.flush();
      if (this.#keys.changes > 0) this.#keys.flush();
      if (this.#answers.changes > 0) this.#answers.flush();
    } catch (error) {
      // Half of it may be stored: nothing may be committed until SQLite has gone back.
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
  }

  /** From here on SQLite knows everything at once: its savepoints, and statements of others, count on that. */
  writeThrough(): void {
    this.flush();
    this.#isWritingThrough = true;
  }

  endWriteThrough(): void {
    if (!this.#isWritingThrough) return;
    this.flush();
    this.#isWritingThrough = false;
    this.forget();
  }

  /** The writer's transaction is undone. */
  reset(): void {
    this.#isWritingThrough = false;
    this.forget();
  }

  /** SQLite has gone back to an earlier state. */
  forget(): void {
    this.#rows.forget();
    this.#keys.forget();
    this.#answers.forget();
    this.#failure = null;
  }

  #changed(): void {
    if (this.#isWritingThrough || this.#keys.changes > MAX_CHANGES) this.flush();
  }
}
