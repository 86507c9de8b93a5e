/**
 * One installer at a time on a machine: runtimes of several accounts share the installation folder. The lock is a file that
 * names its holder; a holder that is gone (killed, rebooted) holds nothing.
 */
import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { identify, isSameProcessAlive, type ProcessIdentity } from "../process/identity.ts";
import { sleep } from "../process/sleep.ts";
import { isMissing } from "../storage/files.ts";

const POLL_MS = 500;
const GUARD = ".lock-guard";
/** It is held for as long as it takes to read a line and to remove a file. */
const GUARDED_WITHIN_MS = 5_000;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once when another process holds the lock. */
  readonly onWait: (holderPid: number) => void;
}

/** Resolves with the function that lets go, or with null when the signal aborted first. */
export async function acquireLock(path: string, options: LockOptions): Promise<(() => Promise<void>) | null> {
  await mkdir(dirname(path), { recursive: true });
  const mine = JSON.stringify(await identify(process.pid));
  let hasWaited = false;
  while (!options.signal.aborted) {
    if (await createExclusively(path, mine)) return () => rm(path, { force: true });
    const holder = await readHolder(path);
    if (holder === "gone") continue;
    const { identity, text } = holder;
    if (identity === null || !(await isSameProcessAlive(identity))) {
      removeStale(path, text);
      continue;
    }
    if (!hasWaited) {
      hasWaited = true;
      options.onWait(identity.pid);
    }
    await sleep(POLL_MS, options.signal);
  }
  return null;
}

/** With its content from the first moment on, so that nobody reads half of it. */
async function createExclusively(path: string, content: string): Promise<boolean> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, content, { flag: "wx" });
    await link(beside, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    // A file system without hard links.
    if (codeOf(cause) === "EPERM" || codeOf(cause) === "ENOTSUP") return await createInPlace(path, content);
    throw cause;
  } finally {
    await rm(beside, { force: true });
  }
}

async function createInPlace(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: "wx" });
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw cause;
  }
}

interface Holder {
  /** Null when the file does not say: it was cut off by a power cut, or is still empty. */
  readonly identity: ProcessIdentity | null;
  readonly text: string;
}

async function readHolder(path: string): Promise<Holder | "gone"> {
  let text = "";
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      text = await readFile(path, "utf8");
    } catch (cause) {
      if (isMissing(cause)) return "gone";
      throw cause;
    }
    const identity = identityIn(text);
    if (identity !== null) return { identity, text };
    // Where it is not written in one piece its content is empty for a moment.
    await sleep(100);
  }
  return { identity: null, text };
}

function identityIn(text: string): ProcessIdentity | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || !("pid" in parsed) || typeof parsed.pid !== "number")
    return null;
  const startedAt = "startedAt" in parsed && typeof parsed.startedAt === "string" ? parsed.startedAt : null;
  return { pid: parsed.pid, startedAt };
}

/**
 * Removes the lock if it still is the one that was judged. Looking and removing are one act among all processes: two that find the
 * same dead holder would otherwise remove each other's new lock. What guards it is the operating system's lock, which no process
 * leaves behind.
 */
function removeStale(path: string, judged: string): void {
  const guard = new DatabaseSync(join(dirname(path), GUARD), { timeout: GUARDED_WITHIN_MS });
  try {
    guard.exec("BEGIN EXCLUSIVE");
    if (readFileSync(path, "utf8") === judged) rmSync(path, { force: true });
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
  } finally {
    guard.close();
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : null;
}
