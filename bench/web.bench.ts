// The dashboard in real Chromium over 10,000 tasks: how soon the first card is there, what it costs, how quickly a hand is
// followed, and what an hour of live updates leaves behind. Real host, dashboard and browser.
import { loadavg } from "node:os";
import { type Figure, plain } from "./figure.ts";
import { measureActs } from "./web/acts.ts";
import { measureLoads } from "./web/loads.ts";
import { measureMemory } from "./web/memory.ts";
import { openStage } from "./web/stage.ts";

export async function run(say: (line: string) => void): Promise<Record<string, Figure>> {
  const how = "one-minute load average of the box; figures of time suffer from it";
  const stage = await openStage(say);
  try {
    return {
      load_before: plain(loadavg()[0] ?? 0, { unit: "processes", how }),
      ...(await measureLoads(stage, say)),
      ...(await measureActs(stage, say)),
      ...(await measureMemory(stage, say)),
      load_after: plain(loadavg()[0] ?? 0, { unit: "processes", how }),
    };
  } finally {
    await stage.close();
  }
}
