/**
 * Full-text indexes as contentless FTS5 tables inside the store's own database: they see the transaction's own writes
 * and roll back with it. Rows carry the document's row number, its terms and one word per filter field.
 */
import type { Value } from "convex/values";
import type { SqlExecutor, TextIndex } from "./port.ts";
import { indexedText } from "./query.ts";

/** Terms arrive split and in lower case, so the tokenizer only splits at the spaces between them. */
export function createTextIndex(sql: SqlExecutor, index: TextIndex): void {
  sql.run(
    `CREATE VIRTUAL TABLE IF NOT EXISTS ${tableOf(index)} USING fts5(terms, filters, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3')`,
  );
}

/** Beginnings of words up to this length have entries of their own, newest first like those of words. */
export const INDEXED_PREFIX = 3;

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

export function tableOf(index: TextIndex): string {
  return `fts_${index.number}`;
}
