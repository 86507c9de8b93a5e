import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  internal,
  leaseFirst,
  refusal,
  USAGE,
  type World,
} from "./world";

const TOKENS = { input: 1_000, output: 100, cacheRead: 500, cacheWrite: 50 };
const unknown = { ...TOKENS, costUsd: null, basis: "unknown" as const };
const spent = (usage: Partial<typeof unknown> = {}, model = "local/mystery") => ({
  model,
  isDemoModel: false,
  usage: { ...unknown, ...usage },
});

async function working(start: () => World["t"]) {
  const world = await createWorld(start());
  const agent = await addAgent(world, "Theo");
  const task = await addTask(world, { agentIds: [agent.agentId] });
  const lease = await leaseFirst(world);
  const { accountId, owner } = world;
  const held = { serviceToken: world.serviceToken, runId: lease.runId, fence: lease.fence };
  return {
    world,
    agent,
    task,
    lease,
    held,
    account: () => owner.as.query(api.usage.summary, { accountId }),
    ofAgent: () => owner.as.query(api.usage.ofAgent, { accountId, agentId: agent.agentId }),
    ledger: async () =>
      (
        await owner.as.query(api.usage.ledger, {
          accountId,
          agentId: agent.agentId,
          paginationOpts: { numItems: 10, cursor: null },
        })
      ).page,
  };
}

