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
  documentKey,
  isSystemTable,
  type SearchIndexInfo,
  type TableInfo,
} from "../catalog/catalog.ts";
import { createTable } from "../catalog/persist.ts";
import { newId, tableNumberOfId } from "../values/id.ts";
import { canonicalText, fromWire, type JSONValue, type Value } from "../values/json.ts";
import { compareBytes } from "../values/key.ts";
import { documentLimitProblem } from "../values/size.ts";
import { checkDocument } from "../values/validator.ts";
import type { CreationClock } from "./clock.ts";
import { keyText, type Touched, tableMark } from "./readSet.ts";
import { ReadTx, type ReadTxInput } from "./readTx.ts";
import type { SearchPort } from "./searchPort.ts";

export type Document = Record<string, Value>;

export interface WriteTxInput extends Omit<ReadTxInput, "readSet"> {
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

/** A longer log costs more memory than a savepoint's copies. */
const MAX_UNDO = 1_000;
const COMMIT_TS = '{"$commitTs":null}';

export class WriteTx extends ReadTx {
  readonly commitTs: bigint;
  readonly startMs: number;
  readonly touched: Touched = { ids: [], keys: [], marks: [], texts: [] };
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
    this.#creationClock = input.creationClock;
    this.#search = input.search;
  }

  override get writeVersion(): number {
    return this.#writeVersion;
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
  }

  /** Undoes the innermost level's writes. When this throws, the whole SQLite transaction has to go. */
  abandon(): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    const logged = this.#undo.splice(level.undo);
    if (level.beforeSavepoint !== null) this.connection.rollbackTo(this.#levels.length);
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
  }

  /** To be called before statements that have no undo of their own (crons, files, schema). */
  beforeWrite(): void {
    this.#writeVersion += 1;
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
    const document = { ...fields, _id: id, _creationTime: creationTime };
    const body = canonicalText(document);
    this.#check(table, fields, body);
    this.#put(table, document, body);
    return id;
  }

  /** Inserts a document with its own id and creation time: imports only. */
  restore(table: TableInfo, document: Document): void {
    this.#put(table, document, canonicalText(document));
  }

  patch(table: TableInfo, id: string, changes: ReadonlyMap<string, Value | undefined>): void {
    const { rid, body } = this.#existing(table, id);
    const before = parseDocument(body);
    const after: Document = { ...before };
    for (const [name, value] of changes) {
      if (value === undefined) delete after[name];
      else after[name] = value;
    }
    this.#rewrite(table, { rid, id, body, before, after });
  }

  replace(table: TableInfo, id: string, fields: Document): void {
    const { rid, body } = this.#existing(table, id);
    const before = parseDocument(body);
    const { _id, _creationTime } = before;
    if (_id === undefined || _creationTime === undefined) throw new WriteError(`Document ${id} is damaged.`);
    this.#rewrite(table, { rid, id, body, before, after: { _id, _creationTime, ...fields } });
  }

