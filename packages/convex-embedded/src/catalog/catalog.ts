/**
 * Tables and indexes as immutable data: a transaction that creates a table makes a new catalog, which becomes the
 * host's when the transaction commits.
 */
import type { Value } from "convex/values";
import { isPlainObject } from "../values/json.ts";
import { encodeFullKey, encodeKeyText } from "../values/key.ts";
import type { TableLookup, ValidatorJSON } from "../values/validator.ts";

/** A database index. `fields` are all key parts, `_creationTime` and `_id` included. */
export interface IndexInfo {
  readonly number: number;
  readonly tableNumber: number;
  readonly name: string;
  readonly fields: readonly string[];
  /** Built and maintained, but queries may not use it yet. */
  readonly isStaged: boolean;
  /** First bytes of every key of this index. */
  readonly prefix: Uint8Array;
}

export interface SearchIndexInfo {
  readonly number: number;
  readonly tableNumber: number;
  readonly name: string;
  readonly searchField: string;
  readonly filterFields: readonly string[];
  readonly isStaged: boolean;
}

export interface TableInfo {
  readonly number: number;
  readonly name: string;
  readonly byId: IndexInfo;
  readonly byCreationTime: IndexInfo;
  readonly indexes: readonly IndexInfo[];
  readonly searchIndexes: readonly SearchIndexInfo[];
  /** Names of vector indexes: known so that using one is a clear error. */
  readonly vectorIndexes: readonly string[];
  /** Checked on every write; null = anything goes. */
  readonly validator: ValidatorJSON | null;
}

export const BY_ID = "by_id";
export const BY_CREATION_TIME = "by_creation_time";
export const FIRST_USER_TABLE_NUMBER = 10_001;

export class Catalog implements TableLookup {
  readonly #byName: ReadonlyMap<string, TableInfo>;
  readonly #byNumber: ReadonlyMap<number, TableInfo>;

  constructor(tables: Iterable<TableInfo>) {
    const all = [...tables];
    this.#byName = new Map(all.map((table) => [table.name, table]));
    this.#byNumber = new Map(all.map((table) => [table.number, table]));
  }

  table(name: string): TableInfo | null {
    return this.#byName.get(name) ?? null;
  }

  tableByNumber(number: number): TableInfo | null {
    return this.#byNumber.get(number) ?? null;
  }

  tables(): Iterable<TableInfo> {
    return this.#byName.values();
  }

  with(table: TableInfo): Catalog {
    return new Catalog([...[...this.tables()].filter((other) => other.number !== table.number), table]);
  }

  tableNumberOf(name: string): number | null {
    return this.table(name)?.number ?? null;
  }

  tableNameOf(tableNumber: number): string | null {
    return this.tableByNumber(tableNumber)?.name ?? null;
  }
}

export function isSystemTable(name: string): boolean {
  return name.startsWith("_");
}

export function indexPrefix(number: number): Uint8Array {
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, number);
  return prefix;
}

export function withPrefix(index: IndexInfo, key: Uint8Array): Uint8Array {
  const full = new Uint8Array(4 + key.length);
  full.set(index.prefix);
  full.set(key, 4);
  return full;
}

/** The key of a document in an index: unique, because every index ends with `_id`. */
export function documentKey(index: IndexInfo, document: Record<string, Value>): Uint8Array {
  const parts: (Value | undefined)[] = [];
  for (const path of index.fields) parts.push(fieldAt(document, path));
  return encodeFullKey(index.prefix, parts);
}

/** The same as text (`KeyText`), put together from the texts of its parts: a row's keys repeat the same few. */
export function documentKeyText(index: IndexInfo, document: Record<string, Value>): string {
  let text = prefixTextOf(index);
  for (const path of index.fields) text += partText(fieldAt(document, path));
  return text;
}

/** What the keys of all documents begin with whose first fields are these. */
export function equalKeyText(index: IndexInfo, values: readonly (Value | undefined)[]): string {
  let text = prefixTextOf(index);
  for (const value of values) text += partText(value);
  return text;
}

