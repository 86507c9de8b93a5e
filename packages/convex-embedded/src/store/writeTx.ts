/**
 * One mutation (or one bookkeeping step of the host) inside the writer's SQLite transaction. Sub-transactions are
 * levels. A level is undone by a log of what reverts each of its statements, because a savepoint makes SQLite copy
 * every page that is touched after it and empty its full-text buffers; a savepoint is taken for statements that
 * nothing reverts (`beforeWrite`), and where the log would grow long.
 *
 * Every written document touches its id and its old and new key in every index of its table, also when a key did not
 * change: the body did.
 */
import { randomBytes } from "node:crypto";
import {
  type Catalog,
  documentKeyText,
  documentKeyTexts,
  type IndexInfo,
  isAnyKeyedBy,
  isKeyedBy,
  isSystemTable,
  type SearchIndexInfo,
  type TableInfo,
} from "../catalog/catalog.ts";
import { createTable } from "../catalog/persist.ts";
import { encoderOf } from "../values/encoder.ts";
import { newId, tableNumberOfId } from "../values/id.ts";
import { COMMIT_TS_TEXT, canonicalText, holdsCommitTs, type Value } from "../values/json.ts";
import { documentLimitProblem } from "../values/size.ts";
import { checkChangedDocument, checkDocument } from "../values/validator.ts";
import type { Answer, AnswerKey, AnswerRow } from "./answerBuffer.ts";
import type { CreationClock } from "./clock.ts";
import { type Interval, type KeyText, type Touched, tableMark } from "./readSet.ts";
import { ReadTx, type ReadTxInput } from "./readTx.ts";
import type { BufferedRow } from "./rowBuffer.ts";
import { type Document, RowContent } from "./rowContent.ts";
import type { SearchPort } from "./searchPort.ts";
import type { WriteBuffer } from "./writeBuffer.ts";

export { type Document, parseDocument } from "./rowContent.ts";

export interface WriteTxInput extends Omit<ReadTxInput, "readSet"> {
  readonly buffer: WriteBuffer;
  /** The timestamp this transaction commits at, known from its start: the writer is serial. */
  readonly commitTs: bigint;
  readonly startMs: number;
  readonly creationClock: CreationClock;
  readonly search: SearchPort;
}

/** Thrown to the function for a write that the data model forbids; functions may catch it. */
export class WriteError extends Error {
  override readonly name = "WriteError";
}

interface Level {
  /** What this level had done before its savepoint was taken; null without one. */
  beforeSavepoint: readonly (() => void)[] | null;
  readonly undo: number;
  readonly ids: number;
  readonly keys: number;
  readonly marks: number;
  readonly texts: number;
  readonly unresolved: number;
  readonly effects: number;
  readonly catalog: Catalog;
}

/** A row with the content it is to have, and which of its top-level fields may differ. */
interface Rewrite<Content> extends BufferedRow {
  readonly id: string;
  readonly after: Content;
  readonly changes: ChangedFields;
}

/** `names` null: any field may differ. */
interface ChangedFields {
  readonly names: Iterable<string> | null;
  has(field: string): boolean;
}

const EVERY_FIELD: ChangedFields = { names: null, has: () => true };

/** A longer log costs more memory than a savepoint's copies. */
const MAX_UNDO = 1_000;

export class WriteTx extends ReadTx {
  readonly commitTs: bigint;
  readonly startMs: number;
  readonly touched: Touched = { ids: [], keys: [], marks: [], texts: [] };
  readonly #buffer: WriteBuffer;
  readonly #creationClock: CreationClock;
  readonly #search: SearchPort;
  readonly #levels: Level[] = [];
  /** Documents that hold the commit-timestamp placeholder. */
  readonly #unresolved: { table: TableInfo; id: string }[] = [];
  readonly #afterCommit: (() => void)[] = [];
  /** What reverts each statement of the open levels, oldest first. */
  readonly #undo: (() => void)[] = [];
  #writeVersion = 0;

