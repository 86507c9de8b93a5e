/** Writes ZIP archives as a stream, with ZIP64 records where the classic 32-bit fields do not suffice. */
import type { Writable } from "node:stream";
import { constants, crc32, createDeflateRaw } from "node:zlib";

export interface ZipEntry {
  /** Path inside the archive, with forward slashes. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** May hold 4 GiB or more: its sizes are then written as 64-bit numbers. */
  readonly isLarge?: boolean;
}

/** Thrown when an entry turns out larger than it was announced to be. */
export class ZipLimitError extends Error {
  override readonly name = "ZipLimitError";
}

interface WrittenEntry {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
}

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** Sizes follow the data (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** 1 January 1980, the earliest date there is: archives of equal data are equal. */
const DOS_DATE = 0x0021;

export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const written: WrittenEntry[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const start = offset;
    const name = Buffer.from(entry.name);
    const head = localHeader(name, entry.isLarge === true);
    offset += head.length;
    yield head;
    const totals = { crc: 0, size: 0, compressedSize: 0 };
    for await (const chunk of deflated(entry.content, totals)) {
      offset += chunk.length;
      yield chunk;
    }
    const { crc, size, compressedSize } = totals;
    if (entry.isLarge !== true && Math.max(size, compressedSize) >= MAX_32) {
      throw new ZipLimitError(`${entry.name} is 4 GiB or larger.`);
    }
    const tail = descriptor(totals, entry.isLarge === true);
    offset += tail.length;
    yield tail;
    written.push({ name, offset: start, crc, size, compressedSize });
  }
  yield directory(written, offset);
}

async function* deflated(
  content: ZipEntry["content"],
  totals: { crc: number; size: number; compressedSize: number },
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED });
  const feed = async () => {
    try {
      for await (const chunk of content) {
        totals.crc = crc32(chunk, totals.crc);
        totals.size += chunk.length;
        if (deflate.destroyed) return;
        if (!deflate.write(chunk)) await drained(deflate);
      }
      deflate.end();
    } catch (error) {
      deflate.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const feeding = feed();
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    totals.compressedSize += chunk.length;
    yield chunk;
  }
  await feeding;
}

/** Also ends when nobody reads any more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once("drain", resolve);
    stream.once("close", resolve);
  });
}

/** Little-endian fields: [bytes, value] each. */
function record(...fields: readonly (readonly [2 | 4 | 8, number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((total, [bytes]) => total + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return buffer;
}

function localHeader(name: Buffer, isLarge: boolean): Buffer {
  const extra = isLarge ? record([2, 1], [2, 16], [8, 0], [8, 0]) : Buffer.alloc(0);
  const size = isLarge ? MAX_32 : 0;
  const fixed = record(
    ...([
      [4, 0x04034b50],
      [2, isLarge ? VERSION_ZIP64 : VERSION],
      [2, FLAGS],
      [2, DEFLATE],
    ] as const),
    ...([
      [2, 0],
      [2, DOS_DATE],
      [4, 0],
      [4, size],
      [4, size],
      [2, name.length],
      [2, extra.length],
    ] as const),
  );
  return Buffer.concat([fixed, name, extra]);
}

function descriptor(totals: { crc: number; size: number; compressedSize: number }, isLarge: boolean): Buffer {
  const bytes = isLarge ? 8 : 4;
  return record([4, 0x08074b50], [4, totals.crc], [bytes, totals.compressedSize], [bytes, totals.size]);
}

function directory(entries: readonly WrittenEntry[], offset: number): Buffer {
  const headers = Buffer.concat(entries.map(centralHeader));
  const count = entries.length;
  const end = record(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, Math.min(count, MAX_16)],
      [2, Math.min(count, MAX_16)],
    ] as const),
    ...([
      [4, Math.min(headers.length, MAX_32)],
      [4, Math.min(offset, MAX_32)],
      [2, 0],
    ] as const),
  );
  if (count < MAX_16 && offset < MAX_32 && headers.length < MAX_32) return Buffer.concat([headers, end]);
  const end64 = record(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, VERSION_ZIP64],
      [2, VERSION_ZIP64],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, headers.length],
      [8, offset],
    ] as const),
  );
  const locator = record([4, 0x07064b50], [4, 0], [8, offset + headers.length], [4, 1]);
  return Buffer.concat([headers, end64, locator, end]);
}

function centralHeader(entry: WrittenEntry): Buffer {
  const wide = [entry.size, entry.compressedSize, entry.offset].filter((value) => value >= MAX_32);
  const extra =
    wide.length === 0
      ? Buffer.alloc(0)
      : record([2, 1], [2, wide.length * 8], ...wide.map((value) => [8, value] as const));
  const narrow = (value: number) => Math.min(value, MAX_32);
  const fixed = record(
    ...([
      [4, 0x02014b50],
      [2, VERSION_ZIP64],
      [2, wide.length > 0 ? VERSION_ZIP64 : VERSION],
    ] as const),
    ...([
      [2, FLAGS],
      [2, DEFLATE],
      [2, 0],
      [2, DOS_DATE],
      [4, entry.crc],
    ] as const),
    ...([
      [4, narrow(entry.compressedSize)],
      [4, narrow(entry.size)],
      [2, entry.name.length],
    ] as const),
    ...([
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, narrow(entry.offset)],
    ] as const),
  );
  return Buffer.concat([fixed, entry.name, extra]);
}
