import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { acquireLock } from "./lock.ts";

/** Between judging a holder and doing something about it. */
const judged = vi.hoisted(() => ({ pause: async (): Promise<void> => undefined }));
vi.mock(import("../process/identity.ts"), async (original) => {
  const real = await original();
  return {
    ...real,
    isSameProcessAlive: async (identity) => {
      const isAlive = await real.isSameProcessAlive(identity);
      await judged.pause();
      return isAlive;
    },
  };
});

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-lock-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it("of a holder that is gone goes to one of two that found it so, also when the other one is slow", async () => {
  const path = join(dir, "lock");
  await writeFile(path, JSON.stringify({ pid: process.pid, startedAt: "another process" }));
  const [hasJudged, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  judged.pause = async () => {
    judged.pause = async () => undefined;
    hasJudged.resolve();
    await goOn.promise;
  };
  const over = new AbortController();
  // whoever waits has seen that somebody else holds it
  const slow = acquireLock(path, { signal: over.signal, onWait: () => over.abort() });
  await hasJudged.promise;
  const release = await acquireLock(path, {
    signal: new AbortController().signal,
    onWait: () => undefined,
  });
  expect(release).not.toBeNull();
  goOn.resolve();
  expect(await slow).toBeNull();
  await release?.();
  expect(
    await acquireLock(path, { signal: AbortSignal.timeout(10_000), onWait: () => undefined }),
  ).not.toBeNull();
});
