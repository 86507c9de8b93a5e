/**
 * Checks values against validators with the texts of official deployments (SPEC "Validation"). One file because
 * a validator is one recursive idea: the walk, the places where it fails and how a failure reads.
 */
import { CommitTsPlaceholder, compareValues, type ValidatorJSON, type Value } from "convex/values";
import { displayValidator, displayValue } from "./display.ts";
import { decodeId } from "./id.ts";
import { fromWire } from "./json.ts";
import { isFields, matches, stillMatches } from "./matches.ts";

export type { ValidatorJSON };

export interface TableLookup {
  tableNumberOf(name: string): number | null;
  /** Only for the text of an id of another table; without it the text says "another table". */
  tableNameOf?(tableNumber: number): string | null;
}

/** Why arguments are refused, as the full text of the error; null when they match. */
export function checkArgs(validator: ValidatorJSON | null, value: Value, lookup: TableLookup): string | null {
  const detail = validator === null ? null : checkDocument(validator, value, lookup);
  return detail === null ? null : `ArgumentValidationError: ${detail}`;
}

/** Why a function's result is refused, as the full text of the error; null when it matches. */
export function checkReturns(
  validator: ValidatorJSON | null,
  value: Value,
  lookup: TableLookup,
): string | null {
  const detail = validator === null ? null : checkDocument(validator, value, lookup);
  return detail === null ? null : `ReturnsValidationError: ${detail}`;
}

/** What is wrong with a document (without its system fields), to be put behind the caller's own words. */
export function checkDocument(validator: ValidatorJSON, value: Value, lookup: TableLookup): string | null {
  return matches(validator, value, lookup) ? null : describeProblems(validator, value, lookup);
}

/** The same for a document that matched before the named top-level fields changed. */
export function checkChangedDocument(
  validator: ValidatorJSON,
  { document, changed }: { document: Readonly<Record<string, Value>>; changed: Iterable<string> },
  lookup: TableLookup,
): string | null {
  return stillMatches(validator, { document, changed }, lookup)
    ? null
    : describeProblems(validator, document, lookup);
}

/** The slow half, that knows what to say; it also says null exactly for what matches. */
export function describeProblems(validator: ValidatorJSON, value: Value, lookup: TableLookup): string | null {
  const problems = problemsOf(validator, value, { lookup, path: "" });
  const [first] = problems;
  if (first === undefined) return null;
  if (problems.length === 1) return first.text;
  const bullets = problems.map((problem) => {
    const where = problem.path === "" ? "" : ` Path: ${problem.path}`;
    return `- ${problem.bullet}${where}\n`;
  });
  return `Object has multiple validation errors:\n${bullets.join("")}Object: ${displayValue(value)}\nValidator: ${displayValidator(validator)}`;
}

interface Place {
  readonly lookup: TableLookup;
  /** "" at the top, else ".field", "[3]", ... */
  readonly path: string;
}

/** One failure: `text` when it stands alone, `bullet` in a list of several. */
interface Problem {
  readonly path: string;
  readonly text: string;
  readonly bullet: string;
}

function problemsOf(validator: ValidatorJSON, value: Value | undefined, place: Place): Problem[] {
  if (value === undefined) return [mismatch(validator, value, place)];
  switch (validator.type) {
    case "any":
      return [];
    case "null":
    case "number":
    case "bigint":
    case "commitTs":
    case "boolean":
    case "string":
    case "bytes":
      return isOfScalarType(validator.type, value) ? [] : [mismatch(validator, value, place)];
    case "literal":
      return literalProblems(validator, value, place);
    case "id":
      return idProblems(validator, value, place);
    case "array":
      return arrayProblems(validator, value, place);
    case "record":
      return recordProblems(validator, value, place);
    case "object":
      return objectProblems(validator, value, place);
    case "union": {
      const matches = validator.value.some((member) => problemsOf(member, value, place).length === 0);
      return matches ? [] : [mismatch(validator, value, place)];
    }
    default:
      return [mismatch(validator satisfies never, value, place)];
  }
}

type ScalarType = "null" | "number" | "bigint" | "commitTs" | "boolean" | "string" | "bytes";

function isOfScalarType(type: ScalarType, value: Value): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "number":
    case "boolean":
    case "string":
      return typeof value === type;
    case "bigint":
    case "commitTs":
      return typeof value === "bigint" || value instanceof CommitTsPlaceholder;
    case "bytes":
      return value instanceof ArrayBuffer;
  }
}

