/** The schema as `schema.export()` writes it, read defensively: it comes out of the developer's code. */
import type { ValidatorJSON } from "../values/validator.ts";

export interface DbIndexDefinition {
  readonly indexDescriptor: string;
  readonly fields: readonly string[];
}

export interface SearchIndexDefinition {
  readonly indexDescriptor: string;
  readonly searchField: string;
  readonly filterFields: readonly string[];
}

export interface VectorIndexDefinition {
  readonly indexDescriptor: string;
}

export interface TableDefinition {
  readonly tableName: string;
  readonly indexes: readonly DbIndexDefinition[];
  readonly stagedDbIndexes: readonly DbIndexDefinition[];
  readonly searchIndexes: readonly SearchIndexDefinition[];
  readonly stagedSearchIndexes: readonly SearchIndexDefinition[];
  readonly vectorIndexes: readonly VectorIndexDefinition[];
  readonly documentType: ValidatorJSON | null;
}

export interface SchemaDefinition {
  readonly tables: readonly TableDefinition[];
  readonly schemaValidation: boolean;
}

/** Thrown for a schema that no deployment would accept; shown to the developer at start-up. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

const IDENTIFIER = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;
const MAX_INDEXES = 32;
const MAX_INDEX_FIELDS = 16;

export function parseSchema(exported: string): SchemaDefinition {
  const raw = JSON.parse(exported) as { tables: Partial<TableDefinition>[]; schemaValidation?: boolean };
  const tables = raw.tables.map((table) => ({
    tableName: table.tableName ?? "",
    indexes: table.indexes ?? [],
    stagedDbIndexes: table.stagedDbIndexes ?? [],
    searchIndexes: table.searchIndexes ?? [],
    stagedSearchIndexes: table.stagedSearchIndexes ?? [],
    vectorIndexes: table.vectorIndexes ?? [],
    documentType: table.documentType ?? null,
  }));
  for (const table of tables) checkTable(table);
  return { tables, schemaValidation: raw.schemaValidation ?? true };
}

function checkTable(table: TableDefinition): void {
  const { tableName } = table;
  if (!IDENTIFIER.test(tableName)) throw new SchemaError(`Invalid table name "${tableName}".`);
  const database = [...table.indexes, ...table.stagedDbIndexes];
  const names = [
    ...database,
    ...table.searchIndexes,
    ...table.stagedSearchIndexes,
    ...table.vectorIndexes,
  ].map((index) => index.indexDescriptor);
  if (names.length > MAX_INDEXES) {
    throw new SchemaError(`Table "${tableName}" has ${names.length} indexes, the maximum is ${MAX_INDEXES}.`);
  }
  if (new Set(names).size !== names.length)
    throw new SchemaError(`Table "${tableName}" names an index twice.`);
  for (const name of names) {
    if (!IDENTIFIER.test(name) || name === "by_id" || name === "by_creation_time") {
      throw new SchemaError(`Table "${tableName}": "${name}" is not allowed as an index name.`);
    }
  }
  for (const index of database) checkFields(tableName, index);
}

function checkFields(tableName: string, { indexDescriptor, fields }: DbIndexDefinition): void {
  const where = `Index "${tableName}.${indexDescriptor}"`;
  if (fields.length === 0) throw new SchemaError(`${where} has no fields.`);
  if (fields.length > MAX_INDEX_FIELDS) {
    throw new SchemaError(`${where} has ${fields.length} fields, the maximum is ${MAX_INDEX_FIELDS}.`);
  }
  if (new Set(fields).size !== fields.length) throw new SchemaError(`${where} names a field twice.`);
  if (fields.includes("_creationTime")) {
    throw new SchemaError(`${where}: _creationTime is added to every index by itself.`);
  }
}
