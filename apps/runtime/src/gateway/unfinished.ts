/**
 * Databases that a killed gateway was just making. OpenClaw creates the file first and its tables afterwards; ended in between
 * (kill -9, power cut), the file stays without a table, and every later start refuses it for ever with exit code 78 ("has no
 * schema ownership metadata"; seen with 2026.9.6). Nothing can be in it, so it goes, and OpenClaw makes it anew.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { GatewayPaths } from "./config.ts";

const SIDE_FILES = ["", "-wal", "-shm"];

/** While no gateway runs. Answers which files were removed; what cannot be read as a database is left to OpenClaw's own words. */
export async function removeUnfinishedDatabases({ stateDir }: GatewayPaths): Promise<string[]> {
  const agents = await namesIn(join(stateDir, "agents"));
  const files = [
    join(stateDir, "state", "openclaw.sqlite"),
    ...agents.map((agent) => join(stateDir, "agents", agent, "agent", "openclaw-agent.sqlite")),
  ];
  const unfinished = files.filter(hasNoTable);
  for (const file of unfinished) {
    for (const ending of SIDE_FILES) await rm(`${file}${ending}`, { force: true });
  }
  return unfinished;
}

/** Opening it takes over what its write-ahead log still holds, so that a table which is only there counts. */
function hasNoTable(file: string): boolean {
  let database: DatabaseSync | null = null;
  try {
    // "rw" and not "rwc": what is not there is not made
    database = new DatabaseSync(new URL(`${pathToFileURL(file).href}?mode=rw`));
    return database.prepare("SELECT 1 FROM sqlite_master LIMIT 1").get() === undefined;
  } catch {
    return false;
  } finally {
    database?.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