describe.each(BACKENDS)("the usage ledger on $name", ({ start }) => {
  test("an answered turn is one row, and the sums of day and month, of the agent and of the account", async () => {
    const { world, lease, agent, account, ofAgent, ledger } = await working(start);
    const { accountId, owner } = world;
    await complete(world, lease);
    await complete(world, lease);
    expect(await ledger()).toMatchObject([
      { runId: lease.runId, attempt: 1, taskNumber: 1, model: "demo/scripted", usage: USAGE },
    ]);
    const sums = { turns: 1, input: 100, output: 20, billedUsd: 0.01, estimatedUsd: 0, unpricedTurns: 0 };
    for (const seen of [await account(), await ofAgent()]) {
      expect(seen).toMatchObject({ today: sums, month: sums });
      expect(seen.days.at(-1)?.totals).toMatchObject(sums);
      expect(seen.days).toHaveLength(30);
    }
    expect(await owner.as.query(api.usage.byAgent, { accountId, period: "month" })).toMatchObject([
      { agentId: agent.agentId, name: "Theo", totals: sums },
    ]);
    expect(await owner.as.query(api.agents.list, { accountId })).toMatchObject([
      { tokensToday: 120, costTodayUsd: 0.01 },
    ]);
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      costTodayUsd: 0.01,
      unpricedTurnsToday: 0,
    });
    expect((await owner.as.query(api.analytics.overview, { accountId, range: "day" })).totals).toMatchObject({
      tokens: 120,
      costUsd: 0.01,
    });
  });

  test("what a failed, a cancelled, a given back and a timed out turn used counts as well", async () => {
    const { world, held, account, task, ledger } = await working(start);
    const { t, owner, accountId } = world;
    const error = { code: "provider_error", message: "No answer." };
    await t.mutation(api.service.runs.fail, { ...held, error, isRetryable: true, spent: spent() });
    travel(10 * 60_000);
    const second = await leaseFirst(world);
    const again = { ...held, fence: second.fence };
    await t.mutation(api.service.runs.release, { ...again, spent: spent() });
    const third = await leaseFirst(world);
    await owner.as.mutation(api.runs.cancel, { accountId, runId: third.runId });
    await t.mutation(api.service.runs.cancelled, { ...held, fence: third.fence, spent: spent() });
    expect((await account()).today).toMatchObject({
      turns: 3,
      input: 3_000,
      unpricedTurns: 3,
      unpricedTokens: 3_450,
    });
    await owner.as.mutation(api.runs.retry, { accountId, runId: third.runId });
    const fourth = await leaseFirst(world);
    await t.mutation(api.service.runs.progress, { ...held, fence: fourth.fence, text: "Hm", spent: spent() });
    travel(31 * 60_000);
    await t.mutation(internal.runs.sweep, {});
    expect((await account()).today).toMatchObject({ turns: 4, input: 4_000 });
    expect((await ledger()).map(({ attempt }) => attempt)).toEqual([1, 2, 2, 1]);
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId });
    expect(run?.usage).toMatchObject({ input: 4_000, costUsd: null, basis: "unknown" });
  });

  test("an attempt that reports again only grows, and a lost lease still pays", async () => {
    const { world, held, account } = await working(start);
    const { t } = world;
    const report = (usage: Partial<typeof unknown>) =>
      t.mutation(api.service.runs.progress, { ...held, text: "…", spent: spent(usage) });
    await report({ input: 10 });
    await report({ input: 700 });
    await report({ input: 300 });
    expect((await account()).today).toMatchObject({ turns: 1, input: 700, output: 100 });
    travel(120_000);
    await t.mutation(internal.runs.sweep, {});
    expect((await refusal(report({ input: 900 }))).code).toBe("conflict");
    await t.mutation(api.service.runs.charge, { ...held, spent: spent({ input: 900 }) });
    expect((await account()).today).toMatchObject({ turns: 1, input: 900 });
    const never = t.mutation(api.service.runs.charge, { ...held, fence: 9, spent: spent() });
    expect((await refusal(never)).code).toBe("invalid");
  });

  test("a cost that nobody names is estimated where a price is known, and unknown, not nothing, elsewhere", async () => {
    const { world, held, account, ledger } = await working(start);
    const { t, owner, accountId } = world;
    await t.mutation(api.service.runs.progress, { ...held, text: "…", spent: spent({}, "openai/gpt-5.4") });
    const listed = (1_000 * 2.5 + 100 * 15 + 500 * 0.25) / 1e6;
    expect((await account()).today.estimatedUsd).toBeCloseTo(listed, 9);
    const price = { input: 100, output: 100, cacheRead: 0, cacheWrite: 0 };
    await owner.as.mutation(api.usage.setPrice, { accountId, model: "openai/gpt-5.4", price });
    await t.mutation(api.service.runs.progress, {
      ...held,
      text: "…",
      spent: spent({ input: 2_000 }, "openai/gpt-5.4"),
    });
    expect((await account()).today).toMatchObject({ billedUsd: 0, unpricedTurns: 0 });
    expect((await account()).today.estimatedUsd).toBeCloseTo(0.21, 9);
    expect((await ledger())[0]?.usage.basis).toBe("estimated");
    expect((await owner.as.query(api.usage.prices, { accountId })).own).toEqual([
      { model: "openai/gpt-5.4", ...price },
    ]);
    await owner.as.mutation(api.usage.setPrice, { accountId, model: "openai/gpt-5.4", price: null });
    expect((await owner.as.query(api.usage.prices, { accountId })).own).toEqual([]);
    expect(await activityTypes(world)).toContain("price_set");
    const bad = owner.as.mutation(api.usage.setPrice, {
      accountId,
      model: "x",
      price: { ...price, input: -1 },
    });
    expect((await refusal(bad)).code).toBe("invalid");
  });

  test("the repair of a day counts what was used from the ledger's sums", async () => {
    const { world, lease, held } = await working(start);
    const { t, owner, accountId } = world;
    await t.mutation(api.service.runs.progress, { ...held, text: "…", spent: spent({ input: 5_000 }) });
    await complete(world, lease);
    const read = async () =>
      (await owner.as.query(api.analytics.overview, { accountId, range: "day" })).totals;
    const before = await read();
    expect(before.tokens).toBe(5_150);
    const day = new Date().toISOString().slice(0, 10);
    await t.mutation(internal.analytics.repair, { accountId, day });
    expect(await read()).toEqual(before);
  });
});
