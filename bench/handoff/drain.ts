// A thousand hand-offs queued at once while the runtime is there: real host and runtime, and a stand-in for OpenClaw that follows its
// protocol (packages/testkit/src/fake-openclaw.ts), because this asks for our queue and not for a model's pace.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPENCLAW_VERSION } from "../../apps/runtime/src/openclaw/version.ts";
import { type Crew, createCrew, runsEnded, runtimeOnline } from "../../packages/testkit/src/crew.ts";
import { writeFakeInstallation } from "../../packages/testkit/src/fake-openclaw.ts";
import { sleep, startStack } from "../../packages/testkit/src/stack.ts";
import { exactly, type Figure, plain } from "../figure.ts";

const HANDOFFS = 1_000;
const DRAIN_MS = 900_000;
const PARALLEL_CREATES = 16;

export async function measureDrain(say: (line: string) => void): Promise<Record<string, Figure>> {
  const dir = mkdtempSync(join(tmpdir(), "mc-bench-openclaw-"));
  writeFakeInstallation(dir, OPENCLAW_VERSION);
  const stack = await startStack({ MC_OPENCLAW_DIR: dir });
  try {
    const crew = await createCrew(stack);
    await runtimeOnline(crew, { timeoutMs: 60_000 });
    const taskIds = await queueAll(crew);
    const queuedAt = performance.now();
    say(`${taskIds.length} hand-offs queued`);
    const sessions = await Promise.all(
      taskIds.map(async (taskId) => {
        const runs = await runsEndedSlowly(crew, taskId);
        return runs.map(({ status, queuedAt: from, acceptedAt }) => ({
          status,
          waitedMs: acceptedAt === null ? Number.POSITIVE_INFINITY : acceptedAt - from,
        }));
      }),
    );
    const all = sessions.flat();
    const how = `${HANDOFFS} hand-offs to six agents, each in a session of its own, at six turns at once`;
    return {
      drain_succeeded: exactly(all.filter(({ status }) => status === "succeeded").length, HANDOFFS, {
        unit: "runs",
        how,
      }),
      drain_seconds: plain((performance.now() - queuedAt) / 1000, { unit: "s", how }),
      drain_longest_wait: plain(Math.max(...all.map(({ waitedMs }) => waitedMs)) / 1000, {
        unit: "s",
        how: `${how}; the longest from queued to accepted. A session that starves would wait longer than the whole drain`,
      }),
    };
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function queueAll(crew: Crew): Promise<string[]> {
  const taskIds: string[] = [];
  let index = 0;
  const one = async () => {
    while (index < HANDOFFS) {
      const at = index++;
      const agent = crew.agents[at % crew.agents.length];
      const { taskId } = await crew.mutate<{ taskId: string }>("tasks:create", {
        title: `Queued ${at}`,
        agentIds: agent === undefined ? [] : [agent.agentId],
      });
      taskIds.push(taskId);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_CREATES }, one));
  return taskIds;
}

/** Asked for seldom, so that the asking does not take the machine from what is measured. */
async function runsEndedSlowly(crew: Crew, taskId: string) {
  for (;;) {
    const runs = await crew.query<{ endedAt: number | null }[]>("runs:listByTask", { taskId });
    if (runs.length > 0 && runs.every(({ endedAt }) => endedAt !== null)) break;
    await sleep(5_000 + Math.random() * 5_000);
  }
  return await runsEnded(crew, { taskId, timeoutMs: DRAIN_MS });
}
