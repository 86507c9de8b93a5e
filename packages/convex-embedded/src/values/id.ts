/**
 * Document ids: vint(table number) ++ 14 bytes (6 of time, 8 random; others' are all random) ++ 2 bytes day number
 * ++ fletcher16, in lower-case Crockford base32. Decoding is one-to-one: a text that does not re-encode to itself is no id.
 */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGIT = new Int8Array(128).fill(-1);
for (const [digit, letter] of [...ALPHABET].entries()) DIGIT[letter.charCodeAt(0)] = digit;
const MAX_ID_LENGTH = 37;
const ID_BYTES = 16;
const MAX_TABLE_NUMBER = 0xffff_ffff;
const DAY_MS = 86_400_000;

export interface NewIdInput {
  readonly tableNumber: number;
  /** 8 random bytes: an id cannot be guessed from its neighbours. */
  readonly random8: Uint8Array;
  /** Epoch milliseconds; also makes the last two bytes, the day, as in official deployments. */
  readonly nowMs: number;
}

/**
 * Time first, so that the rows of one moment have neighbouring keys in every index that contains an id: a commit then
 * writes a few pages instead of one per row and index.
 */
export function newId({ tableNumber, random8, nowMs }: NewIdInput): string {
  bytesOfId.setUint32(0, Math.floor(nowMs / 0x1_0000));
  bytesOfId.setUint16(4, Math.floor(nowMs) & 0xffff);
  idBytes.set(random8, 6);
  bytesOfId.setUint16(ID_BYTES - 2, Math.floor(nowMs / DAY_MS) & 0xffff);
  return encodeId(tableNumber, idBytes);
}

const idBytes = new Uint8Array(ID_BYTES);
const bytesOfId = new DataView(idBytes.buffer);

export function encodeId(tableNumber: number, bytes: Uint8Array): string {
  let size = putVint(tableNumber);
  encoded.set(bytes, size);
  size += bytes.length;
  let low = 0;
  let high = 0;
  // Fletcher's checksum modulo 256, little-endian.
  for (let at = 0; at < size; at += 1) {
    low = (low + (encoded[at] ?? 0)) & 0xff;
    high = (high + low) & 0xff;
  }
  encoded[size] = low;
  encoded[size + 1] = high;
  return base32(size + 2);
}

/** The bytes of the id that is being made. */
const encoded = new Uint8Array(MAX_ID_LENGTH);

/** The parts of an id, or null when the text is not one. */
export function decodeId(text: string): { tableNumber: number; bytes: Uint8Array } | null {
  const tableNumber = decodeTableNumber(text);
  return tableNumber === null ? null : { tableNumber, bytes: scratch.slice(tableSize, tableSize + ID_BYTES) };
}

/**
 * The table number of an id, or null when the text is not one. Hot (every id of every argument, row and call), so
 * nothing is allocated; the checks below are what "re-encodes to itself" comes to.
 */
export function tableNumberOfId(text: string): number | null {
  const known = knownIds.get(text);
  if (known !== undefined) return known;
  const number = decodeTableNumber(text);
  if (number === null) return null;
  if (knownIds.size >= MAX_KNOWN_IDS) knownIds.clear();
  knownIds.set(text, number);
  return number;
}

/** The same few accounts, people and tasks are named again and again. */
const knownIds = new Map<string, number>();
const MAX_KNOWN_IDS = 5_000;

function decodeTableNumber(text: string): number | null {
  const size = fromBase32(text);
  const value = readVint(size);
  if (value === null || size !== tableSize + ID_BYTES + 2) return null;
  let low = 0;
  let high = 0;
  for (let at = 0; at < size - 2; at += 1) {
    low = (low + (scratch[at] ?? 0)) & 0xff;
    high = (high + low) & 0xff;
  }
  return scratch[size - 2] === low && scratch[size - 1] === high ? value : null;
}

/** The bytes that were decoded last, and how many of them are the table number. */
const scratch = new Uint8Array(MAX_ID_LENGTH);
let tableSize = 0;

/** 7 bits per byte, low bits first, the high bit says that more follow. Answers how many bytes it took. */
function putVint(value: number): number {
  let size = 0;
  let rest = value;
  while (rest > 0x7f) {
    encoded[size] = (rest % 0x80) | 0x80;
    size += 1;
    rest = Math.floor(rest / 0x80);
  }
  encoded[size] = rest;
  return size + 1;
}

/** Of `size` bytes in the scratch; a last byte of 0 would be a second spelling of a shorter number. */
function readVint(size: number): number | null {
  let value = 0;
  for (let at = 0; at < 5 && at < size; at += 1) {
    const byte = scratch[at] ?? 0;
    value += (byte & 0x7f) * 0x80 ** at;
    if (byte >= 0x80) continue;
    tableSize = at + 1;
    return value <= MAX_TABLE_NUMBER && (byte > 0 || at === 0) ? value : null;
  }
  return null;
}

/** Two letters at a time: every new row makes an id. */
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));

function base32(size: number): string {
  let out = "";
  let buffer = 0;
  let bits = 0;
  for (let at = 0; at < size; at += 1) {
    buffer = (buffer << 8) | (encoded[at] ?? 0);
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    out += PAIRS[buffer >> bits] ?? "";
    buffer &= (1 << bits) - 1;
  }
  if (bits >= 5) {
    bits -= 5;
    out += ALPHABET[buffer >> bits] ?? "";
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + (ALPHABET[buffer << (5 - bits)] ?? "") : out;
}

/** Decodes into the scratch and answers the number of bytes, 0 for a text that is not of this alphabet and length. */
function fromBase32(text: string): number {
  if (text.length > MAX_ID_LENGTH) return 0;
  let size = 0;
  let buffer = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = DIGIT[text.charCodeAt(at)] ?? -1;
    if (digit < 0) return 0;
    buffer = (buffer << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    scratch[size] = buffer >> bits;
    size += 1;
    buffer &= (1 << bits) - 1;
  }
  // Left-over bits are padding: fewer than a letter, and zero.
  return bits < 5 && buffer === 0 ? size : 0;
}
