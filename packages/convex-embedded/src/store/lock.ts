/** One host per data folder: two would each think they know the newest commit. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Thrown when another living process holds the folder. */
export class FolderLockedError extends Error {
  override readonly name = "FolderLockedError";
}

const NAME = "host.lock";

/** Returns what gives the folder back. A lock left by a process that is gone is taken over. */
export function lockFolder(dataDir: string): () => void {
  const file = join(dataDir, NAME);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const handle = openSync(file, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = ownerOf(file);
      if (attempt > 0 || isAlive(owner, file)) {
        throw new FolderLockedError(`${dataDir} is in use by process ${owner ?? "?"} (${file})`);
      }
      rmSync(file, { force: true });
    }
  }
}

const held = new Set<string>();

function ownerOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number | null, file: string): boolean {
  if (pid === null) return false;
  // A crashed host's pid may by chance be ours: containers start counting at 1.
  if (pid === process.pid) return held.has(file);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
