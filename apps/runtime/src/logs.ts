/** The last lines of what the runtime and its gateway wrote, with everything in them that could be a secret taken out. */
import { open } from "node:fs/promises";
import { Writable } from "node:stream";

const TAIL_BYTES = 24_000;
const KEPT_LINES = 200;

/** Passes everything on to the standard output and keeps the latest lines. */
export class LineKeeper extends Writable {
  #lines: string[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    process.stdout.write(chunk);
    this.#lines = [...this.#lines, ...chunk.toString().split("\n").filter(Boolean)].slice(-KEPT_LINES);
    done();
  }

  get text(): string {
    return this.#lines.join("\n");
  }
}

export type LogSource = { readonly title: string; readonly read: () => Promise<string> };

/** `secrets` are taken out word by word, besides what looks like one. */
export async function collectLogs(
  sources: readonly LogSource[],
  secrets: readonly string[],
): Promise<string> {
  const parts = await Promise.all(
    sources.map(
      async ({ title, read }) => `── ${title} ──\n${(await read()).trim() || "nothing was written"}`,
    ),
  );
  return redact(parts.join("\n\n"), secrets);
}

export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.replaceAll(secret, "[secret]");
  return clean
    .replace(/\b(mc[a-z]_|sk-|xox[a-z]-|gh[pousr]_)[A-Za-z0-9_-]{8,}/g, "[secret]")
    .replace(/\bwhsec_[A-Za-z0-9+/_-]{8,}=*/g, "[secret]")
    .replace(/(bearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi, "$1[secret]")
    .replace(
      /("?(?:token|apiKey|api_key|password|secret|authorization)"?\s*[:=]\s*"?)[^\s",}]{6,}/gi,
      "$1[secret]",
    );
}

/** The end of a file from the beginning of a line on; empty when there is no such file. */
export async function tailOf(path: string, bytes = TAIL_BYTES): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const length = Math.min(size, bytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const text = buffer.toString("utf8");
      return length < size ? text.slice(text.indexOf("\n") + 1) : text;
    } finally {
      await file.close();
    }
  } catch {
    return "";
  }
}
