import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { preflight } from "./preflight.ts";

it("ends a program that answers nothing and takes no notice of being asked to end", async () => {
  const dir = await mkdtemp(join(tmpdir(), "mc-preflight-"));
  try {
    await mkdir(join(dir, "state"));
    new DatabaseSync(join(dir, "state", "openclaw.sqlite")).close();
    const entry = join(dir, "openclaw.mjs");
    await writeFile(entry, `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`);
    const asked = preflight({
      installation: { version: "1.2.3", prefix: dir, entry },
      stateDir: dir,
      scratchDir: join(dir, "scratch"),
      env: {},
      signal: new AbortController().signal,
      // longer than it takes the program to begin to take no notice
      withinMs: 2_000,
    });
    await expect(asked).rejects.toMatchObject({ code: "upgrade_refused" });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
