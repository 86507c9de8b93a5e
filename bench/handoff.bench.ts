// Hand-offs, measured: assignment committed → gateway accepts; answer committed → on a second person's screen; the runtime's memory;
// a thousand queued deliveries drained. Real host, runtime, dashboard, browser and gateway (but for the drain, see there).
import { readFileSync } from "node:fs";
import { createCrew, runtimeOnline } from "../packages/testkit/src/crew.ts";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { atMost, type Figure } from "./figure.ts";
import { measureAccepted } from "./handoff/accepted.ts";
import { measureDrain } from "./handoff/drain.ts";
import { measureVisible, openWitness } from "./handoff/visible.ts";

const BOOT_MS = 600_000;

export async function run(say: (line: string) => void): Promise<Record<string, Figure>> {
  const stack = await startStack({ MC_DEMO_WORD_MS: "0" });
  const figures: Record<string, Figure> = {};
  try {
    const crew = await createCrew(stack);
    const witness = await openWitness(stack, crew);
    try {
      await runtimeOnline(crew, { timeoutMs: BOOT_MS, say });
      Object.assign(figures, await measureAccepted(crew, say));
      Object.assign(figures, await measureVisible(crew, witness.page));
      Object.assign(
        figures,
        measureMemory(stack, (await crew.query<{ slug: string }>("accounts:settings")).slug),
      );
    } finally {
      await witness.close();
    }
  } finally {
    await stack.stop();
  }
  Object.assign(figures, await measureDrain(say));
  return figures;
}

/** Resident memory of the runtime alone, after all the turns above; the gateway is a process of its own. Linux only. */
function measureMemory(stack: Stack, slug: string): Record<string, Figure> {
  const pid = stack.pid(`runtime-${slug}`);
  if (pid === null) throw new Error("the runtime is not running");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
  const how = "VmRSS of the runtime's process after all hand-offs of this bench, without the gateway";
  return { runtime_rss: atMost(kilobytes / 1024, 150, { unit: "MB", how }) };
}
