/**
 * Documents in snapshot files: JSON in which the spelling of a number tells its type. An int64 is a bare integer, a
 * float64 always has a point or an exponent; non-finite floats and bytes keep their tagged form.
 */
import { CommitTsPlaceholder, type Value } from "convex/values";
import { fromWire, type JSONValue, toWire, ValueError } from "../values/json.ts";

/** Content of each table's generated_schema.jsonl: without it an importer guesses and refuses tagged values. */
export const UNIFORM_MARKER = '"uniform"\n';

export function uniformText(value: Value): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return floatText(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof CommitTsPlaceholder)
    throw new ValueError("A snapshot cannot hold an unresolved commit timestamp.");
  if (value instanceof ArrayBuffer) return JSON.stringify(toWire(value));
  if (Array.isArray(value)) return `[${value.map(uniformText).join(",")}]`;
  const fields = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = value[name];
      return field === undefined ? [] : [`${JSON.stringify(name)}:${uniformText(field)}`];
    });
  return `{${fields.join(",")}}`;
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(toWire(value));
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Reads what `uniformText` writes. Throws ValueError, or SyntaxError for text that is no JSON. */
export function parseUniform(text: string): Value {
  const json = JSON.parse(text, (_key, value: unknown, { source }: { source?: string } = {}) => {
    const isInteger = typeof value === "number" && source !== undefined && /^-?\d+$/.test(source);
    return isInteger ? toWire(BigInt(source)) : value;
  }) as JSONValue;
  return fromWire(json);
}
