/**
 * People, runtimes and the clock in any order, including late, repeated and forgotten acts. After every act the
 * books balance: one answer per run at most, mirrors equal to the runs, counters equal to the rows.
 */
import { isActive, isTerminal, MAX_ATTEMPTS } from "@mc/shared/delivery/run";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, type TestBackend, travel } from "./backends";
import { addAgent, addTask, api, complete, createWorld, fail, internal, queueOf, type World } from "./world";

type Held = { runId: Id<"runs">; fence: number };
type Desk = { world: World; tasks: Id<"tasks">[]; agents: Id<"agents">[]; held: Held[]; sent: number };

const pick = fc.nat({ max: 50 });
const of = (...kinds: string[]) => fc.record({ kind: fc.constantFrom(...kinds), n: pick });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("say"), n: pick, names: fc.boolean() }) },
  { weight: 5, arbitrary: of("lease") },
  {
    weight: 5,
    arbitrary: of("complete", "complete", "fail", "give up", "release", "progress", "renew", "cancelled"),
  },
  {
    weight: 3,
    arbitrary: of("cancel", "retry", "stop", "archive", "restore", "unassign", "assign", "pause", "resume"),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait"), n: fc.constantFrom(1, 6, 70, 400, 2000) }) },
);
type Act = { kind: string; n: number; names?: boolean };

/** Every act may be refused; a refusal is an answer like any other. */
async function perform(desk: Desk, { kind, n, names }: Act): Promise<void> {
  const { world, tasks, agents, held } = desk;
  const { t, accountId, owner, serviceToken } = world;
  const taskId = tasks[n % tasks.length];
  const agentId = agents[n % agents.length];
  const lease = held.length > 0 ? held[n % held.length] : undefined;
  if (!taskId || !agentId) return;
  switch (kind) {
    case "say":
      desk.sent += 1;
      await owner.as.mutation(api.messages.create, {
        accountId,
        taskId,
        body: names ? "@agents go" : "news",
        clientKey: `${desk.sent}`,
      });
      return;
    case "lease": {
      const { ready } = await queueOf(world);
      const next = ready[n % Math.max(1, ready.length)];
      if (!next) return;
      const got = await t.mutation(api.service.runs.lease, {
        serviceToken,
        runId: next.runId,
        leaseMs: 5_000,
      });
      if (got.kind === "leased") held.push(got);
      return;
    }
    case "wait":
      travel(n * 1000);
      await t.mutation(internal.runs.sweep, {});
      return;
    case "cancel":
    case "retry": {
      const rows = await owner.as.query(api.runs.listByTask, { accountId, taskId });
      const run = rows[n % Math.max(1, rows.length)];
      if (run)
        await owner.as.mutation(kind === "cancel" ? api.runs.cancel : api.runs.retry, {
          accountId,
          runId: run.runId,
        });
      return;
    }
    case "stop":
      await owner.as.mutation(api.tasks.stop, { accountId, taskId });
      return;
    case "archive":
      await owner.as.mutation(api.tasks.archive, { accountId, taskId });
      return;
    case "restore":
      await owner.as.mutation(api.tasks.restore, { accountId, taskId });
      return;
    case "assign":
    case "unassign":
      await owner.as.mutation(api.tasks.assign, {
        accountId,
        taskId,
        memberIds: [],
        agentIds: kind === "assign" ? [agentId] : [],
      });
      return;
    case "pause":
    case "resume":
      await owner.as.mutation(api.agents.setPaused, { accountId, agentId, isPaused: kind === "pause" });
      return;
  }
  if (lease) await performHeld(world, lease, { kind, n });
}

/** Under a lease that may be long gone: the act decides nothing about that. */
async function performHeld(world: World, lease: Held, { kind, n }: Act): Promise<void> {
  const { t, serviceToken } = world;
  const { runId, fence } = lease;
  switch (kind) {
    case "complete":
      await complete(world, lease, `answer ${n} @agents`);
      return;
    case "fail":
      await fail(world, lease);
      return;
    case "give up":
      await fail(world, lease, false);
      return;
    case "release":
      await t.mutation(api.service.runs.release, { serviceToken, runId, fence });
      return;
    case "progress":
      await t.mutation(api.service.runs.progress, {
        serviceToken,
        runId,
        fence,
        text: "text",
        tool: { name: "x", phase: "start" },
      });
      return;
    case "renew":
      await t.mutation(api.service.runs.renew, { serviceToken, runId, fence, leaseMs: 5_000 });
      return;
    case "cancelled":
      await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence });
      return;
  }
}

