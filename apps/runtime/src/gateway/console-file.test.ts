import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConsoleFile } from "./console-file.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-console-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it("keeps the newest lines and one full file before them, however long a gateway lives", async () => {
  const file = new ConsoleFile(join(dir, "console.log"), 100);
  for (let line = 0; line < 50; line += 1) {
    file.write(`line ${String(line).padStart(2, "0")}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await file.end();
  expect((await readdir(dir)).toSorted()).toEqual(["console.log", "console.log.1"]);
  const texts = await Promise.all(
    ["console.log.1", "console.log"].map((name) => readFile(join(dir, name), "utf8")),
  );
  const lines = texts.join("").trim().split("\n");
  expect(lines.at(-1)).toBe("line 49");
  // Without a gap: what is left is the end of what was written.
  const from = 50 - lines.length;
  expect(lines).toEqual(lines.map((_, index) => `line ${String(from + index).padStart(2, "0")}`));
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(100);
});

it("survives a folder that takes no file", async () => {
  const file = new ConsoleFile(join(dir, "missing", "console.log"), 100);
  for (let line = 0; line < 30; line += 1) file.write("a line of some length");
  await file.end();
  expect(await readdir(dir)).toEqual([]);
});
