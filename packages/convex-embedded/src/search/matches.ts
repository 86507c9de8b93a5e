/**
 * Which documents match a search, best first, found step by step: who takes the first few rows pays for little.
 *
 *   1. documents with every term, ranked by how short they are and whether they have the last word whole;
 *   2. documents with some of the terms, those with rarer terms first;
 *   3. all others, newest first.
 *
 * No step reads every match of a common word: lists end after MAX_LISTED rows, and of more matches the newest come
 * first. FTS5 has three ways to be slow here, all growing with the table, and all avoided where words are common:
 * bm25 counts the rows of each term and filter; a rare term is met with the long list of its account row by row,
 * so the texts of a rare term are read instead; and a beginning of a word without entries of its own is gathered
 * from all words that begin so, so whether it is common is first learnt from a sample. What still grows: two common words that
 * hardly ever come together are sought in all their rows, about 10 ms for 50,000 of each.
 */
import type { SqlExecutor, TextIndex } from "./port.ts";
import type { SearchQuery } from "./query.ts";
import { INDEXED_PREFIX, tableOf } from "./textIndex.ts";
import { FoundTexts, occurrenceOf } from "./texts.ts";

/** Most results a search has. */
export const MAX_RESULTS = 1024;
/** A term with more rows is common. */
const MAX_LISTED = 128;
const SAMPLE = 32;
/** At this share of the sample, going on reading finds enough. */
const COMMON_SHARE = 1 / 4;
const MAX_READ = 128;
/** Of a rare term's texts so many are read and ranked at a time. */
const READ_AT_ONCE = 64;
/** A text with the whole word counts as much as one half as long with the beginning of one. */
const WHOLE_WORD = 1;

/** Row numbers, to be gone through once; when there are no more, `isComplete`. */
interface Matches {
  readonly rows: Iterable<number>;
  readonly isComplete: boolean;
}
interface Listed extends Matches {
  readonly rows: readonly number[];
}

/** Words that must be there whole, and the last one, of which a beginning is enough. */
interface Wanted {
  readonly words: readonly string[];
  readonly start: string | null;
}

/** Row numbers, best first, each once. More than MAX_RESULTS tells that there are more than a search can have. */
export function* searchText(sql: SqlExecutor, index: TextIndex, query: SearchQuery): Generator<number, void> {
  const { exact: words, prefix: start } = query.terms;
  if (start === null) return;
  const seen = new Set<number>();
  for (const rows of new Search(sql, index, query.filters).steps(words, start)) {
    for (const rid of rows) {
      if (seen.has(rid)) continue;
      seen.add(rid);
      yield rid;
    }
  }
}

class Search {
  readonly #sql: SqlExecutor;
  readonly #table: string;
  readonly #filters: readonly string[];
  readonly #texts: FoundTexts;

  constructor(sql: SqlExecutor, index: TextIndex, filters: readonly string[]) {
    this.#sql = sql;
    this.#table = tableOf(index);
    this.#filters = filters;
    this.#texts = new FoundTexts(sql, index);
  }

