// From the commit of the mutation that assigns an agent to the gateway's acceptance of the turn: real host, runtime and gateway.
import { createCrew, runsEnded, runtimeOnline } from "../packages/testkit/src/crew.ts";
import { startStack } from "../packages/testkit/src/stack.ts";
import { atMost, type Figure, plain, quantile } from "./figure.ts";

const assignments = 50;
const bootMs = 600_000;
const turnMs = 120_000;

export async function run(say: (line: string) => void): Promise<Record<string, Figure>> {
  const stack = await startStack({ MC_DEMO_WORD_MS: "0" });
  try {
    const crew = await createCrew(stack);
    await runtimeOnline(crew, { timeoutMs: bootMs, say });
    const acceptedMs: number[] = [];
    const answeredMs: number[] = [];
    for (let i = 0; i < assignments; i++) {
      const agent = crew.agents[i % crew.agents.length];
      if (agent === undefined) throw new Error("the demo team has no agents");
      const { taskId } = await crew.mutate<{ taskId: string }>("tasks:create", { title: `Hand-off ${i}` });
      await crew.mutate("tasks:assign", { taskId, memberIds: [], agentIds: [agent.agentId] });
      const [first] = await runsEnded(crew, { taskId, timeoutMs: turnMs });
      if (first?.status !== "succeeded" || first.acceptedAt === null || first.endedAt === null)
        throw new Error(`hand-off ${i} ended as ${JSON.stringify(first)}`);
      acceptedMs.push(first.acceptedAt - first.queuedAt);
      answeredMs.push(first.endedAt - first.queuedAt);
      if (i % 10 === 9) say(`${i + 1} of ${assignments}: median ${quantile(acceptedMs, 0.5)} ms to accepted`);
    }
    const how = `${assignments} assignments one after the other, each to a fresh session; times are the backend's own, set in the assigning and the accepting mutation`;
    return {
      handoff_accepted_p50: atMost(quantile(acceptedMs, 0.5), 250, { unit: "ms", how }),
      handoff_accepted_p99: plain(quantile(acceptedMs, 0.99), { unit: "ms", how }),
      handoff_answered_p50: plain(quantile(answeredMs, 0.5), {
        unit: "ms",
        how: `${how}; the scripted demo model answers at once, so this is the gateway's and our own time`,
      }),
    };
  } finally {
    await stack.stop();
  }
}
