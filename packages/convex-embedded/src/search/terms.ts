/** Words of texts and of search queries: lower-case runs of letters and digits (SPEC "Search"). */
const MAX_TERM_BYTES = 32;
const MAX_QUERY_TERMS = 16;

/** Every term of a text, in order, repeated as often as it occurs. */
export function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
  return words.filter(isTerm);
}

/** Longer words are in no index. */
export function isTerm(word: string): boolean {
  return word.length > 0 && Buffer.byteLength(word) <= MAX_TERM_BYTES;
}

/** A query's distinct terms; the last word may be the beginning of one, for search while typing. */
export interface QueryTerms {
  readonly exact: readonly string[];
  readonly prefix: string | null;
}

/** The first sixteen terms count. */
export function queryTerms(text: string): QueryTerms {
  const terms = termsOf(text).slice(0, MAX_QUERY_TERMS);
  const prefix = terms.at(-1) ?? null;
  return { exact: [...new Set(terms.slice(0, -1))], prefix };
}