function literalProblems(
  validator: Extract<ValidatorJSON, { type: "literal" }>,
  value: Value,
  place: Place,
): Problem[] {
  const expected = fromWire(validator.value);
  if (compareValues(value, expected) === 0) return [];
  const bullet = `\`${displayValue(value)}\` does not match literal validator \`v.literal(${displayValue(expected)})\`.`;
  return [{ path: place.path, text: bullet + pathLine(place), bullet }];
}

function idProblems(
  validator: Extract<ValidatorJSON, { type: "id" }>,
  value: Value,
  place: Place,
): Problem[] {
  const id = typeof value === "string" ? decodeId(value) : null;
  if (id === null) return [mismatch(validator, value, place)];
  if (id.tableNumber === place.lookup.tableNumberOf(validator.tableName)) return [];
  const found = place.lookup.tableNameOf?.(id.tableNumber) ?? null;
  if (found === null && place.lookup.tableNameOf !== undefined) return [mismatch(validator, value, place)];
  const from = found === null ? "another table" : `table \`${found}\``;
  const bullet = `Found ID ${displayValue(value)} from ${from}, which does not match the table name in validator \`${displayValidator(validator)}\`.`;
  return [{ path: place.path, text: bullet + pathLine(place), bullet }];
}

/** Only the first bad element is told: a list of 8,000 alike failures helps nobody. */
function arrayProblems(
  validator: Extract<ValidatorJSON, { type: "array" }>,
  value: Value,
  place: Place,
): Problem[] {
  if (!Array.isArray(value)) return [mismatch(validator, value, place)];
  for (const [index, element] of value.entries()) {
    const problems = problemsOf(validator.value, element, { ...place, path: `${place.path}[${index}]` });
    if (problems.length > 0) return problems;
  }
  return [];
}

function recordProblems(
  validator: Extract<ValidatorJSON, { type: "record" }>,
  value: Value,
  place: Place,
): Problem[] {
  if (!isFields(value)) return [mismatch(validator, value, place)];
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const inside = { ...place, path: `${place.path}.${key}` };
    const problems = problemsOf(validator.keys, key, inside);
    if (problems.length > 0) return problems;
    const valueProblems = problemsOf(validator.values.fieldType, field, inside);
    if (valueProblems.length > 0) return valueProblems;
  }
  return [];
}

function objectProblems(
  validator: Extract<ValidatorJSON, { type: "object" }>,
  value: Value,
  place: Place,
): Problem[] {
  if (!isFields(value)) return [mismatch(validator, value, place)];
  const problems: Problem[] = [];
  const context = place.path === "" ? "" : `Path: ${place.path}`;
  const shown = () =>
    `\n${context}\nObject: ${displayValue(value)}\nValidator: ${displayValidator(validator)}`;
  for (const name of Object.keys(validator.value).sort()) {
    const expected = validator.value[name];
    if (expected === undefined) continue;
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field !== undefined) {
      problems.push(...problemsOf(expected.fieldType, field, { ...place, path: `${place.path}.${name}` }));
    } else if (!expected.optional) {
      const text = `Object is missing the required field \`${name}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.${shown()}`;
      problems.push({ path: place.path, text, bullet: `missing required field \`${name}\`` });
    }
  }
  for (const name of Object.keys(value).sort()) {
    if (value[name] === undefined || Object.hasOwn(validator.value, name)) continue;
    const text = `Object contains extra field \`${name}\` that is not in the validator.${shown()}`;
    problems.push({
      path: place.path,
      text,
      bullet: `extra field \`${name}\` that is not in the validator`,
    });
  }
  return problems;
}

function mismatch(validator: ValidatorJSON, value: Value | undefined, place: Place): Problem {
  const context = pathLine(place);
  return {
    path: place.path,
    text: `Value does not match validator.\n${context === "" ? "" : `${context}\n`}Value: ${displayValue(value)}\nValidator: ${displayValidator(validator)}`,
    bullet: `\`${displayValue(value)}\` does not match validator \`${displayValidator(validator)}\``,
  };
}

function pathLine(place: Place): string {
  return place.path === "" ? "" : `Path: ${place.path}`;
}
