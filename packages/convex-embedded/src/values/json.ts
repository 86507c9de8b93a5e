/**
 * The wire encoding of Convex values (SPEC "Values"): what travels in syscalls, in requests and in stored
 * document bodies. Same encoding as `convexToJson`/`jsonToConvex` of convex/values, plus what an official
 * backend also refuses: unpaired surrogates, `__proto__` as a field name, and nesting that would overflow.
 */
import { Base64, CommitTsPlaceholder, type JSONValue, jsonToConvex, type Value } from "convex/values";

export type { JSONValue, Value };

/** Deepest nesting a value may have on the wire; stored documents have the smaller limit of `limits.ts`. */
const MAX_DEPTH = 64;
const MAX_FIELD_NAME_LENGTH = 1024;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** Thrown for a value or a JSON text that is no Convex value; the message may be shown to the function's author. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** Encodes a value for the wire; object fields come out sorted. Throws ValueError for unsupported values. */
export function toWire(value: Value): JSONValue {
  return encode(value, 0);
}

/** Decodes a wire value. Throws ValueError for anything `toWire` could not have produced. */
export function fromWire(json: JSONValue): Value {
  return decode(json, 0);
}

/** Like `fromWire`, and reads `{"$undefined": null}` (patches, ranges, filters) as `undefined`. */
export function fromWireOrUndefined(json: JSONValue): Value | undefined {
  return isUndefinedMarker(json) ? undefined : decode(json, 0);
}

/** What stands for the commit timestamp until it is known. */
export const COMMIT_TS_TEXT = '{"$commitTs":null}';

/** Texts are full of braces and quotes, and hardly one has a dollar: looking for that first is many times faster. */
export function holdsCommitTs(text: string): boolean {
  return text.includes("$") && text.includes(COMMIT_TS_TEXT);
}

/** Whether the JSON text of a wire value may have parts that are not what JSON makes of them. */
export function holdsTags(text: string): boolean {
  return text.includes("$") && text.includes('"$');
}

export function isUndefinedMarker(json: JSONValue): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    !Array.isArray(json) &&
    "$undefined" in json &&
    Object.keys(json).length === 1
  );
}

/** JSON text of the wire encoding with sorted keys: equal values have equal texts. */
export function canonicalText(value: Value): string {
  return isCanonical(value, 0) ? JSON.stringify(value) : textOf(value, 0);
}

