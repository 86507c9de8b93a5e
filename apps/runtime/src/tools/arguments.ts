/**
 * Checks what a model wrote against the catalog before it travels: a wrong name or type comes back as a sentence that the model
 * can act on, instead of a refusal by the backend's validators that only a programmer could read.
 */
import { TOOLS, type Tool, type ToolName, type ToolParameter } from "@mc/shared/tools/catalog";

/** Null when the arguments fit. */
export function problemWithArguments(name: ToolName, args: Readonly<Record<string, unknown>>): string | null {
  const { properties, required }: Tool["parameters"] = TOOLS[name].parameters;
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

function problemWithValue(parameter: ToolParameter, value: unknown): string | null {
  if (parameter.type === "integer") {
    if (typeof value !== "number" || !Number.isInteger(value)) return "must be a whole number";
    if (parameter.minimum !== undefined && value < parameter.minimum)
      return `must be at least ${parameter.minimum}`;
    return parameter.maximum !== undefined && value > parameter.maximum
      ? `must be at most ${parameter.maximum}`
      : null;
  }
  if (typeof value !== "string") return "must be text";
  if (parameter.enum !== undefined && !parameter.enum.includes(value))
    return `must be one of: ${parameter.enum.join(", ")}`;
  if (parameter.minLength !== undefined && value.trim().length < parameter.minLength)
    return "must not be empty";
  return parameter.maxLength !== undefined && value.length > parameter.maxLength
    ? `must not be longer than ${parameter.maxLength} characters`
    : null;
}
