import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

it("ends a process whose runtime was killed before it could look for its parent", async () => {
  const runtime = spawn(process.execPath, ["-e", ""]);
  await once(runtime, "exit");
  const hangUp = new URL(`./die-with-parent.mjs?of=${runtime.pid}`, import.meta.url).href;
  const child = spawn(process.execPath, ["--import", hangUp, "-e", "setInterval(() => {}, 1000)"]);
  expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
});

it("leaves a process alone while its runtime lives", async () => {
  const hangUp = new URL(`./die-with-parent.mjs?of=${process.pid}`, import.meta.url).href;
  const child = spawn(process.execPath, ["--import", hangUp, "-e", "setTimeout(() => {}, 2500)"]);
  expect(await once(child, "exit")).toEqual([0, null]);
});
