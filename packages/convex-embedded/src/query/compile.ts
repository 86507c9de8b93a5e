/** From the library's serialized query to an index and a range of its keys. All complaints are for the author. */
import {
  BY_CREATION_TIME,
  type Catalog,
  equalKeyText,
  type IndexInfo,
  isSystemTable,
  type SearchIndexInfo,
  type TableInfo,
  withPrefix,
} from "../catalog/catalog.ts";
import { type Interval, keyText } from "../store/readSet.ts";
import type { ReadTx } from "../store/readTx.ts";
import { fromWireOrUndefined, type JSONValue, type Value } from "../values/json.ts";
import { encodeIndexKey, successor, successorText } from "../values/key.ts";

export type QueryOperator = { readonly filter: JSONValue } | { readonly limit: number };

export interface RangeExpression {
  readonly type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  readonly fieldPath: string;
  readonly value: JSONValue;
}

export interface SearchExpression {
  readonly type: "Search" | "Eq";
  readonly fieldPath: string;
  readonly value: JSONValue;
}

type Order = "asc" | "desc" | null;

export type QuerySource =
  | { readonly type: "FullTableScan"; readonly tableName: string; readonly order: Order }
  | {
      readonly type: "IndexRange";
      readonly indexName: string;
      readonly range: readonly RangeExpression[];
      readonly order: Order;
    }
  | { readonly type: "Search"; readonly indexName: string; readonly filters: readonly SearchExpression[] };

export interface SerializedQuery {
  readonly source: QuerySource;
  readonly operators: readonly QueryOperator[];
}

/** Thrown to the function for a query that cannot be run as written. */
export class QueryError extends Error {
  override readonly name = "QueryError";
}

/** Keys in [lo, hi) of one index. */
export interface IndexRange extends Interval {
  readonly index: IndexInfo;
  readonly isDescending: boolean;
}

export type CompiledSource =
  | { readonly kind: "range"; readonly table: TableInfo; readonly range: IndexRange }
  | {
      readonly kind: "search";
      readonly table: TableInfo;
      readonly index: SearchIndexInfo;
      readonly filters: readonly SearchExpression[];
    }
  /** The table does not exist (yet): no rows. */
  | { readonly kind: "empty" };

export function compileSource(tx: ReadTx, source: QuerySource): CompiledSource {
  const [tableName, indexName] = namesOf(source);
  const table = tx.table(tableName);
  if (table === null) {
    if (indexName !== null && indexName !== BY_CREATION_TIME && !isSystemTable(tableName)) {
      throw new QueryError(`Index ${tableName}.${indexName} not found.`);
    }
    return { kind: "empty" };
  }
  if (source.type === "Search") {
    return { kind: "search", table, index: findSearchIndex(table, indexName ?? ""), filters: source.filters };
  }
  const isDescending = source.order === "desc";
  const range = source.type === "IndexRange" ? source.range : [];
  const index = findIndex(table, indexName ?? BY_CREATION_TIME);
  return { kind: "range", table, range: { index, isDescending, ...boundsOf(table, { index, range }) } };
}

export function tableOfSource(catalog: Catalog, source: QuerySource): TableInfo | null {
  return catalog.table(namesOf(source)[0]);
}

function namesOf(source: QuerySource): [table: string, index: string | null] {
  if (source.type === "FullTableScan") return [source.tableName, null];
  const dot = source.indexName.indexOf(".");
  return [source.indexName.slice(0, dot), source.indexName.slice(dot + 1)];
}

function findIndex(table: TableInfo, name: string): IndexInfo {
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (index === undefined) throw new QueryError(`Index ${table.name}.${name} not found.`);
  if (index.isStaged) {
    throw new QueryError(`Index ${table.name}.${name} is staged and can't be queried until it is enabled.`);
  }
  return index;
}

function findSearchIndex(table: TableInfo, name: string): SearchIndexInfo {
  const index = table.searchIndexes.find((candidate) => candidate.name === name);
  if (index === undefined) throw new QueryError(`Search index ${table.name}.${name} not found.`);
  if (index.isStaged) {
    throw new QueryError(`Index ${table.name}.${name} is staged and can't be queried until it is enabled.`);
  }
  return index;
}

/**
 * Equalities on a prefix of the fields in any order, then at most one lower and one upper bound on the next field.
 */
function boundsOf(
  table: TableInfo,
  query: { index: IndexInfo; range: readonly RangeExpression[] },
): Interval {
  const { index, range } = query;
  if (range.every(({ type, fieldPath }, at) => type === "Eq" && fieldPath === index.fields[at])) {
    const lo = equalKeyText(
      index,
      range.map(({ value }) => fromWireOrUndefined(value)),
    );
    return { lo, hi: successorText(lo) };
  }
  const name = `${table.name}.${index.name}`;
  const equal = new Map<string, Value | undefined>();
  let lower: RangeExpression | null = null;
  let upper: RangeExpression | null = null;
  for (const expression of range) {
    if (expression.type === "Eq") {
      if (equal.has(expression.fieldPath)) throw duplicate(name, expression);
      equal.set(expression.fieldPath, fromWireOrUndefined(expression.value));
    } else if (expression.type === "Gt" || expression.type === "Gte") {
      if (lower !== null) throw duplicate(name, expression);
      lower = expression;
    } else {
      if (upper !== null) throw duplicate(name, expression);
      upper = expression;
    }
  }
  const prefixFields = index.fields.slice(0, equal.size);
  const outside = [...equal.keys()].find((field) => !prefixFields.includes(field));
  if (outside !== undefined) throw notAPrefix({ name, index, field: outside });
  const next = index.fields[equal.size];
  for (const bound of [lower, upper]) {
    if (bound !== null && bound.fieldPath !== next) throw notAPrefix({ name, index, field: bound.fieldPath });
  }
  const parts = prefixFields.map((field) => equal.get(field));
  const keyOf = (bound: RangeExpression | null) =>
    withPrefix(index, encodeIndexKey(bound === null ? parts : [...parts, fromWireOrUndefined(bound.value)]));
  const lo = lower?.type === "Gt" ? successor(keyOf(lower)) : keyOf(lower);
  const hi = upper?.type === "Lt" ? keyOf(upper) : successor(keyOf(upper));
  return { lo: keyText(lo), hi: keyText(hi) };
}

function duplicate(name: string, expression: RangeExpression): QueryError {
  return new QueryError(
    `Already defined ${expression.type === "Eq" ? "equality" : "bound"} for field "${expression.fieldPath}" in index range over ${name}.`,
  );
}

function notAPrefix(problem: { name: string; index: IndexInfo; field: string }): QueryError {
  const fields = problem.index.fields.map((field) => `"${field}"`).join(", ");
  return new QueryError(
    `Tried to query index ${problem.name} but the query didn't use the index fields in order: unexpected field "${problem.field}". The index fields are [${fields}]. For more information see https://docs.convex.dev/using/indexes.`,
  );
}
