import path from "node:path";
import { describe, expect, it } from "vitest";
import { fn, httpClient, startHost, temporaryFolder, until } from "./support/host.ts";

const functionsDir = path.join(import.meta.dirname, "fixtures", "crons");

describe("cron jobs", () => {
  it("[CR1] an interval runs when deployed and again in its rhythm, but not again for a restart", async () => {
    const dataDir = temporaryFolder();
    const first = await startHost({ functionsDir, dataDir });
    const ticks = async (host: { url: string }) =>
      (await httpClient(host).query(fn("ticks:count"), {})) as number;
    await until(async () => (await ticks(first)) >= 2);
    await first.stop();
    const second = await startHost({ functionsDir, dataDir });
    const before = await ticks(second);
    await until(async () => (await ticks(second)) > before);
    expect(before).toBeLessThanOrEqual(4);
  });
});
