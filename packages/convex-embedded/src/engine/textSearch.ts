/** Full-text search as the store wants it. */
import {
  addToTextIndex,
  createTextIndex,
  dropTextIndex,
  indexedText,
  readSearch,
  removeFromTextIndex,
  searchText,
  updateTextIndex,
} from "../search/index.ts";
import type { SearchPort } from "../store/searchPort.ts";

export const textSearch: SearchPort = {
  create: createTextIndex,
  drop: dropTextIndex,
  add: addToTextIndex,
  remove: removeFromTextIndex,
  update: updateTextIndex,
  textOf: indexedText,
  query(connection, { index, filters, readSet }) {
    const search = readSearch(index, filters);
    readSet?.searches.push({ indexNumber: index.number, search });
    return searchText(connection, index, search);
  },
};
