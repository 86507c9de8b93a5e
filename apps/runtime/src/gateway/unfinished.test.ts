import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gatewayPaths } from "./config.ts";
import { removeUnfinishedDatabases } from "./unfinished.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc unfinished?%-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function agentFolder(slug: string): Promise<string> {
  const folder = join(gatewayPaths(dir).stateDir, "agents", slug, "agent");
  await mkdir(folder, { recursive: true });
  return folder;
}

/** As OpenClaw's is in the moment between the file and its tables. */
function begin(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode=WAL");
  return database;
}

it("removes what holds no table, and nothing else", async () => {
  const [quinn, mara, theo, ines] = [
    await agentFolder("quinn"),
    await agentFolder("mara"),
    await agentFolder("theo"),
    await agentFolder("ines"),
  ];
  begin(join(quinn, "openclaw-agent.sqlite")).close();
  await writeFile(join(quinn, "openclaw-agent.sqlite-wal"), "");
  const finished = begin(join(mara, "openclaw-agent.sqlite"));
  finished.exec("CREATE TABLE meta (version)");
  await writeFile(join(theo, "openclaw-agent.sqlite"), "no database at all, but somebody's");
  await writeFile(join(ines, "openclaw-agent.sqlite"), "");
  // its table is in the write-ahead log only, as after kill -9
  const removed = await removeUnfinishedDatabases(gatewayPaths(dir));
  finished.close();
  expect(removed.toSorted()).toEqual([
    join(ines, "openclaw-agent.sqlite"),
    join(quinn, "openclaw-agent.sqlite"),
  ]);
  expect(await readdir(quinn)).toEqual([]);
  expect(await readdir(mara)).toEqual(["openclaw-agent.sqlite"]);
  expect(await readdir(theo)).toEqual(["openclaw-agent.sqlite"]);
});

it("makes nothing where no gateway has been", async () => {
  expect(await removeUnfinishedDatabases(gatewayPaths(dir))).toEqual([]);
  expect(await readdir(dir)).toEqual([]);
});
