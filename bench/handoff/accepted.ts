// From the commit of the mutation that assigns an agent to the gateway's acceptance of its turn; times are the backend's own.
import { type Crew, runsEnded } from "../../packages/testkit/src/crew.ts";
import { atMost, type Figure, plain, quantile } from "../figure.ts";

const FRESH = 50;
const WARM = 60;
const TURN_MS = 120_000;
const JUST_US = "the scripted demo model answers at once, so this is the gateway's time and our own";

type Times = { acceptedMs: number[]; answeredMs: number[] };

export async function measureAccepted(
  crew: Crew,
  say: (line: string) => void,
): Promise<Record<string, Figure>> {
  const fresh = await handOver(FRESH, say, (index) => newTask(crew, index));
  const warm = await measureWarm(crew, say);
  const first = `${FRESH} assignments one after the other, each to a session that never had a turn; from the assigning to the accepting mutation`;
  const again = `${WARM} assignments of tasks whose session had a turn before, one after the other; from the assigning to the accepting mutation`;
  return {
    accepted_p50: atMost(quantile(warm.acceptedMs, 0.5), 100, { unit: "ms", how: again }),
    accepted_p99: atMost(quantile(warm.acceptedMs, 0.99), 500, { unit: "ms", how: again }),
    answered_p50: plain(quantile(warm.answeredMs, 0.5), { unit: "ms", how: `${again}; ${JUST_US}` }),
    accepted_fresh_p50: plain(quantile(fresh.acceptedMs, 0.5), { unit: "ms", how: first }),
    accepted_fresh_p99: plain(quantile(fresh.acceptedMs, 0.99), { unit: "ms", how: first }),
    answered_fresh_p50: plain(quantile(fresh.answeredMs, 0.5), { unit: "ms", how: `${first}; ${JUST_US}` }),
  };

  async function handOver(
    times: number,
    tell: (line: string) => void,
    next: (index: number) => Promise<{ taskId: string; agentId: string }>,
  ): Promise<Times> {
    const measured: Times = { acceptedMs: [], answeredMs: [] };
    for (let index = 0; index < times; index += 1) {
      const { taskId, agentId } = await next(index);
      const known = new Set((await runsOf(crew, taskId)).map(({ runId }) => runId));
      await crew.mutate("tasks:assign", { taskId, memberIds: [], agentIds: [agentId] });
      const ended = await runsEnded(crew, { taskId, timeoutMs: TURN_MS });
      const run = ended.find(({ runId }) => !known.has(runId));
      if (run?.status !== "succeeded" || run.acceptedAt === null || run.endedAt === null)
        throw new Error(`hand-off ${index} ended as ${JSON.stringify(run)}`);
      measured.acceptedMs.push(run.acceptedAt - run.queuedAt);
      measured.answeredMs.push(run.endedAt - run.queuedAt);
      if (index % 20 === 19)
        tell(`${index + 1} of ${times}: median ${quantile(measured.acceptedMs, 0.5)} ms to accepted`);
    }
    return measured;
  }

  async function measureWarm(of: Crew, tell: (line: string) => void): Promise<Times> {
    const pairs = await Promise.all(of.agents.map((_, index) => newTask(of, index)));
    for (const { taskId, agentId } of pairs) {
      await of.mutate("tasks:assign", { taskId, memberIds: [], agentIds: [agentId] });
      await runsEnded(of, { taskId, timeoutMs: TURN_MS });
    }
    return await handOver(WARM, tell, async (index) => {
      const pair = pairs[index % pairs.length];
      if (pair === undefined) throw new Error("the demo team has no agents");
      await of.mutate("tasks:assign", { taskId: pair.taskId, memberIds: [], agentIds: [] });
      return pair;
    });
  }
}

const runsOf = (crew: Crew, taskId: string) => crew.query<{ runId: string }[]>("runs:listByTask", { taskId });

/** A task of its own, given to nobody yet. */
async function newTask(crew: Crew, index: number): Promise<{ taskId: string; agentId: string }> {
  const agent = crew.agents[index % crew.agents.length];
  if (agent === undefined) throw new Error("the demo team has no agents");
  const { taskId } = await crew.mutate<{ taskId: string }>("tasks:create", { title: `Hand-off ${index}` });
  return { taskId, agentId: agent.agentId };
}
