/**
 * One SQLite connection with the statements of the document store. The writer owns one, every open snapshot one.
 *
 *   docs(rid, body)   body = canonical wire JSON of the whole document, spliced unparsed into query results
 *   idx(k, rid)       k = u32 index number ++ sort keys; every index of every table, by_id included
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Answer, AnswerKey, AnswerRow } from "./answerBuffer.ts";

export type Durability = "full" | "normal" | "off";
export type KeyRow = [key: Uint8Array, rid: number, body: string];
export type SqlValue = SQLInputValue;

export const FORMAT_VERSION = 1;

const MAX_STATEMENTS = 500;
const SQLITE_BUSY = 5;
/** Largest first; the last takes what is left. */
const ROWS_AT_ONCE = [64, 16, 1];

const DDL = `
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS docs(rid INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS idx(k BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tables(number INTEGER PRIMARY KEY, component TEXT NOT NULL DEFAULT '', name TEXT NOT NULL,
  UNIQUE(component, name));
CREATE TABLE IF NOT EXISTS indexes(number INTEGER PRIMARY KEY, tableNumber INTEGER NOT NULL, name TEXT NOT NULL,
  definition TEXT NOT NULL, UNIQUE(tableNumber, name));
CREATE TABLE IF NOT EXISTS session_requests(session TEXT NOT NULL, request INTEGER NOT NULL, ts TEXT NOT NULL,
  atMs INTEGER NOT NULL, result TEXT NOT NULL, logLines TEXT NOT NULL, PRIMARY KEY(session, request)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crons(name TEXT PRIMARY KEY, spec TEXT NOT NULL, nextMs REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS session_requests_at ON session_requests(atMs);
`;

/** Something else holds the file. */
export function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" && (code & 0xff) === SQLITE_BUSY;
}

