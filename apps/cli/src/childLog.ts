import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";

const maxLogBytes = 10 * 1024 * 1024;

/**
 * The log file of a supervised process. A file that grew too large is kept once, as `.1`. A log that cannot be written (disk
 * full) is lost silently: it must never end the supervisor, and with it the product.
 */
export class ChildLog {
  readonly #file: string;
  #stream: WriteStream;
  #bytes: number;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.#stream = open(file);
  }

  write(text: string): void {
    if (this.#bytes > maxLogBytes) this.#rotate();
    this.#bytes += Buffer.byteLength(text);
    this.#stream.write(text);
  }

  end(): void {
    this.#stream.end();
  }

  #rotate(): void {
    this.#stream.end();
    try {
      renameSync(this.#file, `${this.#file}.1`);
    } catch {
      // somebody moved it: the next line opens another
    }
    this.#bytes = 0;
    this.#stream = open(this.#file);
  }
}

function open(file: string): WriteStream {
  return createWriteStream(file, { flags: "a", mode: 0o600 }).on("error", () => {});
}