/** Plain JSON whose fields are in order: its JSON text is the canonical one. Decoded values mostly are. */
function isCanonical(value: Value | undefined, depth: number): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return !isSpecialFloat(value);
  if (typeof value !== "object") return typeof value === "boolean";
  if (value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (!isCanonical(value[at], depth + 1)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before = "";
  for (const name of Object.keys(value)) {
    if (name < before || !knownNames.has(name)) return false;
    before = name;
    const field = (value as Record<string, Value>)[name];
    if (field !== undefined && !isCanonical(field, depth + 1)) return false;
  }
  return true;
}

function encode(value: Value | undefined, depth: number): JSONValue {
  const scalar = encodeScalar(value);
  if (scalar !== undefined) return scalar;
  checkDepth(depth);
  if (Array.isArray(value)) return value.map((element) => encode(element, depth + 1));
  const out: Record<string, JSONValue> = {};
  for (const [key, field] of sortedFields(value)) out[key] = encode(field, depth + 1);
  return out;
}

function textOf(value: Value | undefined, depth: number): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" && !isSpecialFloat(value)) return String(value);
  const scalar = encodeScalar(value);
  if (scalar !== undefined) return JSON.stringify(scalar);
  checkDepth(depth);
  let text = "";
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === "" ? "" : ","}${textOf(element, depth + 1)}`;
    return `[${text}]`;
  }
  if (!isPlainObject(value)) throw unsupported(value);
  for (const key of sortedNames(value)) {
    const field = value[key];
    if (field === undefined) continue;
    text += `${text === "" ? "" : ","}${nameText(key)}:${textOf(field, depth + 1)}`;
  }
  return `{${text}}`;
}

/** Ids and words, which JSON writes as they are. */
const PLAIN_TEXT = /^[ !#-[\]-~]{0,100}$/;

function quoted(text: string): string {
  return PLAIN_TEXT.test(text) ? `"${text}"` : JSON.stringify(checkText(text));
}

/** JSON of a text; null for one that is no Convex value. */
export function quotedText(text: string): string | null {
  if (PLAIN_TEXT.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : null;
}

/** Of documents that were read, names are in order already. */
function sortedNames(fields: object): string[] {
  const names = Object.keys(fields);
  for (let at = 1; at < names.length; at += 1) {
    if ((names[at - 1] ?? "") > (names[at] ?? "")) return names.sort();
  }
  return names;
}

/** Field names that were found valid, as JSON text: documents repeat the same few. */
const knownNames = new Map<string, string>();
const MAX_KNOWN_NAMES = 10_000;

function nameText(name: string): string {
  let text = knownNames.get(name);
  if (text === undefined) {
    checkFieldName(name);
    text = JSON.stringify(name);
    if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, text);
  }
  return text;
}

export function isFieldName(name: string): boolean {
  try {
    return nameText(name) !== "";
  } catch {
    return false;
  }
}

/** The encoding of everything but arrays and objects, for which it answers `undefined`. */
function encodeScalar(value: Value | undefined): JSONValue | undefined {
  if (typeof value === "boolean" || value === null) return value;
  if (typeof value === "string") return checkText(value);
  if (typeof value === "number") return isSpecialFloat(value) ? { $float: floatToBase64(value) } : value;
  if (typeof value === "bigint") return { $integer: int64ToBase64(value) };
  if (typeof value !== "object") throw new ValueError(`${typeof value} is not a supported Convex type.`);
  if (value instanceof ArrayBuffer) return { $bytes: Base64.fromByteArray(new Uint8Array(value)) };
  if (value instanceof CommitTsPlaceholder) return { $commitTs: null };
  return undefined;
}

function sortedFields(value: unknown): [string, Value][] {
  if (!isPlainObject(value)) throw unsupported(value);
  const fields: [string, Value][] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    checkFieldName(key);
    fields.push([key, field]);
  }
  return fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function unsupported(value: unknown): ValueError {
  const typeName = (value as { constructor?: { name?: string } }).constructor?.name ?? "Object";
  return new ValueError(`${typeName} is not a supported Convex type.`);
}

function decode(json: JSONValue, depth: number): Value {
  if (json === null || typeof json === "boolean" || typeof json === "number") return json;
  if (typeof json === "string") return checkText(json);
  if (typeof json !== "object") throw new ValueError(`Unexpected ${typeof json} in a Convex value.`);
  checkDepth(depth);
  if (Array.isArray(json)) return json.map((element) => decode(element, depth + 1));
  const names = sortedNames(json);
  if (names.length === 1 && names[0]?.startsWith("$") === true) return decodeTagged(json);
  const out: Record<string, Value> = {};
  for (const name of names) {
    nameText(name);
    const field = json[name];
    // No JSON text has such a field; values straight from a function may, and JSON would leave it out.
    if (field !== undefined) out[name] = decode(field, depth + 1);
  }
  return out;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `{"$integer": ..}` and its kin: the library decodes, we refuse the texts it would read leniently. */
function decodeTagged(json: { [key: string]: JSONValue }): Value {
  for (const tag of ["$bytes", "$integer", "$float"]) {
    const text = json[tag];
    if (typeof text === "string" && !BASE64.test(text)) throw new ValueError(`Malformed ${tag} field.`);
  }
  try {
    return jsonToConvex(json);
  } catch (error) {
    throw new ValueError(error instanceof Error ? error.message : "Malformed Convex value.");
  }
}

function isSpecialFloat(value: number): boolean {
  return !Number.isFinite(value) || Object.is(value, -0);
}

function floatToBase64(value: number): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return Base64.fromByteArray(bytes);
}

function int64ToBase64(value: bigint): string {
  if (value < MIN_INT64 || value > MAX_INT64) {
    throw new ValueError(`BigInt ${value} does not fit into a 64-bit signed integer.`);
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return Base64.fromByteArray(bytes);
}

function checkText(text: string): string {
  if (!text.isWellFormed()) throw new ValueError("Strings must not contain unpaired surrogates.");
  return text;
}

function checkDepth(depth: number): void {
  if (depth >= MAX_DEPTH) throw new ValueError(`Value is nested more than ${MAX_DEPTH} levels deep.`);
}

function checkFieldName(name: string): void {
  if (name.length > MAX_FIELD_NAME_LENGTH) {
    throw new ValueError(
      `Field name ${name.slice(0, 64)}... exceeds maximum field name length ${MAX_FIELD_NAME_LENGTH}.`,
    );
  }
  if (name.startsWith("$")) throw new ValueError(`Field name ${name} starts with a '$', which is reserved.`);
  if (name === "__proto__") throw new ValueError("Field name __proto__ is reserved.");
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i);
    if (code < 32 || code >= 127) {
      throw new ValueError(
        `Field name ${name} has invalid character '${name[i]}': Field names can only contain non-control ASCII characters`,
      );
    }
  }
}

/** Plain objects of any realm: functions run in a vm context whose Object is not ours. */
export function isPlainObject(value: unknown): value is Record<string, Value | undefined> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === foreignPrototype || prototype === null) return true;
  if ((prototype as { constructor?: { name?: string } }).constructor?.name !== "Object") return false;
  foreignPrototype = prototype;
  return true;
}

/** The one that was found last: there are not many realms. */
let foreignPrototype: unknown = Object.prototype;
