/**
 * What the gateway writes to its console, in a file that does not grow for as long as the gateway lives: when it is full it becomes
 * `<name>.1` in place of the one before, and a new one begins.
 */
import { createWriteStream, openSync, renameSync, type WriteStream } from "node:fs";

const MOST_BYTES = 10 * 2 ** 20;

export class ConsoleFile {
  readonly #path: string;
  readonly #mostBytes: number;
  #file: WriteStream | null;
  #bytes = 0;

  constructor(path: string, mostBytes = MOST_BYTES) {
    this.#path = path;
    this.#mostBytes = mostBytes;
    this.#file = openAnew(path);
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line) + 1;
    if (this.#bytes > 0 && this.#bytes + bytes > this.#mostBytes) this.#turn();
    this.#bytes += bytes;
    this.#file?.write(`${line}\n`);
  }

  /** Resolves when what was written is in the file. */
  async end(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file === null || file.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    file.once("close", resolve);
    file.end();
    await promise;
  }

  /** The full file is still written to by its own stream, under its new name. */
  #turn(): void {
    this.#bytes = 0;
    this.#file?.end();
    try {
      renameSync(this.#path, `${this.#path}.1`);
    } catch {
      // Where it cannot be put aside it is begun anew.
    }
    this.#file = openAnew(this.#path);
  }
}

/** Null where no file can be made: a full disk costs lines of a log, nothing else. */
function openAnew(path: string): WriteStream | null {
  try {
    const file = createWriteStream(path, { fd: openSync(path, "w", 0o600) });
    file.on("error", () => undefined);
    return file;
  } catch {
    return null;
  }
}
