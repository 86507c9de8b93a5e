/** Text search. */
export type { SqlExecutor, TextIndex } from "./port.ts";
export {
  concerns,
  type IndexedText,
  indexedText,
  readSearch,
  SearchError,
  type SearchQuery,
} from "./query.ts";
export {
  addToTextIndex,
  createTextIndex,
  dropTextIndex,
  MAX_RESULTS,
  removeFromTextIndex,
  type SearchResult,
  searchText,
  updateTextIndex,
} from "./textIndex.ts";
