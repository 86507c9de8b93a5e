/**
 * Checks what a model wrote against the catalog before it travels: a wrong name or type comes back as a sentence that the model
 * can act on, instead of a refusal by the backend's validators that only a programmer could read.
 */
import { TOOLS, type Tool, type ToolName } from "./catalog.ts";

/** Null when the arguments fit. */
export function problemWithArguments(name: ToolName, args: Readonly<Record<string, unknown>>): string | null {
  const { parameters }: Pick<Tool, "parameters"> = TOOLS[name];
  return problemWithValues(name, parameters, args);
}

export interface ParametersSchema {
  readonly properties: Readonly<Record<string, ValueSchema>>;
  readonly required: readonly string[];
}

export function problemWithValues(
  name: string,
  { properties, required }: ParametersSchema,
  args: Readonly<Record<string, unknown>>,
): string | null {
  const known = Object.keys(properties);
  const unknown = Object.keys(args).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    return `${name} has no argument ${unknown.map((key) => `"${key}"`).join(", ")}. ${known.length > 0 ? `It takes: ${known.join(", ")}.` : "It takes none."}`;
  }
  const missing = required.filter((key) => args[key] === undefined || args[key] === null);
  if (missing.length > 0) return `${name} needs ${missing.map((key) => `"${key}"`).join(", ")}.`;
  for (const [key, parameter] of Object.entries(properties)) {
    const problem = args[key] === undefined ? null : problemWithValue(parameter, args[key]);
    if (problem !== null) return `"${key}" of ${name} ${problem}.`;
  }
  return null;
}

/** The part of JSON Schema that a catalog may use; a parameter's own fields decide which checks apply. */
interface ValueSchema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: ValueSchema;
  readonly maxItems?: number;
}

function problemWithValue(schema: ValueSchema, value: unknown): string | null {
  switch (schema.type) {
    case "integer":
    case "number":
      return problemWithNumber(schema, value);
    case "boolean":
      return typeof value === "boolean" ? null : "must be true or false";
    case "array":
      return problemWithList(schema, value);
    case "string":
      return problemWithText(schema, value);
    default:
      // Nothing is let through unchecked: a catalog that says more than this reader knows is found by the test over the catalog.
      return `has a type that cannot be checked (${schema.type})`;
  }
}

function problemWithNumber(schema: ValueSchema, value: unknown): string | null {
  const isWhole = schema.type === "integer";
  if (typeof value !== "number" || !Number.isFinite(value) || (isWhole && !Number.isInteger(value)))
    return isWhole ? "must be a whole number" : "must be a number";
  if (schema.minimum !== undefined && value < schema.minimum) return `must be at least ${schema.minimum}`;
  return schema.maximum !== undefined && value > schema.maximum ? `must be at most ${schema.maximum}` : null;
}

function problemWithText(schema: ValueSchema, value: unknown): string | null {
  if (typeof value !== "string") return "must be text";
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `must be one of: ${schema.enum.join(", ")}`;
  if (schema.minLength !== undefined && value.trim().length < schema.minLength) return "must not be empty";
  return schema.maxLength !== undefined && value.length > schema.maxLength
    ? `must not be longer than ${schema.maxLength} characters`
    : null;
}

function problemWithList(schema: ValueSchema, value: unknown): string | null {
  if (!Array.isArray(value)) return "must be a list";
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return `must not have more than ${schema.maxItems} entries`;
  const { items } = schema;
  if (items === undefined) return null;
  for (const [index, entry] of value.entries()) {
    const problem = problemWithValue(items, entry);
    if (problem !== null) return `(entry ${index + 1}) ${problem}`;
  }
  return null;
}
