import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  internal,
  join,
  leaseFirst,
  queueOf,
  refusal,
  type World,
} from "./world";

const DAY = 24 * 3_600_000;

/** Each answered turn of the test's world costs a cent and 120 tokens. */
async function office(start: () => World["t"]) {
  const world = await createWorld(start());
  const { accountId, owner, serviceToken, t } = world;
  const { agentId } = await addAgent(world, "Theo");
  const { taskId } = await addTask(world, { agentIds: [agentId] });
  let said = 0;
  const say = () => {
    said += 1;
    return owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "@theo again",
      clientKey: String(said),
    });
  };
  const set = (
    fields: Partial<{ limitUsd: number | null; limitTokens: number | null; warnPercent: number }> = {},
  ) =>
    owner.as.mutation(api.budgets.set, {
      accountId,
      agentId,
      period: "day",
      limitUsd: 0.02,
      limitTokens: null,
      warnPercent: 50,
      ...fields,
    });
  const lease = (runId: Awaited<ReturnType<typeof queueOf>>["ready"][number]["runId"]) =>
    t.mutation(api.service.runs.lease, { serviceToken, runId, leaseMs: 60_000 });
  const alerts = async () => (await inbox(world, owner)).filter(({ type }) => type === "budget_alert");
  const budgets = () => owner.as.query(api.budgets.list, { accountId, agentId });
  const run = async () => (await owner.as.query(api.runs.listByTask, { accountId, taskId }))[0];
  const face = async () => (await owner.as.query(api.agents.list, { accountId }))[0];
  return { world, agentId, taskId, say, set, lease, alerts, budgets, run, face };
}

