/**
 * Which process a number means. Process ids are reused, so a lock or a pid file names the start time as well: only the pair
 * says that it is still the same process.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for the same process, different for a later one with the same pid. Null where the system does not tell. */
  readonly startedAt: string | null;
}

export async function identify(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: await startTime(pid) };
}

export async function isSameProcessAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (cause) {
    // Somebody else's process: whether it is the one that is meant, its start time tells as well.
    if (!(cause instanceof Error && "code" in cause && cause.code === "EPERM")) return false;
  }
  const startedAt = await startTime(identity.pid);
  if (startedAt === "zombie") return false;
  return identity.startedAt === null || startedAt === null || startedAt === identity.startedAt;
}

async function startTime(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      // The name may contain spaces and brackets: count the fields after the last bracket (state is field 3, start time 22).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? "zombie" : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  if (process.platform === "win32") return null;
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
