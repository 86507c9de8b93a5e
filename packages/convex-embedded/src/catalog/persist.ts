/** The catalog in SQLite: which numbers tables and indexes have. Numbers are never given twice. */
import type { Connection } from "../store/sqlite.ts";
import type { ValidatorJSON } from "../values/validator.ts";
import {
  BY_CREATION_TIME,
  BY_ID,
  Catalog,
  FIRST_USER_TABLE_NUMBER,
  type IndexInfo,
  indexPrefix,
  type SearchIndexInfo,
  type TableInfo,
} from "./catalog.ts";

export type IndexDefinition =
  | { readonly kind: "db"; readonly fields: readonly string[]; readonly isStaged: boolean }
  | {
      readonly kind: "search";
      readonly searchField: string;
      readonly filterFields: readonly string[];
      readonly isStaged: boolean;
    };

/** System tables with the numbers they have in official deployments, so that ids stay valid across a move. */
const SYSTEM_TABLES = [
  { number: 539, name: "_scheduled_functions", indexes: { by_state_time: ["state.kind", "scheduledTime"] } },
  { number: 540, name: "_storage", indexes: {} },
] as const;

/** A new table with its two built-in indexes. Call inside a transaction. */
export function createTable(connection: Connection, name: string, number?: number): TableInfo {
  const tableNumber = number ?? nextNumber(connection, "table", FIRST_USER_TABLE_NUMBER);
  connection.run("INSERT INTO tables(number, name) VALUES (?, ?)", tableNumber, name);
  const byId = createDbIndex(connection, tableNumber, { name: BY_ID, fields: ["_id"], isStaged: false });
  const byCreationTime = createDbIndex(connection, tableNumber, {
    name: BY_CREATION_TIME,
    fields: ["_creationTime", "_id"],
    isStaged: false,
  });
  const indexes = [byId, byCreationTime];
  return {
    number: tableNumber,
    name,
    byId,
    byCreationTime,
    indexes,
    searchIndexes: [],
    vectorIndexes: [],
    validator: null,
  };
}

export function createDbIndex(
  connection: Connection,
  tableNumber: number,
  index: { name: string; fields: readonly string[]; isStaged: boolean },
): IndexInfo {
  const definition: IndexDefinition = { kind: "db", fields: index.fields, isStaged: index.isStaged };
  const number = insertIndex(connection, tableNumber, { name: index.name, definition });
  return { ...index, number, tableNumber, prefix: indexPrefix(number) };
}

export function createSearchIndex(
  connection: Connection,
  tableNumber: number,
  index: { name: string; searchField: string; filterFields: readonly string[]; isStaged: boolean },
): SearchIndexInfo {
  const { name, ...rest } = index;
  const number = insertIndex(connection, tableNumber, { name, definition: { kind: "search", ...rest } });
  return { ...index, number, tableNumber };
}

export function setStaged(connection: Connection, number: number, definition: IndexDefinition): void {
  connection.run("UPDATE indexes SET definition = ? WHERE number = ?", JSON.stringify(definition), number);
}

export function deleteIndex(connection: Connection, number: number): void {
  connection.run("DELETE FROM indexes WHERE number = ?", number);
}

/** Reads the persisted catalog, creating the system tables on first use. Call inside a write transaction. */
export function loadCatalog(connection: Connection, validators: ReadonlyMap<string, ValidatorJSON>): Catalog {
  for (const { number, name, indexes } of SYSTEM_TABLES) {
    if (connection.get("SELECT 1 FROM tables WHERE number = ?", number) !== undefined) continue;
    createTable(connection, name, number);
    for (const [index, fields] of Object.entries(indexes)) {
      createDbIndex(connection, number, {
        name: index,
        fields: [...fields, "_creationTime", "_id"],
        isStaged: false,
      });
    }
  }
  const rows = connection.all<{ number: number; name: string }>(
    "SELECT number, name FROM tables ORDER BY number",
  );
  return new Catalog(rows.map((row) => loadTable(connection, row, validators.get(row.name) ?? null)));
}

function loadTable(
  connection: Connection,
  row: { number: number; name: string },
  validator: ValidatorJSON | null,
): TableInfo {
  const indexes: IndexInfo[] = [];
  const searchIndexes: SearchIndexInfo[] = [];
  const stored = connection.all<{ number: number; name: string; definition: string }>(
    "SELECT number, name, definition FROM indexes WHERE tableNumber = ? ORDER BY number",
    row.number,
  );
  for (const { number, name, definition: text } of stored) {
    const { kind, ...definition } = JSON.parse(text) as IndexDefinition;
    const common = { number, tableNumber: row.number, name };
    if (kind === "db" && "fields" in definition) {
      indexes.push({ ...common, ...definition, prefix: indexPrefix(number) });
    } else if ("searchField" in definition) {
      searchIndexes.push({ ...common, ...definition });
    }
  }
  const byId = indexes.find((index) => index.name === BY_ID);
  const byCreationTime = indexes.find((index) => index.name === BY_CREATION_TIME);
  if (byId === undefined || byCreationTime === undefined) {
    throw new RangeError(`the catalog of table "${row.name}" is damaged`);
  }
  return { ...row, byId, byCreationTime, indexes, searchIndexes, vectorIndexes: [], validator };
}

function insertIndex(
  connection: Connection,
  tableNumber: number,
  index: { name: string; definition: IndexDefinition },
): number {
  const number = nextNumber(connection, "index", 1);
  connection.run(
    "INSERT INTO indexes(number, tableNumber, name, definition) VALUES (?, ?, ?, ?)",
    number,
    tableNumber,
    index.name,
    JSON.stringify(index.definition),
  );
  return number;
}

function nextNumber(connection: Connection, kind: "table" | "index", first: number): number {
  const name = `next_${kind}`;
  const number = Number(connection.meta(name) ?? first);
  connection.setMeta(name, String(number + 1));
  return number;
}