describe.each(BACKENDS)("budgets on $name", ({ start }) => {
  test("warn once, stop before the next turn, and say why and what to do", async () => {
    const { world, say, set, lease, alerts, budgets, run, face } = await office(start);
    await set();
    await complete(world, await leaseFirst(world));
    expect(await alerts()).toMatchObject([{ title: "Theo is close to its budget" }]);
    expect(await budgets()).toMatchObject([{ state: "near", share: 0.5, spent: { usd: 0.01, tokens: 120 } }]);
    await say();
    const second = await leaseFirst(world);
    await say();
    await complete(world, second);
    expect((await alerts()).map(({ title }) => title)).toEqual([
      "Theo is over budget; no new turn starts",
      "Theo is close to its budget",
    ]);
    expect((await queueOf(world)).ready).toEqual([]);
    const waiting = await run();
    expect(waiting).toMatchObject({
      status: "queued",
      why: {
        sentence:
          "Over budget: Theo has used $0.02 of $0.02 today. It goes on at midnight (UTC), or when an admin raises the budget.",
        actions: ["raise_budget", "cancel"],
      },
    });
    if (!waiting) throw new TypeError("no run");
    expect(await lease(waiting.runId)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("Over budget"),
    });
    expect(await face()).toMatchObject({
      hold: { kind: "budget" },
      statusSentence: expect.any(String),
    });
    const { accountId, owner } = world;
    expect(await owner.as.query(api.agents.readiness, { accountId })).toMatchObject([
      { isPaused: false, isExternal: false, hold: { kind: "budget" } },
    ]);
    expect(await alerts()).toHaveLength(2);
    expect(await activityTypes(world)).toEqual(expect.arrayContaining(["budget_set", "budget_stopped"]));
  });

  test("raised, removed or in a new period, the work goes on by itself", async () => {
    const { world, say, set, budgets, alerts } = await office(start);
    const { accountId, owner, t } = world;
    await set({ limitUsd: 0.01 });
    await complete(world, await leaseFirst(world));
    await say();
    expect((await queueOf(world)).ready).toEqual([]);
    await set({ limitUsd: 0.02, warnPercent: 100 });
    expect((await queueOf(world)).ready).toHaveLength(1);
    await complete(world, await leaseFirst(world));
    await say();
    expect((await queueOf(world)).ready).toEqual([]);
    travel(DAY);
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await t.mutation(internal.budgets.sweep, {})).toEqual({ reviewed: 1 });
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect(await t.mutation(internal.budgets.sweep, {})).toEqual({ reviewed: 0 });
    expect(await budgets()).toMatchObject([{ state: "within", spent: { usd: 0 }, stoppedUntil: null }]);
    await complete(world, await leaseFirst(world));
    await say();
    await complete(world, await leaseFirst(world));
    await say();
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await alerts()).toHaveLength(3);
    const [budget] = await budgets();
    if (!budget) throw new TypeError("no budget");
    await owner.as.mutation(api.budgets.remove, { accountId, budgetId: budget.budgetId });
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect(await activityTypes(world)).toEqual(expect.arrayContaining(["budget_released", "budget_removed"]));
  });

  test("the account's budget holds for every agent, in tokens, also for a heartbeat and for work that comes later", async () => {
    const { world, agentId, say } = await office(start);
    const { accountId, owner, serviceToken, t } = world;
    await complete(world, await leaseFirst(world));
    await owner.as.mutation(api.budgets.set, {
      accountId,
      agentId: null,
      period: "month",
      limitUsd: null,
      limitTokens: 100,
      warnPercent: 80,
    });
    const ines = await addAgent(world, "Ines");
    const other = await addTask(world, { agentIds: [ines.agentId] });
    await say();
    expect((await queueOf(world)).ready).toEqual([]);
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId: other.taskId });
    expect(run?.why?.sentence).toBe(
      "Over budget: The account has used 120 of 100 tokens this month. It goes on on the first of the month (UTC), or when an admin raises the budget.",
    );
    const beat = t.mutation(api.service.heartbeats.decide, { serviceToken, agentSlug: "theo", beat: 1 });
    expect(await beat).toMatchObject({ kind: "refused", reason: expect.stringContaining("Over budget") });
    expect(await owner.as.query(api.budgets.list, { accountId })).toMatchObject([
      { subject: { kind: "account" }, period: "month", state: "over", by: "tokens", unpriced: null },
    ]);
    // An agent that is removed takes its budgets with it.
    const fields = {
      accountId,
      agentId,
      period: "day" as const,
      limitUsd: 1,
      limitTokens: null,
      warnPercent: 80,
    };
    await owner.as.mutation(api.budgets.set, fields);
    await owner.as.mutation(api.agents.remove, { accountId, agentId });
    expect(await owner.as.query(api.budgets.list, { accountId })).toHaveLength(1);
  });

  test("what has no price is told beside a budget in dollars, and counts in tokens", async () => {
    const { world, set, budgets, say } = await office(start);
    const { serviceToken, t } = world;
    await set({ limitUsd: 1, limitTokens: 1_000 });
    const { runId, fence } = await leaseFirst(world);
    const usage = {
      input: 900,
      output: 200,
      cacheRead: 0,
      cacheWrite: 0,
      costUsd: null,
      basis: "unknown" as const,
    };
    const answer = { answer: "Done.", model: "local/mystery", isDemoModel: false, usage };
    await t.mutation(api.service.runs.complete, { serviceToken, runId, fence, ...answer });
    expect(await budgets()).toMatchObject([
      {
        state: "over",
        by: "tokens",
        spent: { usd: 0, tokens: 1_100 },
        unpriced: expect.stringContaining("1 turn"),
      },
    ]);
    await say();
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("are for admins, of the account's own agents, and have a sensible limit", async () => {
    const { world, agentId, set } = await office(start);
    const { accountId } = world;
    const ben = await join(world, "Ben");
    const fields = {
      accountId,
      agentId,
      period: "day" as const,
      limitUsd: 1,
      limitTokens: null,
      warnPercent: 80,
    };
    expect((await refusal(ben.as.mutation(api.budgets.set, fields))).code).toBe("forbidden");
    for (const bad of [
      { limitUsd: null },
      { limitUsd: 0 },
      { limitTokens: 1.5 },
      { warnPercent: 0 },
      { warnPercent: 101 },
    ]) {
      expect((await refusal(set(bad))).code).toBe("invalid");
    }
    const { budgetId } = await set();
    expect(await set()).toEqual({ budgetId });
    expect((await activityTypes(world)).filter((type) => type === "budget_set")).toHaveLength(1);
    expect((await refusal(ben.as.mutation(api.budgets.remove, { accountId, budgetId }))).code).toBe(
      "forbidden",
    );
  });
});
