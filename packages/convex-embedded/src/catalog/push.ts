/**
 * Brings the stored tables and indexes in line with a schema, in one transaction: existing rows are checked first,
 * then indexes are dropped, created and filled. If anything fails the transaction is rolled back and the deployment
 * goes on with what it had. Other writes wait; queries go on reading the old state.
 */
import type { Connection } from "../store/sqlite.ts";
import { parseDocument, textField, type WriteTx } from "../store/writeTx.ts";
import { successor } from "../values/key.ts";
import { checkDocument, type ValidatorJSON } from "../values/validator.ts";
import {
  BY_CREATION_TIME,
  BY_ID,
  Catalog,
  documentKey,
  type IndexInfo,
  isSystemTable,
  type SearchIndexInfo,
  type TableInfo,
} from "./catalog.ts";
import {
  createDbIndex,
  createSearchIndex,
  createTable,
  deleteIndex,
  loadCatalog,
  setStaged,
} from "./persist.ts";
import { type SchemaDefinition, SchemaError, type TableDefinition } from "./schemaExport.ts";

const CHUNK_ROWS = 1_000;
const CHECKED_META = "checkedValidators";
const nextTurn = setImmediate;

/** What a push changed, for the log. */
export interface PushSummary {
  readonly createdTables: string[];
  readonly createdIndexes: string[];
  readonly droppedIndexes: string[];
  readonly checkedRows: number;
}

/** Throws SchemaError when stored rows do not fit the schema. Call as a write job. */
export async function pushSchema(tx: WriteTx, schema: SchemaDefinition | null): Promise<PushSummary> {
  const definitions = new Map((schema?.tables ?? []).map((table) => [table.tableName, table]));
  const summary = {
    createdTables: [] as string[],
    createdIndexes: [] as string[],
    droppedIndexes: [] as string[],
    checkedRows: 0,
  };
  tx.beforeWrite();
  const { connection } = tx;
  for (const name of definitions.keys()) {
    if (tx.catalog.table(name) !== null) continue;
    createTable(connection, name);
    summary.createdTables.push(name);
  }
  const validators = validatorsOf(schema);
  let catalog = loadCatalog(connection, validators);
  summary.checkedRows = await checkRows(connection, { catalog, validators });
  for (const table of catalog.tables()) {
    if (isSystemTable(table.name)) continue;
    const changes = await changeIndexes(tx, { table, definition: definitions.get(table.name) ?? null });
    summary.createdIndexes.push(...changes.created);
    summary.droppedIndexes.push(...changes.dropped);
  }
  catalog = withVectorIndexes(loadCatalog(connection, validators), definitions);
  tx.adoptCatalog(catalog);
  return summary;
}

function validatorsOf(schema: SchemaDefinition | null): Map<string, ValidatorJSON> {
  const validators = new Map<string, ValidatorJSON>();
  if (schema?.schemaValidation !== true) return validators;
  for (const { tableName, documentType } of schema.tables) {
    if (documentType !== null && documentType.type !== "any") validators.set(tableName, documentType);
  }
  return validators;
}

/** Tables whose validator was already satisfied by every row are not read again. */
async function checkRows(
  connection: Connection,
  { catalog, validators }: { catalog: Catalog; validators: ReadonlyMap<string, ValidatorJSON> },
): Promise<number> {
  const known = JSON.parse(connection.meta(CHECKED_META) ?? "{}") as Record<string, string>;
  const now: Record<string, string> = {};
  let rows = 0;
  for (const [name, validator] of validators) {
    const text = JSON.stringify(validator);
    now[name] = text;
    const table = catalog.table(name);
    if (table === null || known[name] === text) continue;
    for await (const { body } of allRows(connection, table)) {
      const document = parseDocument(body);
      const { _id, _creationTime, ...fields } = document;
      const problem = checkDocument(validator, fields, catalog);
      if (problem !== null) {
        throw new SchemaError(
          `Schema validation failed. Document with ID "${textField(document, "_id")}" in table "${name}" does not match the schema: ${problem}`,
        );
      }
      rows += 1;
    }
  }
  connection.setMeta(CHECKED_META, JSON.stringify(now));
  return rows;
}

