/**
 * Sort keys (SPEC "Index keys"): byte strings whose order under memcmp is the total order of Convex values.
 *
 * Every encoding is prefix-free, so "equal to v" is exactly the byte range [encodeKey(v), successor(encodeKey(v))).
 * The usual escape 00 -> 00 FF is not: "" would be a prefix of "\0". Ours maps 00 -> 01 01, 01 -> 01 02 and ends
 * with 00, which is smaller than every escaped byte.
 */
import { CommitTsPlaceholder, type Value } from "convex/values";
import { ValueError } from "./json.ts";

/** First byte of each type, in the total order; 00 is kept free as the terminator of arrays and objects. */
const TAG = {
  undefined: 1,
  null: 2,
  int64: 3,
  float64: 4,
  false: 5,
  true: 6,
  string: 7,
  bytes: 8,
  array: 9,
  object: 10,
} as const;
const END = 0;
const FIELD = 1;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_DEPTH = 64;

/** The sort key of one value; a missing field is `undefined` and sorts first. */
export function encodeKey(value: Value | undefined): Uint8Array {
  length = 0;
  write(value, 0);
  return scratch.slice(0, length);
}

/** The concatenation of the parts' keys: orders like the tuple of values. */
export function encodeIndexKey(parts: readonly (Value | undefined)[]): Uint8Array {
  length = 0;
  for (const part of parts) write(part, 0);
  return scratch.slice(0, length);
}

/** An index's prefix and the key of the parts, in one copy: every write makes one per index. */
export function encodeFullKey(prefix: Uint8Array, parts: readonly (Value | undefined)[]): Uint8Array {
  scratch.set(prefix);
  length = prefix.length;
  for (const part of parts) write(part, 0);
  return scratch.slice(0, length);
}

/** The same as a one-byte-a-letter text, whose `<` is memcmp: what a write keeps of its keys until it is stored. */
export function encodeKeyText(prefix: Uint8Array, parts: readonly (Value | undefined)[]): string {
  scratch.set(prefix);
  length = prefix.length;
  for (const part of parts) write(part, 0);
  return scratchText.toString("latin1", 0, length);
}

/** The smallest byte string above every byte string that starts with `prefix`. */
export function successor(prefix: Uint8Array): Uint8Array {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end -= 1;
  if (end === 0) throw new RangeError("no byte string lies above a prefix of FF bytes");
  const next = prefix.slice(0, end);
  next[end - 1] = (next[end - 1] ?? 0) + 1;
  return next;
}

/** The same of a key as text. */
export function successorText(prefix: string): string {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end -= 1;
  if (end === 0) throw new RangeError("no text lies above a prefix of FF letters");
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** memcmp: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

// One growing buffer: encoding is synchronous and hot (every write encodes one key per index).
let scratch = new Uint8Array(1024);
let view = new DataView(scratch.buffer);
let scratchText = Buffer.from(scratch.buffer);
let length = 0;
const utf8 = new TextEncoder();

function reserve(bytes: number): void {
  if (length + bytes <= scratch.length) return;
  const grown = new Uint8Array(Math.max(scratch.length * 2, length + bytes));
  grown.set(scratch);
  scratch = grown;
  view = new DataView(scratch.buffer);
  scratchText = Buffer.from(scratch.buffer);
}

function writeByte(byte: number): void {
  reserve(1);
  scratch[length] = byte;
  length += 1;
}

function write(value: Value | undefined, depth: number): void {
  if (value === undefined) writeByte(TAG.undefined);
  else if (typeof value === "bigint") writeInt64(value);
  else if (typeof value === "number") writeFloat64(value);
  else if (typeof value === "boolean") writeByte(value ? TAG.true : TAG.false);
  else if (typeof value === "object") writeObject(value, depth);
  else if (typeof value === "string") {
    writeByte(TAG.string);
    writeText(value);
  } else throw new ValueError(`${typeof value} is not a supported Convex type.`);
}

function writeObject(value: Exclude<Value, string | number | bigint | boolean>, depth: number): void {
  if (value === null) writeByte(TAG.null);
  else if (value instanceof CommitTsPlaceholder) writeInt64(MAX_INT64);
  else if (value instanceof ArrayBuffer) {
    writeByte(TAG.bytes);
    writeEscaped(new Uint8Array(value));
  } else writeElements(value, depth);
}

function writeElements(value: Value[] | { [key: string]: Value | undefined }, depth: number): void {
  if (depth >= MAX_DEPTH) throw new ValueError(`Value is nested more than ${MAX_DEPTH} levels deep.`);
  if (Array.isArray(value)) {
    writeByte(TAG.array);
    for (const element of value) write(element, depth + 1);
  } else {
    writeByte(TAG.object);
    for (const key of Object.keys(value).sort()) {
      const field = value[key];
      if (field === undefined) continue;
      writeByte(FIELD);
      writeText(key);
      write(field, depth + 1);
    }
  }
  writeByte(END);
}

function writeInt64(value: bigint): void {
  reserve(9);
  scratch[length] = TAG.int64;
  view.setBigInt64(length + 1, value);
  scratch[length + 1] = (scratch[length + 1] ?? 0) ^ 0x80;
  length += 9;
}

/** IEEE totalOrder: flip the sign bit of positives, every bit of negatives. */
function writeFloat64(value: number): void {
  reserve(9);
  scratch[length] = TAG.float64;
  view.setFloat64(length + 1, value);
  const isNegative = view.getInt8(length + 1) < 0;
  if (isNegative) {
    for (let i = 1; i <= 8; i += 1) scratch[length + i] = (scratch[length + i] ?? 0) ^ 0xff;
  } else {
    scratch[length + 1] = (scratch[length + 1] ?? 0) ^ 0x80;
  }
  length += 9;
}

const MAX_SHORT_TEXT = 64;

function writeText(text: string): void {
  reserve(text.length * 3 + 1);
  if (text.length <= MAX_SHORT_TEXT && writeShortText(text)) return;
  if (text.includes("\0") || text.includes("\x01")) {
    writeEscaped(utf8.encode(text));
    return;
  }
  length += utf8.encodeInto(text, scratch.subarray(length)).written;
  writeByte(END);
}

/** Ids and words: plain ASCII needs no encoder. False, with nothing written, for anything else. */
function writeShortText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 2 || code > 127) return false;
    scratch[length + at] = code;
  }
  scratch[length + text.length] = END;
  length += text.length + 1;
  return true;
}

function writeEscaped(bytes: Uint8Array): void {
  reserve(bytes.length * 2 + 1);
  for (const byte of bytes) {
    if (byte <= 1) {
      scratch[length] = 1;
      length += 1;
      scratch[length] = byte + 1;
    } else {
      scratch[length] = byte;
    }
    length += 1;
  }
  writeByte(END);
}
