/** Text search. */
export { MAX_RESULTS, searchText } from "./matches.ts";
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
  removeFromTextIndex,
  updateTextIndex,
} from "./textIndex.ts";
