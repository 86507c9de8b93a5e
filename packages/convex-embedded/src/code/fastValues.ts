/**
 * Faster conversions for the library's own calls, put in their place when functions are bundled: converting was half
 * the cost of a returned document. Equal to the library's wherever the library uses them, because
 *   - what it decodes was parsed from JSON a moment ago and belongs to nobody else, so it is decoded in place;
 *   - what it encodes is made JSON text at once, so a value that is plain JSON already needs no copy.
 * Anything unusual is left to the library's own functions, errors included. Runs inside the sandbox.
 */
import type { JSONValue, Value } from "convex/values";

interface Conversions {
  jsonToConvex(json: JSONValue): Value;
  convexToJson(value: Value): JSONValue;
  /** The fields of a patch, where `undefined` removes one. */
  patchValueToJson(value: Patch): JSONValue;
}
type Patch = Record<string, Value | undefined>;

const MAX_KNOWN_NAMES = 10_000;

export function createFastConversions(library: Conversions): Conversions {
  /** Field names that were found valid: documents repeat the same few. */
  const known = new Set<string>();
  const isValidName = (name: string): boolean => {
    if (known.has(name)) return true;
    if (name.length > 1024 || name === "__proto__" || !/^(?!\$)[ -~]*$/.test(name)) return false;
    if (known.size < MAX_KNOWN_NAMES) known.add(name);
    return true;
  };

  const decode = (json: JSONValue): Value => {
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json)) {
      for (let i = 0; i < json.length; i += 1) {
        const element = json[i];
        if (typeof element === "object" && element !== null) json[i] = decode(element) as JSONValue;
      }
      return json;
    }
    for (const name of Object.keys(json)) {
      if (!isValidName(name)) return library.jsonToConvex(json);
    }
    for (const name of Object.keys(json)) {
      const field = json[name];
      if (typeof field === "object" && field !== null) json[name] = decode(field) as JSONValue;
    }
    return json;
  };

  const isPlain = (value: unknown): boolean => {
    if (typeof value === "string" || typeof value === "boolean") return true;
    if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
    if (typeof value !== "object") return false;
    if (value === null) return true;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i += 1) if (!isPlain(value[i])) return false;
      return true;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    const fields = value as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const field = fields[name];
      // Left out by JSON.stringify as by the library.
      if (field !== undefined && !(isValidName(name) && isPlain(field))) return false;
    }
    return true;
  };

  return {
    jsonToConvex: decode,
    convexToJson: (value) => (isPlain(value) ? (value as JSONValue) : library.convexToJson(value)),
    patchValueToJson: (value) =>
      isPlain(value) && !Object.values(value).includes(undefined)
        ? (value as JSONValue)
        : library.patchValueToJson(value),
  };
}
