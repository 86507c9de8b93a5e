import { inflateRawSync } from "node:zlib";
import { expect } from "vitest";

/** Reads an archive by its central directory, as importers do. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const count = archive.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [compressedSize, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const [nameLength, extraLength] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)];
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + compressedSize));
    expect(content).toHaveLength(size);
    files.set(name, content);
    at += 46 + nameLength + extraLength;
  }
  expect(at).toBe(end);
  return files;
}

export function filesOfZip(archive: Buffer): Map<string, string> {
  return new Map([...unzip(archive)].map(([name, content]) => [name, content.toString()]));
}
