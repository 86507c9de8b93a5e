/** How values and validators are printed in validation messages: the notation of official deployments. */
import { CommitTsPlaceholder, type ValidatorJSON, type Value } from "convex/values";
import { fromWire } from "./json.ts";

const MAX_DISPLAY_LENGTH = 16_384;

export function displayValue(value: Value | undefined): string {
  const text = printed(value);
  return text.length > MAX_DISPLAY_LENGTH ? `${text.slice(0, MAX_DISPLAY_LENGTH)}[...truncated]` : text;
}

function printed(value: Value | undefined): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return displayFloat(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object") return displayObject(value);
  return String(value);
}

function displayObject(value: Exclude<Value, string | number | bigint | boolean>): string {
  if (value === null) return "null";
  if (value instanceof CommitTsPlaceholder) return "v.commitTs()";
  if (value instanceof ArrayBuffer) return `b"${Buffer.from(value).toString("hex")}"`;
  if (Array.isArray(value)) return `[${value.map(printed).join(", ")}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${displayKey(key)}: ${printed(field)}`).join(", ")}}`;
}

function displayKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : JSON.stringify(key);
}

/** Floats always show a point or an exponent, so that they differ from int64s. */
function displayFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  return String(value);
}

export function displayValidator(validator: ValidatorJSON): string {
  switch (validator.type) {
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "null":
    case "boolean":
    case "string":
    case "bytes":
    case "any":
    case "commitTs":
      return `v.${validator.type}()`;
    case "literal":
      return `v.literal(${displayValue(fromWire(validator.value))})`;
    case "id":
      return `v.id("${validator.tableName}")`;
    case "array":
      return `v.array(${displayValidator(validator.value)})`;
    case "record":
      return `v.record(${displayValidator(validator.keys)}, ${displayValidator(validator.values.fieldType)})`;
    case "union":
      return `v.union(${validator.value.map(displayValidator).join(", ")})`;
    case "object": {
      const fields = Object.keys(validator.value)
        .sort()
        .map((name) => `${displayKey(name)}: ${displayField(validator.value[name])}`);
      return `v.object({${fields.join(", ")}})`;
    }
  }
}

function displayField(field: { fieldType: ValidatorJSON; optional: boolean } | undefined): string {
  if (field === undefined) return "v.any()";
  const inner = displayValidator(field.fieldType);
  return field.optional ? `v.optional(${inner})` : inner;
}
