/**
 * Document ids: vint(table number) ++ 14 random bytes ++ 2 bytes day number ++ fletcher16, in lower-case Crockford
 * base32. Decoding is one-to-one: a text that does not re-encode to itself is no id.
 */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGIT = new Map([...ALPHABET].map((letter, digit) => [letter, digit]));
const MAX_ID_LENGTH = 37;
const ID_BYTES = 16;
const MAX_TABLE_NUMBER = 0xffff_ffff;
const DAY_MS = 86_400_000;

export interface NewIdInput {
  readonly tableNumber: number;
  /** 16 random bytes, of which 14 are used. */
  readonly random16: Uint8Array;
  /** Epoch milliseconds: its day makes the last two bytes, so that ids of one day lie together. */
  readonly nowMs: number;
}

export function newId({ tableNumber, random16, nowMs }: NewIdInput): string {
  const bytes = new Uint8Array(ID_BYTES);
  bytes.set(random16.subarray(0, ID_BYTES - 2));
  new DataView(bytes.buffer).setUint16(ID_BYTES - 2, Math.floor(nowMs / DAY_MS) & 0xffff);
  return encodeId(tableNumber, bytes);
}

export function encodeId(tableNumber: number, bytes: Uint8Array): string {
  const body = [...vint(tableNumber), ...bytes];
  return base32([...body, ...fletcher16(body)]);
}

/** The parts of an id, or null when the text is not one. */
export function decodeId(text: string): { tableNumber: number; bytes: Uint8Array } | null {
  if (text.length > MAX_ID_LENGTH) return null;
  const raw = fromBase32(text);
  const table = raw === null ? null : readVint(raw);
  if (raw === null || table === null || raw.length !== table.size + ID_BYTES + 2) return null;
  const bytes = Uint8Array.from(raw.slice(table.size, table.size + ID_BYTES));
  return encodeId(table.value, bytes) === text ? { tableNumber: table.value, bytes } : null;
}

/** 7 bits per byte, low bits first, the high bit says that more follow. */
function vint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
  return out;
}

function readVint(raw: readonly number[]): { value: number; size: number } | null {
  let value = 0;
  for (let size = 1; size <= 5; size += 1) {
    const byte = raw[size - 1];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 0x80 ** (size - 1);
    if (byte < 0x80) return value <= MAX_TABLE_NUMBER ? { value, size } : null;
  }
  return null;
}

/** Fletcher's checksum modulo 256, little-endian. */
function fletcher16(bytes: readonly number[]): [number, number] {
  let low = 0;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) & 0xff;
    high = (high + low) & 0xff;
  }
  return [low, high];
}

function base32(bytes: readonly number[]): string {
  let out = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET[(buffer << (5 - bits)) & 31] : out;
}

function fromBase32(text: string): number[] | null {
  const out: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const letter of text) {
    const digit = DIGIT.get(letter);
    if (digit === undefined) return null;
    buffer = (buffer << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((buffer >> bits) & 0xff);
      buffer &= (1 << bits) - 1;
    }
  }
  return out;
}