  *steps(words: readonly string[], start: string): Generator<Iterable<number>, void> {
    const lists = words.map((word) => ({ word, ...this.#anywhere(whole(word)) }));
    const [rarest] = lists
      .filter(({ isComplete }) => isComplete)
      .sort((one, other) => one.rows.length - other.rows.length);
    const every = rarest ? this.#among(rarest.rows, { words, start }) : this.#withEvery(words, start);
    yield every.rows;
    if (!every.isComplete) yield this.#together(words, beginning(start), MAX_RESULTS + 1);
    if (words.length === 0) return;
    const some = lists.map(({ word, rows, isComplete }) =>
      isComplete ? this.#among(rows, { words: [word], start: null }) : this.#listed(whole(word)),
    );
    some.push(this.#withEvery([], start));
    yield rarestFirst(some);
    if (!some.every(({ isComplete }) => isComplete)) {
      yield this.#newest([...words.map(whole), beginning(start)].join(" OR "), MAX_RESULTS + 1);
    }
  }

  /** Of these rows, which include every match, those that match. */
  #among(rows: readonly number[], wanted: Wanted): Matches {
    return { rows: this.#rankedInTurn(rows, wanted), isComplete: true };
  }

  /** Texts are read as far as results are asked for, the newest first. */
  *#rankedInTurn(rows: readonly number[], wanted: Wanted): Generator<number, void> {
    for (let from = 0; from < rows.length; from += READ_AT_ONCE) {
      yield* this.#ranked(rows.slice(from, from + READ_AT_ONCE), wanted);
    }
  }

  /** Documents with all of the words, which are common, and one that begins with `start`. */
  #withEvery(words: readonly string[], start: string): Matches {
    const stem = stemOf(start);
    const isWholeCommon = stem !== start && !this.#anywhere(whole(start)).isComplete;
    const wholes = isWholeCommon ? this.#listedTogether(words, whole(start)) : null;
    if (wholes?.isComplete === false) return wholes;
    const neighbours = this.#anywhere(beginning(stem));
    if (neighbours.isComplete) return this.#among(neighbours.rows, { words, start });
    const others =
      stem === start ? this.#listedTogether(words, beginning(start)) : this.#withStart(words, start);
    return this.#both(wholes ?? NONE, others, { words, start });
  }

  #both(one: Matches, other: Matches, wanted: Wanted): Matches {
    const rows = [...new Set([...one.rows, ...other.rows])].sort((a, b) => b - a);
    const isComplete = one.isComplete && other.isComplete;
    return { rows: rows.length > MAX_LISTED ? rows : this.#ranked(rows, wanted), isComplete };
  }

  /** The beginning has no entries of its own. */
  #withStart(words: readonly string[], start: string): Matches {
    const neighbours = beginning(stemOf(start));
    const sample = this.#together(words, neighbours, SAMPLE);
    const sampled = this.#ranked(sample, { words: [], start });
    if (sample.length < SAMPLE) return { rows: sampled, isComplete: true };
    if (sampled.length >= SAMPLE * COMMON_SHARE) {
      const read = this.#together(words, neighbours, MAX_READ);
      const rows = this.#ranked(read, { words: [], start }).toSorted((a, b) => b - a);
      return { rows, isComplete: read.length < MAX_READ };
    }
    const rare = this.#anywhere(beginning(start));
    return rare.isComplete
      ? this.#among(rare.rows, { words, start })
      : this.#listedTogether(words, beginning(start));
  }

  /** Those that match, best first, of equals the newest. */
  #ranked(rows: readonly number[], { words, start }: Wanted): number[] {
    const texts = this.#texts.of(rows);
    const found: { rid: number; score: number }[] = [];
    for (const rid of rows) {
      const { text, filters } = texts.get(rid) ?? { text: "", filters: [] };
      if (!this.#filters.every((filter) => filters.includes(filter))) continue;
      const occurrence = start === null ? "whole" : occurrenceOf(text, start);
      if (occurrence === null || words.some((word) => occurrenceOf(text, word) !== "whole")) continue;
      found.push({ rid, score: (occurrence === "whole" ? WHOLE_WORD : 0) - magnitudeOf(text) });
    }
    return found.sort((a, b) => b.score - a.score || b.rid - a.rid).map(({ rid }) => rid);
  }

  /** The newest rows of a term, whatever the filters. */
  #anywhere(match: string): Listed {
    return cut(this.#rows(`{terms} : (${match})`, MAX_LISTED + 1));
  }

  #listed(word: string): Listed {
    return cut(this.#newest(word, MAX_LISTED + 1));
  }

  #listedTogether(words: readonly string[], last: string): Listed {
    return cut(this.#together(words, last, MAX_LISTED + 1));
  }

  #together(words: readonly string[], last: string, limit: number): number[] {
    return this.#newest([...words.map(whole), last].join(" AND "), limit);
  }

  #newest(match: string, limit: number): number[] {
    // Terms and filter words hold no quotes, so quoting them is all the escaping FTS5's syntax needs.
    const filters = this.#filters.map((filter) => `"${filter}"`).join(" AND ");
    return this.#rows(`{terms} : (${match})${filters && ` AND {filters} : (${filters})`}`, limit);
  }

  #rows(match: string, limit: number): number[] {
    return this.#sql
      .all<{ rowid: number }>(
        `SELECT rowid FROM ${this.#table} WHERE ${this.#table} MATCH ? ORDER BY rowid DESC LIMIT ${limit}`,
        match,
      )
      .map(({ rowid }) => rowid);
  }
}

const COUNTED = 200;
const LETTERS_PER_WORD = 6;
const NONE: Matches = { rows: [], isComplete: true };
const whole = (word: string): string => `"${word}"`;
const beginning = (start: string): string => `"${start}"*`;
const cut = (rows: readonly number[]): Listed => ({ rows, isComplete: rows.length <= MAX_LISTED });

/** As much of the beginning of a word as has entries of its own. */
function stemOf(start: string): string {
  return Array.from(start).slice(0, INDEXED_PREFIX).join("");
}

/** How often its number of words doubles: one word more or less is no reason to prefer an older text. */
function magnitudeOf(text: string): number {
  const words = text.length < COUNTED ? text.split(" ").length : text.length / LETTERS_PER_WORD;
  return Math.round(Math.log2(words));
}

/** Each term counts by how few documents have it; of equals the newest. */
function rarestFirst(lists: readonly Matches[]): number[] {
  const scores = new Map<number, number>();
  for (const list of lists) {
    const rows = [...list.rows];
    const weight = Math.log2(1 + MAX_RESULTS / Math.max(1, rows.length));
    for (const rid of rows) scores.set(rid, (scores.get(rid) ?? 0) + weight);
  }
  return [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([rid]) => rid);
}
