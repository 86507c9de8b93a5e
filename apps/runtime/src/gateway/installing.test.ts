import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, it } from "vitest";
import { loadConfig } from "../config.ts";
import { installUntilDone } from "./installing.ts";

it("gives a version up that cannot be had once another is wanted", async () => {
  const dir = await mkdtemp(join(tmpdir(), "mc-installing-"));
  // nothing can be put into a file
  await writeFile(join(dir, "openclaw"), "");
  let wanted = "1.2.3";
  const failures: string[] = [];
  const installation = await installUntilDone({
    version: "1.2.3",
    config: loadConfig({
      PATH: "",
      MC_BACKEND_URL: "http://127.0.0.1:1",
      MC_SERVICE_TOKEN: "service-token",
      MC_RUNTIME_DIR: dir,
      MC_OPENCLAW_DIR: join(dir, "openclaw"),
    }),
    signal: new AbortController().signal,
    isWanted: () => wanted === "1.2.3",
    pause: async () => {
      wanted = "1.2.4";
    },
    logger: pino({ level: "silent" }),
    onProgress: () => undefined,
    onFailure: (detail) => failures.push(detail),
  });
  await rm(dir, { recursive: true, force: true });
  expect(installation).toBeNull();
  expect(failures).toHaveLength(1);
});