/** The keys of a document in all indexes of its table: what several have in common is looked up and written once. */
export function documentKeyTexts(table: TableInfo, document: Record<string, Value>): string[] {
  const { paths, keys } = layoutOf(table);
  const parts: string[] = [];
  for (const path of paths) parts.push(partText(fieldAt(document, path)));
  return keys.map(({ prefix, places }) => {
    let text = prefix;
    for (const place of places) text += parts[place] ?? "";
    return text;
  });
}

/** The paths that the indexes of a table name, each once, and which of them each key is made of. */
interface KeyLayout {
  readonly paths: readonly string[];
  /** The top-level fields that they lie in. */
  readonly fields: readonly string[];
  readonly keys: readonly { readonly prefix: string; readonly places: readonly number[] }[];
}

const layouts = new WeakMap<TableInfo, KeyLayout>();

function layoutOf(table: TableInfo): KeyLayout {
  let layout = layouts.get(table);
  if (layout === undefined) {
    const paths = [...new Set(table.indexes.flatMap(({ fields }) => fields))];
    const keys = table.indexes.map((index) => ({
      prefix: prefixTextOf(index),
      places: index.fields.map((field) => paths.indexOf(field)),
    }));
    layout = { paths, fields: [...new Set(paths.map((path) => stepsOf(path)[0] ?? ""))], keys };
    layouts.set(table, layout);
  }
  return layout;
}

const prefixTexts = new WeakMap<IndexInfo, string>();

function prefixTextOf(index: IndexInfo): string {
  let text = prefixTexts.get(index);
  if (text === undefined) {
    text = encodeKeyText(index.prefix, []);
    prefixTexts.set(index, text);
  }
  return text;
}

/** Ids and words: letters that a key holds as they are, one byte each, between the type and the end (values/key.ts). */
const AS_IT_IS = /^[ -~]*$/;
const MAX_WORD_LENGTH = 64;
const WORD_HEAD = encodeKeyText(new Uint8Array(0), [""]).slice(0, -1);
const WORD_END = encodeKeyText(new Uint8Array(0), [""]).slice(-1);
const NO_PREFIX = new Uint8Array(0);
const MISSING = encodeKeyText(NO_PREFIX, [undefined]);

/** Of numbers only the last: a row's creation time is in most of its keys. */
let lastNumber = 0;
let lastNumberText = encodeKeyText(NO_PREFIX, [0]);

function partText(value: Value | undefined): string {
  if (value === undefined) return MISSING;
  // Two NaNs may differ in their bits, which count here.
  if (typeof value === "number" && !Number.isNaN(value)) {
    if (!Object.is(value, lastNumber)) {
      lastNumberText = encodeKeyText(NO_PREFIX, [value]);
      lastNumber = value;
    }
    return lastNumberText;
  }
  if (typeof value !== "string" || value.length > MAX_WORD_LENGTH || !AS_IT_IS.test(value)) {
    return encodeKeyText(NO_PREFIX, [value]);
  }
  return WORD_HEAD + value + WORD_END;
}

/** Whether any key of the table can change with these top-level fields: counters and the like change without. */
export function isAnyKeyedBy(table: TableInfo, changed: { has(field: string): boolean }): boolean {
  for (const field of layoutOf(table).fields) if (changed.has(field)) return true;
  return false;
}

/** Whether the key in the index can change with these top-level fields. */
export function isKeyedBy(index: IndexInfo, changed: { has(field: string): boolean }): boolean {
  return index.fields.some((path) => changed.has(stepsOf(path)[0] ?? ""));
}

/** The value at a dotted path; `undefined` when a step is missing or no object. */
export function fieldAt(document: Value | undefined, path: string): Value | undefined {
  let value: Value | undefined = document;
  for (const step of stepsOf(path)) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** Paths come from schemas and queries, a few hundred in all. */
const knownSteps = new Map<string, readonly string[]>();
const MAX_KNOWN_STEPS = 10_000;

function stepsOf(path: string): readonly string[] {
  let steps = knownSteps.get(path);
  if (steps === undefined) {
    steps = path.split(".");
    if (knownSteps.size < MAX_KNOWN_STEPS) knownSteps.set(path, steps);
  }
  return steps;
}

export function isObject(value: Value | undefined): value is Record<string, Value | undefined> {
  return isPlainObject(value);
}
