/**
 * One installer at a time on a machine: runtimes of several accounts share the installation folder. The lock is a file that
 * names its holder; a holder that is gone (killed, rebooted) holds nothing.
 */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { identify, isSameProcessAlive, type ProcessIdentity } from "../process/identity.ts";
import { sleep } from "../process/sleep.ts";
import { isMissing } from "../storage/files.ts";

const POLL_MS = 500;

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
    if (holder !== "gone" && (holder === "unreadable" || !(await isSameProcessAlive(holder)))) {
      await removeStale(path, holder);
      continue;
    }
    if (holder !== "gone" && !hasWaited) {
      hasWaited = true;
      options.onWait(holder.pid);
    }
    await sleep(POLL_MS, options.signal);
  }
  return null;
}

async function createExclusively(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw cause;
  }
}

async function readHolder(path: string): Promise<ProcessIdentity | "gone" | "unreadable"> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const parsed: unknown = JSON.parse(await readFile(path, "utf8"));
      if (
        typeof parsed === "object" &&
        parsed !== null &&
        "pid" in parsed &&
        typeof parsed.pid === "number"
      ) {
        const startedAt =
          "startedAt" in parsed && typeof parsed.startedAt === "string" ? parsed.startedAt : null;
        return { pid: parsed.pid, startedAt };
      }
    } catch (cause) {
      if (isMissing(cause)) return "gone";
    }
    // Between creating the file and writing it the content is empty: give its owner a moment.
    await sleep(100);
  }
  return "unreadable";
}

/** Removes the lock only if it still is the stale one that was judged: somebody else may have taken it over meanwhile. */
async function removeStale(path: string, judged: ProcessIdentity | "unreadable"): Promise<void> {
  const now = await readHolder(path);
  const isTheSame =
    now === "unreadable"
      ? judged === "unreadable"
      : now !== "gone" && judged !== "unreadable" && now.pid === judged.pid;
  if (isTheSame) await rm(path, { force: true });
}
