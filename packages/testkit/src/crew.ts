// An account with the demo team on a running stack, driven by the same public functions as the dashboard.
import type { Identity, Stack } from "./stack.ts";
import { sleep } from "./stack.ts";

export const ada: Identity = {
  issuer: "https://local.mission-control",
  subject: "ada",
  name: "Ada",
  email: "ada@example.test",
};

export type Crew = {
  readonly accountId: string;
  readonly agents: readonly { agentId: string; slug: string; name: string }[];
  query<T>(path: string, args?: Record<string, unknown>): Promise<T>;
  mutate<T>(path: string, args?: Record<string, unknown>): Promise<T>;
};

/** Creates an account with the demo team; every later call is made by its owner. */
export async function createCrew(stack: Pick<Stack, "call">, identity: Identity = ada): Promise<Crew> {
  const { accountId } = (await stack.call(
    "mutation",
    "accounts:create",
    { name: `${identity.name}'s account`, withDemoTeam: true },
    identity,
  )) as { accountId: string };
  const query = async <T>(path: string, args: Record<string, unknown> = {}) =>
    (await stack.call("query", path, { accountId, ...args }, identity)) as T;
  const mutate = async <T>(path: string, args: Record<string, unknown> = {}) =>
    (await stack.call("mutation", path, { accountId, ...args }, identity)) as T;
  return { accountId, agents: await query("agents:list"), query, mutate };
}

/** Waits until the account's runtime reports that its gateway takes turns. `say` hears every change of its state. */
export async function runtimeOnline(
  crew: Crew,
  { timeoutMs, say = () => {} }: { timeoutMs: number; say?: (line: string) => void },
): Promise<void> {
  const until = performance.now() + timeoutMs;
  let last = "";
  while (performance.now() < until) {
    const runtime = await crew.query<{ status: string; reasons: string[] } | null>("runtimes:current");
    const now = `${runtime?.status ?? "none"} ${runtime?.reasons.join("; ") ?? ""}`.trim();
    if (now !== last) say(`runtime: ${now}`);
    last = now;
    if (runtime?.status === "online") return;
    await sleep(250);
  }
  throw new Error(`the runtime did not come online within ${timeoutMs} ms; it is ${last}`);
}

export type RunView = {
  runId: string;
  status: string;
  attempt: number;
  queuedAt: number;
  acceptedAt: number | null;
  endedAt: number | null;
};

/** Waits until every run of the task has ended; returns them. */
export async function runsEnded(
  crew: Crew,
  { taskId, timeoutMs }: { taskId: string; timeoutMs: number },
): Promise<RunView[]> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const runs = await crew.query<RunView[]>("runs:listByTask", { taskId });
    if (runs.length > 0 && runs.every((run) => run.endedAt !== null)) return runs;
    if (performance.now() > until)
      throw new Error(
        `runs of ${taskId} did not end: ${JSON.stringify(runs.map(({ status, attempt }) => ({ status, attempt })))}`,
      );
    await sleep(50);
  }
}
