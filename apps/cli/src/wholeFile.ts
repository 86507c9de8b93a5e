// A file that appears under its name whole or not at all, for its owner only.
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

type Pieces = AsyncIterable<string>;
type Write = (pieces: Pieces) => Promise<void>;
type Bounds = { link?: (from: string, to: string) => void };

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a disk without hard links says. */
const LINKLESS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EMLINK"];

/**
 * Opens a file in `folder` before anything else happens, under a name of its own, so that what another run left behind is in
 * nobody's way; `fill` writes into it and answers the name that it gets. Whatever interrupts this takes it away again.
 */
export async function writeWhole(
  folder: string,
  fill: (write: Write) => Promise<string>,
  { link = linkSync }: Bounds = {},
): Promise<string> {
  const half = join(folder, `mc-export-${process.pid}-${randomBytes(4).toString("hex")}.part`);
  const stop = (signal: NodeJS.Signals) => {
    rmSync(half, { force: true });
    for (const one of SIGNALS) process.off(one, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  let handle: FileHandle | null = null;
  try {
    const opened = await open(half, "wx", 0o600);
    handle = opened;
    const file = await fill(
      async (pieces) => await pipeline(Readable.from(pieces), opened.createWriteStream({ flush: true })),
    );
    name(half, file, link);
    return file;
  } catch (error) {
    throw sayable(error, folder);
  } finally {
    await handle?.close();
    rmSync(half, { force: true });
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** A rename would replace what has appeared meanwhile; a link is refused. */
function name(half: string, file: string, link: NonNullable<Bounds["link"]>): void {
  try {
    link(half, file);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw isThere(file);
    if (!LINKLESS.includes(codeOf(error))) throw error;
    renameInto(half, file);
  }
}

/** Where there are no hard links: the name is taken first, which nobody else can do then, and filled in one step. */
function renameInto(half: string, file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    throw codeOf(error) === "EEXIST" ? isThere(file) : error;
  }
  renameSync(half, file);
}

export function refuseReplacing(file: string): void {
  if (existsSync(file)) throw isThere(file);
}

function isThere(file: string): TypeError {
  return new TypeError(
    `${file} is there already. Move ${basename(file)} away, or give another name with --out.`,
  );
}

/** What a disk refuses, as a sentence that says what to do. */
function sayable(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new TypeError(`There is no folder ${folder}. Make it, or name another one with --out.`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new TypeError(
        `Nothing may be written into ${folder}. Let this user write there, or name another folder with --out.`,
      );
    case "ENOSPC":
    case "EDQUOT":
      return new TypeError(
        `There is no room left in ${folder}, and nothing was kept. Make room, or name another folder with --out.`,
      );
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
