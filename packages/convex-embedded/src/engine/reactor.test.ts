import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Executor, QueryRun } from "../code/executor.ts";
import { silentLogger } from "../observability/logger.ts";
import { Database } from "../store/database.ts";
import { ReadSet, type Touched } from "../store/readSet.ts";
import { Reactor } from "./reactor.ts";

it("what was written while nobody listened is not kept for those who come", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "reactor-"));
  const database = new Database(folder, "full");
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run: QueryRun = {
    result: { ok: true, value: "1", logLines: [] },
    readSet: new ReadSet(),
    journal: null,
    hasObservedIdentity: false,
    startedAtMs: 0,
  };
  const runQuery = vi.fn(async () => run);
  const executor = { runQuery } as unknown as Executor;
  const reactor = new Reactor({ database, executor, logger: silentLogger, isParanoid: false });
  const looked = vi.fn();
  const touched = (): Touched => ({
    get ids() {
      looked();
      return [];
    },
    keys: [],
    marks: [],
    texts: [],
  });
  for (let writes = 0; writes < 3; writes += 1) reactor.committed([touched()]);
  const ended = vi.fn();
  const request = { path: "any", args: {}, journal: null, subject: { identity: null, isAdmin: false } };
  reactor.subscribe(request, { roundEnded: ended });
  await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  expect(runQuery).toHaveBeenCalledTimes(1);
  expect(looked).not.toHaveBeenCalled();
  reactor.committed([touched()]);
  await vi.waitFor(() => expect(looked).toHaveBeenCalled());
  await reactor.stop();
});
