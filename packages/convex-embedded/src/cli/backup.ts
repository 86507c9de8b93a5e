/**
 * A copy of a data folder that can be started from, taken while its host runs or not: the database as of one commit
 * (copying its file alone would lose what is in the WAL), then the files.
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { Connection } from "../store/sqlite.ts";
import { UsageError } from "./options.ts";

const DATABASE_FILE = "data.sqlite";
const STORAGE_FOLDER = "storage";

/** Writes the folder `to`, which must not exist; it appears under its name only when it is complete. */
export function backUp({ dataDir, to }: { dataDir: string; to: string }): void {
  const database = path.join(dataDir, DATABASE_FILE);
  if (!existsSync(database)) throw new UsageError(`${dataDir} is no data folder: it has no ${DATABASE_FILE}`);
  if (existsSync(to)) throw new UsageError(`${to} exists already`);
  const partial = `${to}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const connection = new Connection(database, { durability: "full", isReadOnly: false });
  try {
    connection.run("VACUUM INTO ?", path.join(partial, DATABASE_FILE));
  } finally {
    connection.close();
  }
  const storage = path.join(dataDir, STORAGE_FOLDER);
  if (existsSync(storage)) cpSync(storage, path.join(partial, STORAGE_FOLDER), { recursive: true });
  renameSync(partial, to);
}
