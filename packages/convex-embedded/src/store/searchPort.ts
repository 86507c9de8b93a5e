/** What the store needs of full-text search; `engine/textSearch.ts` implements it with src/search. */
import type { SearchIndexInfo } from "../catalog/catalog.ts";
import type { SearchExpression } from "../query/compile.ts";
import type { IndexedText } from "../search/index.ts";
import type { ReadSet } from "./readSet.ts";
import type { Connection } from "./sqlite.ts";
import type { Document } from "./writeTx.ts";

export interface SearchPort {
  create(connection: Connection, index: SearchIndexInfo): void;
  drop(connection: Connection, index: SearchIndexInfo): void;
  add(connection: Connection, index: SearchIndexInfo, row: { rid: number; document: Document }): void;
  remove(connection: Connection, index: SearchIndexInfo, row: { rid: number; document: Document }): void;
  update(
    connection: Connection,
    index: SearchIndexInfo,
    change: { rid: number; before: Document; after: Document },
  ): void;
  /** What the index holds of a document: commits tell it to the searches they may concern. */
  textOf(index: SearchIndexInfo, document: Document): IndexedText | null;
  /** Rows that match, best first, found as they are asked for. Throws an Error fit for the function's author. */
  query(
    connection: Connection,
    request: {
      index: SearchIndexInfo;
      filters: readonly SearchExpression[];
      readSet: ReadSet | null;
    },
  ): Iterable<number>;
}
