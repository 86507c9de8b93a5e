/** The store without the rest of the host, for properties of reads and writes. */
import { onTestFinished } from "vitest";
import { pushSchema } from "../../src/catalog/push.ts";
import { parseSchema } from "../../src/catalog/schemaExport.ts";
import { textSearch } from "../../src/engine/textSearch.ts";
import { Writer } from "../../src/engine/writer.ts";
import { silentLogger } from "../../src/observability/logger.ts";
import { Database } from "../../src/store/database.ts";
import { ReadSet, type Touched } from "../../src/store/readSet.ts";
import { ReadTx } from "../../src/store/readTx.ts";
import { temporaryFolder } from "./host.ts";

export interface TestStore {
  readonly database: Database;
  readonly writer: Writer;
  /** What the commits since the last call touched. */
  takeTouched(): Touched[];
  /** Reads the newest commit, and says what was read. */
  read<T>(run: (tx: ReadTx) => T): { value: T; readSet: ReadSet };
}

/** `schema` is a schema definition; its export() is internal to the library. */
export async function openStore(schema: object, options: { patienceMs?: number } = {}): Promise<TestStore> {
  const database = new Database(temporaryFolder(), "off");
  onTestFinished(() => database.close());
  const touched: Touched[] = [];
  const writer = new Writer({
    ...options,
    database,
    search: textSearch,
    logger: silentLogger,
    onCommit: (notice) => touched.push(...notice.touched),
  });
  await writer.write((tx) => pushSchema(tx, parseSchema((schema as { export(): string }).export())));
  return {
    database,
    writer,
    takeTouched: () => touched.splice(0),
    read: (run) => {
      const snapshot = database.snapshot();
      const readSet = new ReadSet();
      try {
        const value = run(new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet }));
        return { value, readSet };
      } finally {
        snapshot.release();
      }
    },
  };
}
