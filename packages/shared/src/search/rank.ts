/**
 * Which of the candidates that an index offered really match, and in which order: the whole title, then its
 * beginning, then words of it, then title and body together, then the body alone; within one step the newer.
 */
import { foldText, queryTerms } from "./fold.ts";

export type SearchCandidate = {
  title: string;
  body?: string | null;
  /** Epoch milliseconds of the last change. */
  at: number;
};

export const RANK_STEPS = {
  exactTitle: 100,
  titleBegins: 80,
  titleWords: 60,
  titlePrefixes: 50,
  titleAndBody: 30,
  body: 10,
} as const;

/** Recency never lifts a hit over the next step. */
const MAX_RECENCY = 9;
const HALF_LIFE_MS = 30 * 86_400_000;

/** Candidates that match all words of the query, best first; equal ones keep their order. */
export function rankCandidates<Candidate extends SearchCandidate>(
  candidates: readonly Candidate[],
  query: string,
  now: number,
): Candidate[] {
  const terms = queryTerms(query);
  if (terms.length === 0) return [];
  const phrase = foldText(query).trim().replace(/\s+/g, " ");
  return candidates
    .flatMap((candidate) => {
      const step = matchStep(candidate, { terms, phrase });
      return step === null ? [] : [{ candidate, score: step + recency(candidate.at, now) }];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ candidate }) => candidate);
}

/** The step of a candidate, or null when a word of the query is nowhere in it. */
export function matchStep(
  { title, body }: Pick<SearchCandidate, "title" | "body">,
  { terms, phrase }: { terms: readonly string[]; phrase: string },
): number | null {
  const plain = foldText(title).trim().replace(/\s+/g, " ");
  if (plain === phrase) return RANK_STEPS.exactTitle;
  const inTitle = wordsOf(plain);
  const missing = terms.filter((term) => !hasPrefix(inTitle, term));
  if (missing.length === 0) {
    if (plain.startsWith(phrase)) return RANK_STEPS.titleBegins;
    return terms.every((term) => inTitle.includes(term)) ? RANK_STEPS.titleWords : RANK_STEPS.titlePrefixes;
  }
  const plainBody = body ? foldText(body) : "";
  if (!missing.every((term) => hasWordFrom(plainBody, term))) return null;
  return missing.length === terms.length ? RANK_STEPS.body : RANK_STEPS.titleAndBody;
}

function recency(at: number, now: number): number {
  return MAX_RECENCY * 0.5 ** (Math.max(0, now - at) / HALF_LIFE_MS);
}

function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

const ENDS_IN_WORD = /[\p{L}\p{N}]$/u;

/** The same without cutting a long text into its words. */
function hasWordFrom(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    // Two units: the letter before may be one of the rare ones that take both.
    if (!ENDS_IN_WORD.test(text.slice(Math.max(0, at - 2), at))) return true;
  }
  return false;
}

function hasPrefix(words: readonly string[], term: string): boolean {
  return words.some((word) => word.startsWith(term));
}