  remove(table: TableInfo, id: string): void {
    const { rid, body } = this.#existing(table, id, "Delete");
    const document = parseDocument(body);
    this.usage.charge("documentsWritten", 1);
    for (const index of table.indexes) this.#deleteKey(documentKey(index, document), rid);
    for (const index of table.searchIndexes) {
      this.#search.remove(this.connection, index, { rid, document });
      this.wrote(() => this.#search.add(this.connection, index, { rid, document }));
      this.#touchText(index, document);
    }
    this.connection.deleteDocument(rid);
    this.wrote(() => this.connection.restoreDocument(rid, body));
    this.touched.ids.push(id);
  }

  /** Puts the commit timestamp in the place of every placeholder this transaction wrote. */
  resolveCommitTs(): void {
    for (const { table, id } of this.#unresolved.splice(0)) {
      const row = this.row(table, id);
      if (row === null || !row.body.includes(COMMIT_TS)) continue;
      const text = row.body.replaceAll(COMMIT_TS, canonicalText(this.commitTs));
      const before = parseDocument(row.body);
      this.#move(table, { rid: row.rid, id, before, after: parseDocument(text) });
      this.#update(row, text);
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

  #existing(table: TableInfo, id: string, verb = "Update"): { rid: number; body: string } {
    this.usage.charge("databaseQueries", 1);
    const row = this.row(table, id);
    if (row === null) throw new WriteError(`${verb} on nonexistent document ID ${id}`);
    this.chargeRead(row.body);
    return row;
  }

  #rewrite(
    table: TableInfo,
    change: { rid: number; id: string; body: string; before: Document; after: Document },
  ): void {
    const { id, before, after } = change;
    for (const name of ["_id", "_creationTime"]) {
      if (after[name] !== before[name]) {
        throw new WriteError(`Provided document \`${name}\` does not match the document's: ${id}`);
      }
    }
    const { _id, _creationTime, ...fields } = after;
    const body = canonicalText(after);
    this.#check(table, fields, body);
    this.#charge(body);
    this.#move(table, change);
    this.#update(change, body);
    if (body.includes(COMMIT_TS)) this.#unresolved.push({ table, id });
  }

  /** Index entries from the old document's place to the new one's. */
  #move(table: TableInfo, change: { rid: number; id: string; before: Document; after: Document }): void {
    const { rid, id, before, after } = change;
    for (const index of table.indexes) {
      const from = documentKey(index, before);
      const to = documentKey(index, after);
      if (compareBytes(from, to) === 0) {
        this.touched.keys.push(keyText(from));
        continue;
      }
      this.#deleteKey(from, rid);
      this.#putKey(to, rid);
    }
    for (const index of table.searchIndexes) {
      this.#search.update(this.connection, index, { rid, before, after });
      this.wrote(() => this.#search.update(this.connection, index, { rid, before: after, after: before }));
      this.#touchText(index, before);
      this.#touchText(index, after);
    }
    this.touched.ids.push(id);
  }

  #put(table: TableInfo, document: Document, body: string): void {
    this.#charge(body);
    const id = textField(document, "_id");
    const rid = this.connection.insertDocument(body);
    this.wrote(() => this.connection.deleteDocument(rid));
    for (const index of table.indexes) this.#putKey(documentKey(index, document), rid);
    for (const index of table.searchIndexes) {
      this.#search.add(this.connection, index, { rid, document });
      this.wrote(() => this.#search.remove(this.connection, index, { rid, document }));
      this.#touchText(index, document);
    }
    this.touched.ids.push(id);
    if (body.includes(COMMIT_TS)) this.#unresolved.push({ table, id });
  }

  #putKey(key: Uint8Array, rid: number): void {
    this.connection.putKey(key, rid);
    this.wrote(() => this.connection.deleteKey(key));
    this.touched.keys.push(keyText(key));
  }

  #deleteKey(key: Uint8Array, rid: number): void {
    this.connection.deleteKey(key);
    this.wrote(() => this.connection.putKey(key, rid));
    this.touched.keys.push(keyText(key));
  }

  #update({ rid, body: before }: { rid: number; body: string }, after: string): void {
    this.connection.updateDocument(rid, after);
    this.wrote(() => this.connection.updateDocument(rid, before));
  }

  #touchText(index: SearchIndexInfo, document: Document): void {
    this.touched.texts.push({ indexNumber: index.number, text: this.#search.textOf(index, document) });
  }

  #check(table: TableInfo, fields: Document, body: string): void {
    const problem = documentLimitProblem(fields, body.length);
    if (problem !== null) throw new WriteError(problem);
    for (const name of Object.keys(fields)) {
      if (name.startsWith("_"))
        throw new WriteError(`Field name ${name} starts with '_', which is reserved.`);
    }
    if (table.validator === null) return;
    const mismatch = checkDocument(table.validator, fields, this.currentCatalog);
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

export function parseDocument(body: string): Document {
  return fromWire(JSON.parse(body) as JSONValue) as Document;
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
