/**
 * Full-text indexes as contentless FTS5 tables inside the store's own database: they see the transaction's own writes
 * and roll back with it. Rows carry the document's row number, its terms and one word per filter field.
 *
 * Ranking rule: up to MAX_RANKED matches are ranked by bm25, ties newest first. Of more matches only the newest count,
 * those that have every term first: ranking reads every match, and a common word must not make a search slow.
 */
import type { Value } from "convex/values";
import type { SqlExecutor, TextIndex } from "./port.ts";
import { indexedText, type SearchQuery } from "./query.ts";

/** Most results a search has. */
export const MAX_RESULTS = 1024;
/** Most matches that are ranked: about 6 ms of work. */
const MAX_RANKED = 4096;

export interface SearchResult {
  /** Row numbers, best first. */
  readonly rows: readonly number[];
  /** There are more matches than MAX_RESULTS: collecting all of them must fail. */
  readonly isTruncated: boolean;
}

/** Terms arrive split and in lower case, so the tokenizer only splits at the spaces between them. */
export function createTextIndex(sql: SqlExecutor, index: TextIndex): void {
  sql.run(
    `CREATE VIRTUAL TABLE IF NOT EXISTS ${tableOf(index)} USING fts5(terms, filters, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3')`,
  );
}

export function dropTextIndex(sql: SqlExecutor, index: TextIndex): void {
  sql.run(`DROP TABLE IF EXISTS ${tableOf(index)}`);
}

export interface TextRow {
  readonly rid: number;
  readonly document: Record<string, Value>;
}

export function addToTextIndex(sql: SqlExecutor, index: TextIndex, { rid, document }: TextRow): void {
  const text = indexedText(index, document);
  if (text === null) return;
  sql.run(
    `INSERT INTO ${tableOf(index)}(rowid, terms, filters) VALUES (?, ?, ?)`,
    rid,
    text.terms.join(" "),
    text.filters.join(" "),
  );
}

export function removeFromTextIndex(sql: SqlExecutor, index: TextIndex, { rid, document }: TextRow): void {
  if (indexedText(index, document) === null) return;
  sql.run(`DELETE FROM ${tableOf(index)} WHERE rowid = ?`, rid);
}

/** Moves a document's entry; most changes do not touch what is indexed and then cost no write. */
export function updateTextIndex(
  sql: SqlExecutor,
  index: TextIndex,
  { rid, before, after }: { rid: number; before: Record<string, Value>; after: Record<string, Value> },
): void {
  if (JSON.stringify(indexedText(index, before)) === JSON.stringify(indexedText(index, after))) return;
  removeFromTextIndex(sql, index, { rid, document: before });
  addToTextIndex(sql, index, { rid, document: after });
}

export function searchText(sql: SqlExecutor, index: TextIndex, query: SearchQuery): SearchResult {
  if (query.terms.prefix === null) return { rows: [], isTruncated: false };
  const table = tableOf(index);
  const newest = (match: string, limit: number) =>
    sql
      .all<{ rowid: number }>(
        `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?`,
        match,
        limit,
      )
      .map((row) => row.rowid);
  const anyTerm = matchExpression(query, "OR");
  const candidates = newest(anyTerm, MAX_RANKED + 1);
  if (candidates.length <= MAX_RANKED) return bounded(ranked(sql, table, anyTerm));
  const best = newest(matchExpression(query, "AND"), MAX_RESULTS + 1);
  return bounded([...new Set([...best, ...candidates])]);
}

function ranked(sql: SqlExecutor, table: string, match: string): number[] {
  return sql
    .all<{ rowid: number }>(
      `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY bm25(${table}, 1.0, 0.0), rowid DESC LIMIT ?`,
      match,
      MAX_RESULTS + 1,
    )
    .map((row) => row.rowid);
}

function bounded(rows: readonly number[]): SearchResult {
  return { rows: rows.slice(0, MAX_RESULTS), isTruncated: rows.length > MAX_RESULTS };
}

/** Terms and filter words hold no quotes, so quoting them is all the escaping FTS5's syntax needs. */
function matchExpression({ terms, filters }: SearchQuery, operator: "AND" | "OR"): string {
  const words = [...terms.exact.map((term) => `"${term}"`), `"${terms.prefix}"*`];
  const text = `{terms} : (${words.join(` ${operator} `)})`;
  if (filters.length === 0) return text;
  return `${text} AND {filters} : (${filters.map((filter) => `"${filter}"`).join(" AND ")})`;
}

function tableOf(index: TextIndex): string {
  return `fts_${index.number}`;
}
