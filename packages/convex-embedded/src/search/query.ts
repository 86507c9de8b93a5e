/** A search as functions write it, checked against its index; also decides whether a changed document concerns it. */
import { createHash } from "node:crypto";
import type { Value } from "convex/values";
import { fieldAt } from "../catalog/catalog.ts";
import { fromWireOrUndefined, type JSONValue } from "../values/json.ts";
import { encodeKey } from "../values/key.ts";
import type { TextIndex } from "./port.ts";
import { type QueryTerms, queryTerms, termsOf } from "./terms.ts";

/** One filter as the library serialises it. */
export interface SearchFilter {
  readonly type: "Search" | "Eq";
  readonly fieldPath: string;
  readonly value: JSONValue;
}

export interface SearchQuery {
  readonly terms: QueryTerms;
  /** One token per equality, as `filterToken` makes them. */
  readonly filters: readonly string[];
}

/** Thrown to the function for a search that does not fit its index. */
export class SearchError extends Error {
  override readonly name = "SearchError";
}

const MAX_FILTERS = 8;

export function readSearch(index: TextIndex, filters: readonly SearchFilter[]): SearchQuery {
  const searches = filters.filter((filter) => filter.type === "Search");
  const equalities = filters.filter((filter) => filter.type === "Eq");
  const [search] = searches;
  if (search === undefined || searches.length > 1) {
    throw new SearchError(`Search query against ${index.name} must contain exactly one search filter.`);
  }
  if (search.fieldPath !== index.searchField) {
    throw new SearchError(
      `Search query against ${index.name} contains a search filter against "${search.fieldPath}", which doesn't match the indexed \`searchField\` "${index.searchField}".`,
    );
  }
  if (typeof search.value !== "string") throw new SearchError("The text to search for must be a string.");
  if (equalities.length > MAX_FILTERS) {
    throw new SearchError(
      `Search query against ${index.name} has too many filters, the maximum is ${MAX_FILTERS}.`,
    );
  }
  const tokens = equalities.map(({ fieldPath, value }) => {
    const position = index.filterFields.indexOf(fieldPath);
    if (position === -1) {
      throw new SearchError(
        `Search query against ${index.name} contains an equality filter on "${fieldPath}" but that field isn't indexed for filtering in \`filterFields\`.`,
      );
    }
    return filterToken(position, fromWireOrUndefined(value));
  });
  return { terms: queryTerms(search.value), filters: tokens };
}

/** What of a document is indexed. */
export interface IndexedText {
  readonly terms: readonly string[];
  readonly filters: readonly string[];
}

/** Null when the document has no words in the index's field: no search can find it. */
export function indexedText(index: TextIndex, document: Record<string, Value>): IndexedText | null {
  const text = fieldAt(document, index.searchField);
  if (typeof text !== "string" || text === "") return null;
  return { terms: termsOf(text), filters: filterTokens(index, (field) => fieldAt(document, field)) };
}

/** The filter words of a document. */
export function filterTokens(index: TextIndex, fieldOf: (field: string) => Value | undefined): string[] {
  return index.filterFields.map((field, position) => filterToken(position, fieldOf(field)));
}

/** Values of any type, a missing field included, as one word: filtering is an exact match of words. */
function filterToken(position: number, value: Value | undefined): string {
  if (typeof value !== "string") return `f${position}x${hashOf(value)}`;
  let hash = knownHashes.get(value);
  if (hash === undefined) {
    hash = hashOf(value);
    if (knownHashes.size >= MAX_KNOWN_HASHES) knownHashes.clear();
    knownHashes.set(value, hash);
  }
  return `f${position}x${hash}`;
}

/** Rows written one after another have the same few ids and words in their filter fields. */
const knownHashes = new Map<string, string>();
const MAX_KNOWN_HASHES = 1_000;

function hashOf(value: Value | undefined): string {
  return createHash("sha256").update(encodeKey(value)).digest("hex").slice(0, 16);
}

/** Whether a document is (or, before its change, was) among the matches: then the search must be run again. */
export function concerns(query: SearchQuery, text: IndexedText | null): boolean {
  if (text === null || query.terms.prefix === null) return false;
  const { exact, prefix } = query.terms;
  if (!query.filters.every((filter) => text.filters.includes(filter))) return false;
  return text.terms.some((term) => term.startsWith(prefix) || exact.includes(term));
}