async function changeIndexes(
  tx: WriteTx,
  { table, definition }: { table: TableInfo; definition: TableDefinition | null },
): Promise<{ created: string[]; dropped: string[] }> {
  const { connection, search } = tx;
  const created: string[] = [];
  const dropped: string[] = [];
  const wantedDb = new Map(
    [
      ...(definition?.indexes ?? []).map((index) => ({ ...index, isStaged: false })),
      ...(definition?.stagedDbIndexes ?? []).map((index) => ({ ...index, isStaged: true })),
    ].map((index) => [index.indexDescriptor, { fields: keyFields(index.fields), isStaged: index.isStaged }]),
  );
  for (const index of table.indexes) {
    if (index.name === BY_ID || index.name === BY_CREATION_TIME) continue;
    const wanted = wantedDb.get(index.name);
    if (wanted !== undefined && sameList(wanted.fields, index.fields)) {
      wantedDb.delete(index.name);
      if (wanted.isStaged !== index.isStaged) setStaged(connection, index.number, { kind: "db", ...wanted });
      continue;
    }
    connection.deleteKeys(index.prefix, successor(index.prefix));
    deleteIndex(connection, index.number);
    dropped.push(`${table.name}.${index.name}`);
  }
  const newDb = [...wantedDb].map(([name, index]) =>
    createDbIndex(connection, table.number, { name, ...index }),
  );

  const wantedSearch = new Map(
    [
      ...(definition?.searchIndexes ?? []).map((index) => ({ ...index, isStaged: false })),
      ...(definition?.stagedSearchIndexes ?? []).map((index) => ({ ...index, isStaged: true })),
    ].map(({ indexDescriptor: name, searchField, filterFields, isStaged }) => [
      name,
      { searchField, filterFields, isStaged },
    ]),
  );
  for (const index of table.searchIndexes) {
    const wanted = wantedSearch.get(index.name);
    if (
      wanted !== undefined &&
      wanted.searchField === index.searchField &&
      sameList(wanted.filterFields, index.filterFields)
    ) {
      wantedSearch.delete(index.name);
      if (wanted.isStaged !== index.isStaged)
        setStaged(connection, index.number, { kind: "search", ...wanted });
      continue;
    }
    search.drop(connection, index);
    deleteIndex(connection, index.number);
    dropped.push(`${table.name}.${index.name}`);
  }
  const newSearch = [...wantedSearch].map(([name, index]) =>
    createSearchIndex(connection, table.number, { name, ...index }),
  );
  for (const index of newSearch) search.create(connection, index);

  created.push(...[...newDb, ...newSearch].map((index) => `${table.name}.${index.name}`));
  if (created.length > 0) await fill(tx, { table, newDb, newSearch });
  return { created, dropped };
}

async function fill(
  tx: WriteTx,
  { table, newDb, newSearch }: { table: TableInfo; newDb: IndexInfo[]; newSearch: SearchIndexInfo[] },
): Promise<void> {
  for await (const { rid, body } of allRows(tx.connection, table)) {
    const document = parseDocument(body);
    tx.connection.putKeys(newDb.flatMap((index) => [documentKey(index, document), rid]));
    for (const index of newSearch) tx.search.add(tx.connection, index, { rid, document });
  }
}

/** Every row of a table in chunks, letting the event loop breathe in between. */
async function* allRows(
  connection: Connection,
  table: TableInfo,
): AsyncGenerator<{ rid: number; body: string }> {
  const hi = successor(table.byId.prefix);
  let lo = table.byId.prefix;
  for (;;) {
    const rows = connection.rows({ lo, hi, limit: CHUNK_ROWS });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNK_ROWS) return;
    lo = successor(last.key);
    await new Promise<void>((resolve) => nextTurn(resolve));
  }
}

function withVectorIndexes(catalog: Catalog, definitions: ReadonlyMap<string, TableDefinition>): Catalog {
  return new Catalog(
    [...catalog.tables()].map((table) => {
      const names = definitions.get(table.name)?.vectorIndexes.map((index) => index.indexDescriptor) ?? [];
      return { ...table, vectorIndexes: names };
    }),
  );
}

function keyFields(fields: readonly string[]): string[] {
  return [...fields, "_creationTime", "_id"];
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, position) => item === b[position]);
}