  constructor(input: WriteTxInput) {
    super({ ...input, readSet: null });
    this.commitTs = input.commitTs;
    this.startMs = input.startMs;
    this.#buffer = input.buffer;
    this.#creationClock = input.creationClock;
    this.#search = input.search;
  }

  override get writeVersion(): number {
    return this.#writeVersion;
  }

  override row(table: TableInfo, id: string): { rid: number; body: string } | null {
    const row = this.#buffer.row(table, id);
    return row === null ? null : { rid: row.rid, body: row.content.body };
  }

  override storeWrites(): void {
    this.#buffer.flush();
  }

  override bodyOf(rid: number): string {
    return this.#buffer.bodyOf(rid);
  }

  override fetch(
    index: IndexInfo,
    bounds: Interval & { readonly isDescending: boolean; readonly limit: number },
  ): string[] {
    return this.#buffer.range(index, bounds);
  }

  answer(key: AnswerKey): Answer | null {
    return this.#buffer.answer(key);
  }

  putAnswer(row: AnswerRow): void {
    this.#buffer.putAnswer(row);
    this.wrote(() => this.#buffer.takeAnswerBack(row));
  }

  get search(): SearchPort {
    return this.#search;
  }

  /** A schema push has changed tables and indexes in this transaction. */
  adoptCatalog(catalog: Catalog): void {
    for (const table of catalog.tables()) {
      if (this.currentCatalog.table(table.name) === null) this.touched.marks.push(tableMark(table.name));
    }
    this.currentCatalog = catalog;
  }

  get hasWritten(): boolean {
    return this.#writeVersion > 0;
  }

  /** Runs once this transaction is durable; dropped when its level is rolled back. */
  afterCommit(effect: () => void): void {
    this.#afterCommit.push(effect);
  }

  takeEffects(): readonly (() => void)[] {
    return this.#afterCommit.splice(0);
  }

  enter(): void {
    this.#levels.push({
      beforeSavepoint: null,
      undo: this.#undo.length,
      ids: this.touched.ids.length,
      keys: this.touched.keys.length,
      marks: this.touched.marks.length,
      texts: this.touched.texts.length,
      unresolved: this.#unresolved.length,
      effects: this.#afterCommit.length,
      catalog: this.currentCatalog,
    });
  }

  /** Keeps the innermost level's writes as part of the level around it. */
  leave(): void {
    const level = this.#levels.pop();
    if (level !== undefined && level.beforeSavepoint !== null) this.connection.release(this.#levels.length);
    if (this.#levels.length === 0) this.#buffer.endWriteThrough();
  }

  /** Undoes the innermost level's writes. When this throws, the whole SQLite transaction has to go. */
  abandon(): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    const logged = this.#undo.splice(level.undo);
    if (level.beforeSavepoint !== null) {
      this.connection.rollbackTo(this.#levels.length);
      this.#buffer.forget();
    }
    // The savepoint's state has what came before it, even if a level inside has reverted some of that since.
    for (const undo of (level.beforeSavepoint ?? logged).toReversed()) undo();
    this.touched.ids.length = level.ids;
    this.touched.keys.length = level.keys;
    this.touched.marks.length = level.marks;
    this.touched.texts.length = level.texts;
    this.#unresolved.length = level.unresolved;
    this.#afterCommit.length = level.effects;
    this.currentCatalog = level.catalog;
    this.#writeVersion += 1;
    if (this.#levels.length === 0) this.#buffer.endWriteThrough();
  }

  /** To be called before statements that have no undo of their own (crons, files, schema). */
  beforeWrite(): void {
    this.#writeVersion += 1;
    this.#buffer.writeThrough();
    for (const [depth, level] of this.#levels.entries()) {
      if (level.beforeSavepoint !== null) continue;
      this.connection.savepoint(depth);
      level.beforeSavepoint = this.#undo.slice(level.undo);
    }
  }

  /** To be called after a statement, with what reverts it. */
  wrote(undo: () => void): void {
    this.#writeVersion += 1;
    const innermost = this.#levels.at(-1);
    // With a savepoint on the innermost level there is one on every level: SQLite undoes it.
    if (innermost === undefined || innermost.beforeSavepoint !== null) return;
    this.#undo.push(undo);
    if (this.#undo.length > MAX_UNDO) this.beforeWrite();
  }

  insert(tableName: string, fields: Document): string {
    for (const name of ["_id", "_creationTime"]) {
      if (Object.hasOwn(fields, name)) {
        throw new WriteError(`Field "${name}" is a system field and can't be set when inserting a document.`);
      }
    }
    const table = this.#tableForWrite(tableName);
    const id = newId({ tableNumber: table.number, random8: random8(), nowMs: this.startMs });
    const creationTime = this.#creationClock.next(this.startMs);
    // In the order of names, as they are stored.
    const document = { _creationTime: creationTime, _id: id, ...fields };
    const body = canonicalText(document);
    this.#check(table, { fields, body, changed: null });
    this.#put(table, id, { content: new RowContent(body, document), document });
    return id;
  }

  /**
   * The same for fields as they lie in the sandbox, in one step; what is kept of them is copied. Null, with nothing
   * done, when they have to go the long way.
   */
  insertPlain(tableName: string, fields: Readonly<Record<string, Value>>): string | null {
    const table = this.currentCatalog.table(tableName);
    const encode = encoderOf(table?.validator ?? null);
    if (table === null || encode === null) return null;
    if (Object.hasOwn(fields, "_id") || Object.hasOwn(fields, "_creationTime")) return null;
    const _id = newId({ tableNumber: table.number, random8: random8(), nowMs: this.startMs });
    const _creationTime = this.#creationClock.next(this.startMs);
    const body = encode(fields, { _id, _creationTime }, this.currentCatalog);
    if (body === null) return null;
    this.#put(table, _id, {
      content: new RowContent(body),
      document: { ...fields, _id, _creationTime },
    });
    return _id;
  }

  /** Inserts a document with its own id and creation time: imports only. */
  restore(table: TableInfo, document: Document): void {
    const content = new RowContent(canonicalText(document), document);
    this.#put(table, textField(document, "_id"), { content, document });
  }

  patch(table: TableInfo, id: string, changes: ReadonlyMap<string, Value | undefined>): void {
    const row = this.#existing(table, id);
    const after: Document = { ...row.content.document };
    for (const [name, value] of changes) {
      if (value === undefined) delete after[name];
      else after[name] = value;
    }
    const changed: ChangedFields = { names: changes.keys(), has: (name) => changes.has(name) };
    this.#rewrite(table, { ...row, id, after, changes: changed });
  }

  /** The same for changes as they lie in the sandbox. False, with nothing done, when they have to go the long way. */
  patchPlain(table: TableInfo, id: string, changes: Readonly<Record<string, Value | undefined>>): boolean {
    const encode = encoderOf(table.validator);
    const row = encode === null ? null : this.#buffer.row(table, id);
    if (encode === null || row === null) return false;
    if (Object.hasOwn(changes, "_id") || Object.hasOwn(changes, "_creationTime")) return false;
    const after = { ...row.content.document, ...changes } as Document;
    const system = { _id: id, _creationTime: Number(after["_creationTime"]) };
    const body = encode(after, system, this.currentCatalog);
    if (body === null) return false;
    this.usage.charge("databaseQueries", 1);
    this.chargeRead(row.content.body);
    this.#charge(body);
    const names = Object.keys(changes);
    const isKept = names.every((name) => typeof (changes[name] ?? {}) !== "object");
    this.#move(table, {
      ...row,
      id,
      after: new RowContent(body, isKept ? after : null),
      changes: { names, has: (name) => Object.hasOwn(changes, name) },
    });
    return true;
  }

  replace(table: TableInfo, id: string, fields: Document): void {
    const row = this.#existing(table, id);
    const { _id, _creationTime } = row.content.document;
    if (_id === undefined || _creationTime === undefined) throw new WriteError(`Document ${id} is damaged.`);
    this.#rewrite(table, { ...row, id, after: { _id, _creationTime, ...fields }, changes: EVERY_FIELD });
  }

  remove(table: TableInfo, id: string): void {
    const row = this.#existing(table, id, "Delete");
    const { rid, content } = row;
    const { document } = content;
    this.usage.charge("documentsWritten", 1);
    const keys = content.keysIn(table);
    this.#takeKeys(table, keys);
    this.wrote(() => this.#giveKeys(table, keys, rid));
    this.touched.keys.push(...keys);
    for (const index of table.searchIndexes) {
      this.#search.remove(this.connection, index, { rid, document });
      this.wrote(() => this.#search.add(this.connection, index, { rid, document }));
      this.#touchText(index, document);
    }
    this.#buffer.remove(id, rid);
    this.wrote(() => this.#buffer.restore(id, row));
    this.touched.ids.push(id);
  }

  /** Puts the commit timestamp in the place of every placeholder this transaction wrote. */
  resolveCommitTs(): void {
    for (const { table, id } of this.#unresolved.splice(0)) {
      const row = this.#buffer.row(table, id);
      if (row === null || !holdsCommitTs(row.content.body)) continue;
      const after = new RowContent(row.content.body.replaceAll(COMMIT_TS_TEXT, canonicalText(this.commitTs)));
      this.#move(table, { ...row, id, after, changes: EVERY_FIELD });
    }
  }

  #tableForWrite(name: string): TableInfo {
    const existing = this.currentCatalog.table(name);
    if (existing !== null) return existing;
    if (isSystemTable(name) || !/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(name)) {
      throw new WriteError(`Invalid table name "${name}".`);
    }
    this.beforeWrite();
    const created = createTable(this.connection, name);
    this.currentCatalog = this.currentCatalog.with(created);
    this.touched.marks.push(tableMark(name));
    return created;
  }

  #existing(table: TableInfo, id: string, verb = "Update"): BufferedRow {
    this.usage.charge("databaseQueries", 1);
    const row = this.#buffer.row(table, id);
    if (row === null) throw new WriteError(`${verb} on nonexistent document ID ${id}`);
    this.chargeRead(row.content.body);
    return row;
  }

  #rewrite(table: TableInfo, { after, ...change }: Rewrite<Document>): void {
    const { id } = change;
    const before = change.content.document;
    for (const name of ["_id", "_creationTime"]) {
      if (after[name] !== before[name]) {
        throw new WriteError(`Provided document \`${name}\` does not match the document's: ${id}`);
      }
    }
    const { _id, _creationTime, ...fields } = after;
    const body = canonicalText(after);
    this.#check(table, { fields, body, changed: change.changes.names });
    this.#charge(body);
    this.#move(table, { ...change, after: new RowContent(body, after) });
    if (holdsCommitTs(body)) this.#unresolved.push({ table, id });
  }

  /** The row and its index entries, from what they were to what they are. */
  #move(table: TableInfo, change: Rewrite<RowContent>): void {
    const { rid, id, content, after, changes } = change;
    const from = content.keysIn(table);
    this.touched.keys.push(...from);
    if (isAnyKeyedBy(table, changes)) {
      const to = table.indexes.map((index, at) =>
        isKeyedBy(index, changes) ? documentKeyText(index, after.document) : (from[at] ?? ""),
      );
      after.knowKeys(table, to);
      this.#exchangeKeys(table, { from, to, rid });
      this.wrote(() => this.#exchangeKeys(table, { from: to, to: from, rid }));
      this.touched.keys.push(...to.filter((key, at) => key !== from[at]));
    } else after.knowKeys(table, from);
    for (const index of table.searchIndexes) {
      const texts = { rid, before: content.document, after: after.document };
      this.#search.update(this.connection, index, texts);
      this.wrote(() =>
        this.#search.update(this.connection, index, { rid, before: texts.after, after: texts.before }),
      );
      this.#touchText(index, texts.before);
      this.#touchText(index, texts.after);
    }
    this.#buffer.update(rid, after);
    this.wrote(() => this.#buffer.update(rid, content));
    this.touched.ids.push(id);
  }

  /** `document`: the content, perhaps with parts that are not the host's own. */
  #put(table: TableInfo, id: string, row: { content: RowContent; document: Document }): void {
    const { content, document } = row;
    const { body } = content;
    this.#charge(body);
    const rid = this.#buffer.insert(id, content);
    const keys = documentKeyTexts(table, document);
    content.knowKeys(table, keys);
    this.#giveKeys(table, keys, rid);
    this.wrote(() => {
      this.#takeKeys(table, keys);
      this.#buffer.remove(id, rid);
    });
    this.touched.keys.push(...keys);
    for (const index of table.searchIndexes) {
      this.#search.add(this.connection, index, { rid, document });
      this.wrote(() => this.#search.remove(this.connection, index, { rid, document: content.document }));
      this.#touchText(index, document);
    }
    this.touched.ids.push(id);
    if (holdsCommitTs(body)) this.#unresolved.push({ table, id });
  }

  #giveKeys(table: TableInfo, keys: readonly KeyText[], rid: number): void {
    let at = 0;
    for (const index of table.indexes) {
      this.#buffer.putKey(index, keys[at] ?? "", rid);
      at += 1;
    }
  }

  #takeKeys(table: TableInfo, keys: readonly KeyText[]): void {
    for (const [at, index] of table.indexes.entries()) this.#buffer.deleteKey(index, keys[at] ?? "");
  }

  #exchangeKeys(
    table: TableInfo,
    { from, to, rid }: { from: readonly KeyText[]; to: readonly KeyText[]; rid: number },
  ): void {
    let at = -1;
    for (const index of table.indexes) {
      at += 1;
      const old = from[at] ?? "";
      const next = to[at] ?? "";
      if (old === next) continue;
      this.#buffer.deleteKey(index, old);
      this.#buffer.putKey(index, next, rid);
    }
  }

  #touchText(index: SearchIndexInfo, document: Document): void {
    this.touched.texts.push({ indexNumber: index.number, text: this.#search.textOf(index, document) });
  }

  /** `changed`: of a row that was valid before, the fields that may be otherwise now. */
  #check(
    table: TableInfo,
    { fields, body, changed }: { fields: Document; body: string; changed: Iterable<string> | null },
  ): void {
    const problem = documentLimitProblem(fields, body.length);
    if (problem !== null) throw new WriteError(problem);
    for (const name of Object.keys(fields)) {
      if (name.startsWith("_"))
        throw new WriteError(`Field name ${name} starts with '_', which is reserved.`);
    }
    if (table.validator === null) return;
    const { validator } = table;
    const mismatch =
      changed === null
        ? checkDocument(validator, fields, this.currentCatalog)
        : checkChangedDocument(validator, { document: fields, changed }, this.currentCatalog);
    if (mismatch === null) return;
    throw new WriteError(
      `Failed to insert or update a document in table "${table.name}" because it does not match the schema: ${mismatch}`,
    );
  }

  #charge(body: string): void {
    this.usage.charge("documentsWritten", 1);
    this.usage.charge("bytesWritten", body.length);
  }
}

/** A field the host itself put there. */
export function textField(document: Document, name: string): string {
  const value = document[name];
  if (typeof value !== "string") throw new WriteError(`Document without a valid ${name}.`);
  return value;
}

/** The table an id belongs to, or null when the text is no id or names no table. */
export function tableOfId(catalog: Catalog, id: string): TableInfo | null {
  const number = tableNumberOfId(id);
  return number === null ? null : catalog.tableByNumber(number);
}

let pool = randomBytes(4096);
let poolOffset = 0;

function random8(): Uint8Array {
  if (poolOffset + 8 > pool.length) {
    pool = randomBytes(4096);
    poolOffset = 0;
  }
  poolOffset += 8;
  return pool.subarray(poolOffset - 8, poolOffset);
}
