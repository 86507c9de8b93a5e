/**
 * Fills a stopped host's folder through the host's own transactions, without functions: for corpora of millions of
 * rows. Rows are checked against the schema by the host itself, at its next start.
 */
import { textSearch } from "../src/engine/textSearch.ts";
import { Writer } from "../src/engine/writer.ts";
import { silentLogger } from "../src/observability/logger.ts";
import { Database } from "../src/store/database.ts";
import { type Document, parseDocument, tableOfId, type WriteTx } from "../src/store/writeTx.ts";
import { successor } from "../src/values/key.ts";

export type { Document };

export type Bulk = {
  /** All rows of a small table. */
  rows(table: string): Document[];
  /** Runs in one transaction of at most 16,000 rows. */
  write<T>(
    run: (rows: {
      insert(table: string, fields: Document): string;
      patch(id: string, fields: Document): void;
    }) => T,
  ): Promise<T>;
  close(): Promise<void>;
};

export function openBulk(dataDir: string): Bulk {
  const database = new Database(dataDir, "off");
  const writer = new Writer({ database, search: textSearch, logger: silentLogger, onCommit: () => {} });
  const patch = (tx: WriteTx, id: string, fields: Document) => {
    const table = tableOfId(tx.catalog, id);
    if (table === null) throw new RangeError(`${id} is of no table`);
    tx.patch(table, id, new Map(Object.entries(fields)));
  };
  return {
    rows: (name) => {
      const { byCreationTime } = database.catalog.table(name) ?? {};
      if (byCreationTime === undefined) return [];
      const { prefix } = byCreationTime;
      return database.writer
        .range({ lo: prefix, hi: successor(prefix), isDescending: false, limit: 10_000 })
        .map(parseDocument);
    },
    write: (run) =>
      writer.write((tx) =>
        run({
          insert: (table, fields) => tx.insert(table, fields),
          patch: (id, fields) => patch(tx, id, fields),
        }),
      ),
    close: async () => {
      // Forgets that the rows were found valid, so that the next start reads them all.
      await writer.write((tx) => {
        tx.beforeWrite();
        tx.connection.run("DELETE FROM meta WHERE name = 'checkedValidators'");
      });
      await writer.stop();
      database.close();
    },
  };
}
