/** Documents' texts, read where the index alone would cost more: whether they hold a term and fit the filters. */
import { fieldAt } from "../catalog/catalog.ts";
import { fromWireOrUndefined, type JSONValue } from "../values/json.ts";
import type { SqlExecutor, TextIndex } from "./port.ts";
import { filterTokens } from "./query.ts";
import { isTerm } from "./terms.ts";

export interface FoundText {
  /** In lower case. */
  readonly text: string;
  readonly filters: readonly string[];
}

/** Texts of one search, each read once. */
export class FoundTexts {
  readonly #sql: SqlExecutor;
  readonly #index: TextIndex;
  readonly #known = new Map<number, FoundText>();

  constructor(sql: SqlExecutor, index: TextIndex) {
    this.#sql = sql;
    this.#index = index;
  }

  of(rids: readonly number[]): ReadonlyMap<number, FoundText> {
    const missing = rids.filter((rid) => !this.#known.has(rid));
    if (missing.length > 0) {
      const rows = this.#sql.all<{ rid: number; body: string }>(
        "SELECT rid, body FROM docs WHERE rid IN (SELECT value FROM json_each(?))",
        JSON.stringify(missing),
      );
      for (const { rid, body } of rows) this.#known.set(rid, this.#parse(body));
    }
    return this.#known;
  }

  #parse(body: string): FoundText {
    const document = JSON.parse(body) as Record<string, JSONValue>;
    const fieldOf = (field: string) => {
      const value = fieldAt(document as Parameters<typeof fieldAt>[0], field);
      return value === undefined ? undefined : fromWireOrUndefined(value as JSONValue);
    };
    const text = fieldOf(this.#index.searchField);
    return {
      text: typeof text === "string" ? text.toLowerCase() : "",
      filters: filterTokens(this.#index, fieldOf),
    };
  }
}

const WORD = /[\p{Alphabetic}\p{N}]+/uy;
const ENDS_IN_WORD = /[\p{Alphabetic}\p{N}]$/u;

/** How a text has a term: as a whole word, as the beginning of one, or not. */
export function occurrenceOf(text: string, term: string): "whole" | "beginning" | null {
  let best: "beginning" | null = null;
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + term.length)) {
    // Two units: the letter before may be one of the rare ones that take both.
    if (at > 0 && ENDS_IN_WORD.test(text.slice(Math.max(0, at - 2), at))) continue;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0] ?? "";
    if (!isTerm(word)) continue;
    if (word === term) return "whole";
    best = "beginning";
  }
  return best;
}