export class Connection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #byKey: StatementSync;
  /** By how many rows they answer at most. */
  readonly #ascending: StatementSync[] = [];
  readonly #descending: StatementSync[] = [];
  readonly #keyRows = new Map<string, StatementSync>();

  constructor(file: string, options: { durability: Durability; isReadOnly: boolean }) {
    this.#db = new DatabaseSync(file);
    this.#db.exec("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY;");
    this.#db.exec(`PRAGMA synchronous = ${options.durability.toUpperCase()};`);
    if (options.isReadOnly) {
      this.#db.exec("PRAGMA query_only = 1; PRAGMA cache_size = -16384;");
    } else {
      // Checkpoints run from an idle timer (Database); this is the upper bound under sustained load: 64 MiB.
      this.#db.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;");
      this.#migrate();
    }
    this.#byKey = this.#db.prepare(
      "SELECT d.rid, d.body FROM idx i JOIN docs d ON d.rid = i.rid WHERE i.k = ?",
    );
    this.#byKey.setReturnArrays(true);
  }

  #migrate(): void {
    const row = this.#db.prepare("PRAGMA user_version").get();
    const version = Number(row?.["user_version"] ?? 0);
    if (version > FORMAT_VERSION) {
      throw new RangeError(`data folder has format ${version}, this host knows up to ${FORMAT_VERSION}`);
    }
    this.#db.exec(`BEGIN IMMEDIATE; ${DDL} PRAGMA user_version = ${FORMAT_VERSION}; COMMIT;`);
  }

  /** The document an index key points at. */
  byKey(key: Uint8Array): { rid: number; body: string } | null {
    const row = this.#byKey.get(key) as unknown as [number, string] | undefined;
    return row === undefined ? null : { rid: row[0], body: row[1] };
  }

  /**
   * Texts of documents with keys in [lo, hi), in key order or its reverse. Without the keys: most are never looked at,
   * and one that is follows from its document.
   */
  range(bounds: { lo: Uint8Array; hi: Uint8Array; isDescending: boolean; limit: number }): string[] {
    const statements = bounds.isDescending ? this.#descending : this.#ascending;
    const statement = statements[bounds.limit] ?? this.#prepareRange(bounds);
    statements[bounds.limit] = statement;
    return (statement.all(bounds.lo, bounds.hi) as unknown as [string][]).map(([body]) => body);
  }

  /** The limit stands in the text: SQLite plans a statement anew each time a bound limit is bound. */
  #prepareRange({ isDescending, limit }: { isDescending: boolean; limit: number }): StatementSync {
    const statement = this.#db.prepare(
      `SELECT d.body FROM idx i JOIN docs d ON d.rid = i.rid WHERE i.k >= ? AND i.k < ? ORDER BY i.k ${isDescending ? "DESC" : "ASC"} LIMIT ${limit}`,
    );
    statement.setReturnArrays(true);
    return statement;
  }

  /** The same with key and row number, for the writer. */
  keyRows(bounds: { lo: Uint8Array; hi: Uint8Array; isDescending: boolean; limit: number }): KeyRow[] {
    const name = `${bounds.isDescending ? "DESC" : "ASC"} LIMIT ${bounds.limit}`;
    let statement = this.#keyRows.get(name);
    if (statement === undefined) {
      if (this.#keyRows.size >= MAX_STATEMENTS) this.#keyRows.clear();
      statement = this.#db.prepare(
        `SELECT i.k, i.rid, d.body FROM idx i JOIN docs d ON d.rid = i.rid WHERE i.k >= ? AND i.k < ? ORDER BY i.k ${name}`,
      );
      statement.setReturnArrays(true);
      this.#keyRows.set(name, statement);
    }
    return statement.all(bounds.lo, bounds.hi) as unknown as KeyRow[];
  }

  /** The highest row number given so far. */
  lastRid(): number {
    return this.get<{ rid: number | null }>("SELECT max(rid) AS rid FROM docs")?.rid ?? 0;
  }

  /** The text of a row known to exist; throws when it does not. */
  bodyOf(rid: number): string {
    const row = this.get<{ body: string }>("SELECT body FROM docs WHERE rid = ?", rid);
    if (row === undefined) throw new RangeError(`row ${rid} is gone`);
    return row.body;
  }

  insertDocuments(rows: readonly { readonly rid: number; readonly body: string }[]): void {
    this.#insertRows(
      "docs(rid, body)",
      2,
      rows.flatMap(({ rid, body }) => [rid, body]),
    );
  }

  updateDocument(rid: number, body: string): void {
    this.#prepare("UPDATE docs SET body = ? WHERE rid = ?").run(body, rid);
  }

  deleteDocument(rid: number): void {
    this.#prepare("DELETE FROM docs WHERE rid = ?").run(rid);
  }

  /** `pairs`: key and row number in turn, of keys that are not there yet. */
  putKeys(pairs: readonly SqlValue[]): void {
    this.#insertRows("idx(k, rid)", 2, pairs);
  }

  insertAnswers(rows: readonly AnswerRow[]): void {
    this.#insertRows(
      "session_requests(session, request, ts, atMs, result, logLines)",
      6,
      rows.flatMap(({ session, request, ts, atMs, result, logLines }) => [
        session,
        request,
        ts,
        atMs,
        result,
        logLines,
      ]),
    );
  }

  answer({ session, request }: AnswerKey): Answer | null {
    const sql = "SELECT ts, result, logLines FROM session_requests WHERE session = ? AND request = ?";
    return this.get<Answer>(sql, session, request) ?? null;
  }

  /** The highest request of a session that has an answer; -1 when none has. */
  latestAnswered(session: string): number {
    const sql = "SELECT max(request) AS request FROM session_requests WHERE session = ?";
    return this.get<{ request: number | null }>(sql, session)?.request ?? -1;
  }

  deleteAnswer({ session, request }: AnswerKey): void {
    this.run("DELETE FROM session_requests WHERE session = ? AND request = ?", session, request);
  }

  /**
   * Starting and ending a statement costs as much as the row it inserts. FAIL: a statement of many rows that could undo
   * itself copies every page that it touches first, and whoever stores here undoes the whole transaction instead.
   */
  #insertRows(into: string, width: number, values: readonly SqlValue[]): void {
    const row = `(${Array(width).fill("?").join(", ")})`;
    let at = 0;
    for (const rows of ROWS_AT_ONCE) {
      const many = width * rows;
      if (values.length - at < many) continue;
      const statement = this.#prepare(
        `INSERT OR FAIL INTO ${into} VALUES ${Array(rows).fill(row).join(", ")}`,
      );
      for (; at + many <= values.length; at += many) statement.run(...values.slice(at, at + many));
    }
  }

  replaceKey(key: Uint8Array, rid: number): void {
    this.#prepare("INSERT OR REPLACE INTO idx(k, rid) VALUES (?, ?)").run(key, rid);
  }

  deleteKey(key: Uint8Array): void {
    this.#prepare("DELETE FROM idx WHERE k = ?").run(key);
  }

  deleteKeys(lo: Uint8Array, hi: Uint8Array): void {
    this.#prepare("DELETE FROM idx WHERE k >= ? AND k < ?").run(lo, hi);
  }

  /** Document rows behind index keys in [lo, hi): for back-fills and exports. */
  rows(bounds: {
    lo: Uint8Array;
    hi: Uint8Array;
    limit: number;
  }): { key: Uint8Array; rid: number; body: string }[] {
    const sql =
      "SELECT i.k AS key, i.rid AS rid, d.body AS body FROM idx i JOIN docs d ON d.rid = i.rid WHERE i.k >= ? AND i.k < ? ORDER BY i.k LIMIT ?";
    return this.#prepare(sql).all(bounds.lo, bounds.hi, bounds.limit) as unknown as {
      key: Uint8Array;
      rid: number;
      body: string;
    }[];
  }

  meta(name: string): string | null {
    const row = this.#prepare("SELECT value FROM meta WHERE name = ?").get(name);
    return row === undefined ? null : String(row["value"]);
  }

  setMeta(name: string, value: string): void {
    this.#prepare("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(
      name,
      value,
    );
  }

  /** Other modules' statements (jobs, files, search), prepared once per connection. */
  run(sql: string, ...values: SqlValue[]): { changes: number; lastInsertRowid: number } {
    const result = this.#prepare(sql).run(...values);
    return { changes: Number(result.changes), lastInsertRowid: Number(result.lastInsertRowid) };
  }

  all<T>(sql: string, ...values: SqlValue[]): T[] {
    return this.#prepare(sql).all(...values) as unknown as T[];
  }

  get<T>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as unknown as T | undefined;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  begin(): void {
    this.run("BEGIN IMMEDIATE");
  }

  /** From here on a statement that would have to wait for something else fails instead: see `isBusy`. */
  neverWait(): void {
    this.exec("PRAGMA busy_timeout = 0");
  }

  /** Pins the newest commit: in WAL mode a snapshot begins with the first read, not with BEGIN. */
  beginSnapshot(): void {
    this.run("BEGIN");
    this.get("SELECT 1 FROM meta LIMIT 1");
  }

  commit(): void {
    this.run("COMMIT");
  }

  rollback(): void {
    if (this.#db.isTransaction) this.run("ROLLBACK");
  }

  get isInTransaction(): boolean {
    return this.#db.isTransaction;
  }

  savepoint(level: number): void {
    this.run(`SAVEPOINT s${level}`);
  }

  release(level: number): void {
    this.run(`RELEASE s${level}`);
  }

  rollbackTo(level: number): void {
    this.run(`ROLLBACK TO s${level}`);
    this.run(`RELEASE s${level}`);
  }

  close(): void {
    this.#statements.clear();
    this.#ascending.length = 0;
    this.#descending.length = 0;
    this.#keyRows.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
