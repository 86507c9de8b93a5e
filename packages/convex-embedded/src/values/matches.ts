/**
 * Whether a value matches a validator, and nothing else: every write and every call asks, nearly all are fine, and
 * the texts of validator.ts are only made for those that are not. Equal to it by a property test.
 */
import { CommitTsPlaceholder, compareValues, type ValidatorJSON, type Value } from "convex/values";
import { tableNumberOfId } from "./id.ts";
import { fromWire } from "./json.ts";

/** Knows the number of a table; null for a table that does not exist. */
export type TableNumbers = { tableNumberOf(name: string): number | null };

type Matcher = (value: Value | undefined, tables: TableNumbers) => boolean;
type ObjectValidator = Extract<ValidatorJSON, { type: "object" }>;
type Fields = Readonly<Record<string, Value | undefined>>;

export function matches(validator: ValidatorJSON, value: Value | undefined, tables: TableNumbers): boolean {
  return matcherOf(validator)(value, tables);
}

/** The same for a document that matched before some of its top-level fields changed. */
export function stillMatches(
  validator: ValidatorJSON,
  { document, changed }: { document: Fields; changed: Iterable<string> },
  tables: TableNumbers,
): boolean {
  if (validator.type !== "object") return matches(validator, document as Value, tables);
  for (const name of changed) {
    const expected = Object.hasOwn(validator.value, name) ? validator.value[name] : undefined;
    const field = document[name];
    if (expected === undefined ? field !== undefined : !fieldMatches(expected, field, tables)) return false;
  }
  return true;
}

function fieldMatches(
  { fieldType, optional }: ObjectValidator["value"][string],
  field: Value | undefined,
  tables: TableNumbers,
): boolean {
  return field === undefined ? optional : matcherOf(fieldType)(field, tables);
}

/** Validators are immutable and few; each is compiled once. */
const compiled = new WeakMap<ValidatorJSON, Matcher>();

function matcherOf(validator: ValidatorJSON): Matcher {
  let matcher = compiled.get(validator);
  if (matcher === undefined) {
    matcher = compile(validator);
    compiled.set(validator, matcher);
  }
  return matcher;
}

function compile(validator: ValidatorJSON): Matcher {
  switch (validator.type) {
    case "any":
      return (value) => value !== undefined;
    case "null":
      return (value) => value === null;
    case "number":
    case "boolean":
    case "string":
      return (value) => typeof value === validator.type;
    case "bigint":
    case "commitTs":
      return (value) => typeof value === "bigint" || value instanceof CommitTsPlaceholder;
    case "bytes":
      return (value) => value instanceof ArrayBuffer;
    case "literal": {
      const expected = fromWire(validator.value);
      if (typeof expected === "string" || typeof expected === "boolean") return (value) => value === expected;
      return (value) => value !== undefined && compareValues(value, expected) === 0;
    }
    case "id": {
      const { tableName } = validator;
      return (value, tables) =>
        typeof value === "string" && tableNumberOfId(value) === (tables.tableNumberOf(tableName) ?? -1);
    }
    case "array": {
      const element = matcherOf(validator.value);
      return (value, tables) => Array.isArray(value) && value.every((item) => element(item, tables));
    }
    case "record": {
      const key = matcherOf(validator.keys);
      const field = matcherOf(validator.values.fieldType);
      return (value, tables) =>
        isFields(value) &&
        Object.keys(value).every(
          (name) => value[name] === undefined || (key(name, tables) && field(value[name], tables)),
        );
    }
    case "union":
      return union(validator.value);
    case "object":
      return object(validator);
  }
}

function object(validator: ObjectValidator): Matcher {
  const expected = Object.entries(validator.value).map(([name, { fieldType, optional }]) => ({
    name,
    optional,
    matches: matcherOf(fieldType),
  }));
  const names = new Set(expected.map(({ name }) => name));
  return (value, tables) => {
    if (!isFields(value)) return false;
    for (const { name, optional, matches: isMatch } of expected) {
      const field = Object.hasOwn(value, name) ? value[name] : undefined;
      if (field === undefined ? !optional : !isMatch(field, tables)) return false;
    }
    for (const name of Object.keys(value)) if (!names.has(name) && value[name] !== undefined) return false;
    return true;
  };
}

/**
 * Of many objects that differ in one text field (`kind`, `type`, `status`) only the one that the value names is tried.
 */
function union(members: readonly ValidatorJSON[]): Matcher {
  const words = new Set(members.map(literalText));
  if (!words.has(null)) return (value) => typeof value === "string" && words.has(value);
  const matchers = members.map(matcherOf);
  const tag = members.length > 2 ? commonTag(members) : null;
  if (tag === null) return (value, tables) => matchers.some((isMatch) => isMatch(value, tables));
  const byTag = new Map(members.map((member, at) => [tagValue(member, tag), matchers[at]]));
  return (value, tables) => {
    if (!isFields(value) || !Object.hasOwn(value, tag)) return false;
    const named = value[tag];
    return typeof named === "string" && byTag.get(named)?.(value, tables) === true;
  };
}

function literalText(member: ValidatorJSON): string | null {
  return member.type === "literal" && typeof member.value === "string" ? member.value : null;
}

/** The field whose text tells these objects apart, or null. */
export function commonTag(members: readonly ValidatorJSON[]): string | null {
  const [first] = members;
  if (first?.type !== "object") return null;
  for (const name of Object.keys(first.value)) {
    const values = new Set(members.map((member) => tagValue(member, name)));
    if (!values.has(null) && values.size === members.length) return name;
  }
  return null;
}

/** The text that a field must have, or null when it may be missing or something else. */
export function tagValue(member: ValidatorJSON, name: string): string | null {
  const field =
    member.type === "object" && Object.hasOwn(member.value, name) ? member.value[name] : undefined;
  if (field === undefined || field.optional || field.fieldType.type !== "literal") return null;
  return typeof field.fieldType.value === "string" ? field.fieldType.value : null;
}

export function isFields(value: Value | undefined): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  );
}