async function attempt(desk: Desk, asked: Act): Promise<void> {
  try {
    await perform(desk, asked);
  } catch (error) {
    const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
    const { code } = (typeof data === "string" ? JSON.parse(data) : (data ?? {})) as { code?: string };
    if (code === undefined || code === "internal") throw error;
  }
}

async function books(t: TestBackend) {
  return await t.run(async (ctx) => ({
    runs: await ctx.db.query("runs").take(1000),
    leases: await ctx.db.query("leases").take(1000),
    streams: await ctx.db.query("runStreams").take(1000),
    tasks: await ctx.db.query("tasks").take(100),
    states: await ctx.db.query("agentStates").take(100),
    counters: await ctx.db.query("counters").take(100),
    messages: await ctx.db.query("messages").take(1000),
  }));
}

async function audit(t: TestBackend): Promise<void> {
  const { runs, leases, streams, tasks, states, counters, messages } = await books(t);
  const active = runs.filter(({ status }) => isActive(status));
  const ids = (rows: readonly { _id: string }[]) => rows.map(({ _id }) => _id as string).toSorted();
  expect(leases.map(({ runId }) => runId as string).toSorted()).toEqual(ids(active));
  for (const { runId } of streams) expect(ids(active)).toContain(runId);
  expect(tasks.flatMap(({ running }) => running.map(({ runId }) => runId as string)).toSorted()).toEqual(
    ids(runs.filter(({ status }) => !isTerminal(status))),
  );
  for (const task of tasks) {
    for (const entry of task.running)
      expect(entry.status).toBe(runs.find(({ _id }) => _id === entry.runId)?.status);
    expect(task.messageCount).toBe(messages.filter(({ taskId }) => taskId === task._id).length);
  }
  expect(
    states.flatMap(({ activeRuns }) => activeRuns.map(({ runId }) => runId as string)).toSorted(),
  ).toEqual(ids(active));
  const count = (key: string) => counters.find((row) => row.key === key)?.value ?? 0;
  const numbers = counters.find(({ key }) => key === "tasks")?.values;
  expect(count("runs:queued")).toBe(runs.filter(({ status }) => status === "queued").length);
  expect(count("runs:active")).toBe(active.length);
  for (const status of ["inbox", "assigned", "blocked", "archived"]) {
    expect([status, numbers?.[`tasks:${status}`] ?? 0]).toEqual([
      status,
      tasks.filter(({ state }) => state.status === status).length,
    ]);
  }
  for (const run of runs) {
    const answers = messages.filter(({ runId, kind }) => runId === run._id && kind === "answer");
    expect(answers.length).toBe(run.status === "succeeded" ? 1 : 0);
    expect(run.attempt).toBeLessThanOrEqual(MAX_ATTEMPTS);
  }
  const sessions = active.map(({ sessionKey }) => sessionKey);
  const now = Date.now();
  const valid = leases.filter(({ leaseUntil }) => leaseUntil > now).map(({ sessionKey }) => sessionKey);
  expect(new Set(valid).size).toBe(valid.length);
  expect(sessions.length).toBe(leases.length);
}

describe.each(BACKENDS)("delivery under any order of events on $name", ({ name, start }) => {
  test("[N3][N4] the books balance after every act", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        const world = await createWorld(start());
        const agents = [(await addAgent(world, "Theo")).agentId, (await addAgent(world, "Ines")).agentId];
        const tasks = [(await addTask(world, { agentIds: agents })).taskId, (await addTask(world)).taskId];
        const desk: Desk = { world, tasks, agents, held: [], sent: 0 };
        for (const asked of acts) {
          await attempt(desk, asked);
          await audit(world.t);
        }
        vi.useRealTimers();
      }),
      { numRuns: name === "convex-test" ? 40 : 8 },
    );
  });
});
