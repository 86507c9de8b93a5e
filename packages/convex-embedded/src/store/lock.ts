/**
 * One host per data folder: two would each think they know the newest commit. The lock is the operating system's, held
 * through an open SQLite transaction: it is gone the moment its process is, however it ended, so no stale file can keep
 * a restarted host out and no other process's number can be mistaken for the owner's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Thrown when another living process holds the folder. */
export class FolderLockedError extends Error {
  override readonly name = "FolderLockedError";
}

const LOCK = "host.lock";
/** Who holds the lock, for the sentence that people read; no decision rests on it. */
const OWNER = "host.pid";

/** Returns what gives the folder back. Throws FolderLockedError. */
export function lockFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, LOCK), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    throw new FolderLockedError(`${dataDir} is in use by process ${ownerOf(dataDir)}`);
  }
  writeFileSync(join(dataDir, OWNER), String(process.pid));
  return () => lock.close();
}

function ownerOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, OWNER), "utf8").trim();
  } catch {
    return "?";
  }
}
