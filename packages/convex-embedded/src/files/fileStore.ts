/**
 * Bytes of stored files, one file per upload under data/storage, named by a uuid that the `_storage` document holds.
 *
 *   tmp-<uuid> --write, fsync, rename, fsync folder--> <uuid> --document committed--> visible
 *
 * A crash leaves at worst a file without a document: `sweep` removes those at start.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

export interface StoredFile {
  /** Names the file on disk and in its URL. */
  readonly key: string;
  readonly size: number;
  /** Of the content, base64 as in `_storage` documents. */
  readonly sha256: string;
}

/** Inclusive byte positions, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Thrown when content is not what its sender announced. */
export class FileContentError extends Error {
  override readonly name = "FileContentError";
}

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TEMPORARY = "tmp-";

export type FileContent = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export class FileStore {
  readonly #dir: string;

  /** @param dir is made if it does not exist. */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Durable when it resolves. With `expectedSha256` (base64) other content is refused and nothing is kept. */
  async write(
    content: FileContent,
    options: { expectedSha256?: string; maxBytes?: number } = {},
  ): Promise<StoredFile> {
    const { expectedSha256, maxBytes = Number.POSITIVE_INFINITY } = options;
    const key = randomUUID();
    const temporary = path.join(this.#dir, TEMPORARY + key);
    try {
      const written = await writeDurably(temporary, { content, maxBytes });
      if (expectedSha256 !== undefined && expectedSha256 !== written.sha256) {
        throw new FileContentError("The content does not match the announced sha256.");
      }
      await rename(temporary, path.join(this.#dir, key));
      await syncFolder(this.#dir);
      return { key, ...written };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** The content or a part of it; null when there is no such file. */
  async read(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null> {
    if ((await this.size(key)) === null) return null;
    const stream = createReadStream(path.join(this.#dir, key), range);
    return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
  }

  async size(key: string): Promise<number | null> {
    if (!KEY.test(key)) return null;
    try {
      return (await stat(path.join(this.#dir, key))).size;
    } catch {
      return null;
    }
  }

  /** To be called after the commit that removed the document. Deleting what is gone is no error. */
  async delete(key: string): Promise<void> {
    if (KEY.test(key)) await rm(path.join(this.#dir, key), { force: true });
  }

  /**
   * Removes files that no document refers to and are older than `minAgeMs` (uploads may be between rename and commit).
   * Answers how many it removed.
   */
  async sweep(input: {
    isKnown: (key: string) => boolean;
    nowMs: number;
    minAgeMs: number;
  }): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.#dir)) {
      const isTemporary = name.startsWith(TEMPORARY);
      if (!isTemporary && (!KEY.test(name) || input.isKnown(name))) continue;
      const file = path.join(this.#dir, name);
      const info = await stat(file).catch(() => null);
      if (info === null || input.nowMs - info.mtimeMs < input.minAgeMs) continue;
      await rm(file, { force: true });
      removed += 1;
    }
    return removed;
  }
}

async function writeDurably(
  file: string,
  { content, maxBytes }: { content: FileContent; maxBytes: number },
): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  const handle = await open(file, "wx");
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new FileContentError(`The content is larger than ${maxBytes} bytes.`);
      hash.update(chunk);
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest("base64") };
}

/** Makes a rename durable; folders cannot be synced on every platform. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, "r").catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
