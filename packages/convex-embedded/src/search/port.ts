/** The little of SQLite that text search needs; `Connection` of src/store fits. */
export type SqlParameter = string | number | bigint | Uint8Array | null;

export interface SqlExecutor {
  run(sql: string, ...parameters: SqlParameter[]): unknown;
  all<T>(sql: string, ...parameters: SqlParameter[]): T[];
}

/** What search must know of an index; `SearchIndexInfo` of the catalog fits. */
export interface TextIndex {
  /** Unique among all indexes of the deployment: names the index's SQLite table. */
  readonly number: number;
  readonly name: string;
  readonly searchField: string;
  readonly filterFields: readonly string[];
}
