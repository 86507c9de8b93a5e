/**
 * Reading inside one transaction: a query at a snapshot, or the reading half of a mutation. Records what was read,
 * so that the reactor knows which commits make the result stale.
 */
import type { Catalog, IndexInfo, TableInfo } from "../catalog/catalog.ts";
import { withPrefix } from "../catalog/catalog.ts";
import { encodeKey } from "../values/key.ts";
import { Usage } from "./limits.ts";
import { type Interval, keyBytes, type ReadSet, tableMark } from "./readSet.ts";
import type { Connection } from "./sqlite.ts";

export interface ReadTxInput {
  readonly connection: Connection;
  readonly catalog: Catalog;
  /** The newest commit this transaction sees. */
  readonly snapshotTs: bigint;
  /** Null for transactions that nobody subscribes to. */
  readonly readSet: ReadSet | null;
}

export class ReadTx {
  readonly connection: Connection;
  readonly snapshotTs: bigint;
  readonly readSet: ReadSet | null;
  readonly usage = new Usage();
  protected currentCatalog: Catalog;

  constructor(input: ReadTxInput) {
    this.connection = input.connection;
    this.currentCatalog = input.catalog;
    this.snapshotTs = input.snapshotTs;
    this.readSet = input.readSet;
  }

  get catalog(): Catalog {
    return this.currentCatalog;
  }

  /** Changes with every write of this transaction: rows fetched ahead are then out of date. */
  get writeVersion(): number {
    return 0;
  }

  /** The table, remembering the question when it does not exist: creating it would change the answer. */
  table(name: string): TableInfo | null {
    const table = this.currentCatalog.table(name);
    if (table === null) this.readSet?.marks.add(tableMark(name));
    return table;
  }

  /** The stored text of a document, or null. Counts against the limits and goes into the read set. */
  get(table: TableInfo, id: string): string | null {
    this.usage.charge("databaseQueries", 1);
    this.readSet?.ids.add(id);
    const body = this.row(table, id)?.body ?? null;
    if (body !== null) this.chargeRead(body);
    return body;
  }

  /** The row of a document for the host itself: neither counted nor recorded. */
  row(table: TableInfo, id: string): { rid: number; body: string } | null {
    return this.connection.byKey(withPrefix(table.byId, encodeKey(id)));
  }

  /** To be called before statements that read documents: SQLite may not have them yet. */
  storeWrites(): void {}

  /** The text of a row known to exist. */
  bodyOf(rid: number): string {
    return this.connection.bodyOf(rid);
  }

  /** Documents of an index for a scan, which does its own recording. */
  fetch(
    _index: IndexInfo,
    bounds: Interval & { readonly isDescending: boolean; readonly limit: number },
  ): string[] {
    return this.connection.range({ ...bounds, lo: keyBytes(bounds.lo), hi: keyBytes(bounds.hi) });
  }

  chargeRead(body: string): void {
    this.usage.charge("documentsRead", 1);
    this.usage.charge("bytesRead", body.length);
  }
}
