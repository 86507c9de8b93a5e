import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  leaseFirst,
  queueOf,
  refusal,
  type World,
} from "./world";

async function office(start: () => World["t"]) {
  const world = await createWorld(start());
  const { accountId, owner, serviceToken, t } = world;
  const { agentId } = await addAgent(world, "Theo");
  const update = (
    settings: NonNullable<Parameters<typeof owner.as.mutation<typeof api.agents.update>>[1]>["settings"],
  ) => owner.as.mutation(api.agents.update, { accountId, agentId, ...(settings ? { settings } : {}) });
  const desired = async () => (await t.query(api.service.agents.desired, { serviceToken })).agents[0];
  return { world, agentId, update, desired };
}

describe.each(BACKENDS)("settings of agents on $name", ({ start }) => {
  test("reach the runtime, the agent's own before the account's", async () => {
    const { world, agentId, update, desired } = await office(start);
    const { accountId, owner } = world;
    expect(await desired()).toMatchObject({
      model: null,
      temperature: null,
      maxOutputTokens: null,
      heartbeatMs: 900_000,
    });
    await owner.as.mutation(api.accounts.update, {
      accountId,
      agentSettings: {
        model: "openai/gpt-5.4",
        temperature: 0.3,
        heartbeatMinutes: 60,
        promptPrefix: "Be brief.",
      },
    });
    expect(await desired()).toMatchObject({
      model: "openai/gpt-5.4",
      temperature: 0.3,
      heartbeatMs: 3_600_000,
    });
    await update({ temperature: 1, maxOutputTokens: 1_024, heartbeatMinutes: 0 });
    await owner.as.mutation(api.agents.update, { accountId, agentId, model: "anthropic/claude-sonnet-5" });
    expect(await desired()).toMatchObject({
      model: "anthropic/claude-sonnet-5",
      temperature: 1,
      maxOutputTokens: 1_024,
      heartbeatMs: 0,
    });
    const read = await owner.as.query(api.agents.get, { accountId, agentId });
    expect(read.settings).toEqual({ temperature: 1, maxOutputTokens: 1_024, heartbeatMinutes: 0 });
    expect(read.effectiveSettings).toMatchObject({
      promptPrefix: "Be brief.",
      turnsPerHour: 0,
      documents: "titles",
    });
    const { agentSettings } = await owner.as.query(api.accounts.settings, { accountId });
    expect(agentSettings).toMatchObject({ temperature: 0.3 });
    await update({});
    expect(await desired()).toMatchObject({ temperature: 0.3, heartbeatMs: 3_600_000 });
    const feed = await owner.as.query(api.activities.list, {
      accountId,
      paginationOpts: { numItems: 20, cursor: null },
    });
    expect(
      feed.page.filter(({ type }) => type === "agent_updated" || type === "account_updated"),
    ).toHaveLength(4);
  });

  test("shape what a turn is given: prefix, how much of the thread, which documents, how many tokens", async () => {
    const { world, agentId, update } = await office(start);
    const { accountId, owner } = world;
    const { taskId } = await addTask(world, { agentIds: [agentId] });
    for (const nth of [1, 2, 3])
      await owner.as.mutation(api.messages.create, {
        accountId,
        taskId,
        body: `word ${nth}`,
        clientKey: String(nth),
      });
    await owner.as.mutation(api.documents.create, {
      accountId,
      taskId,
      title: "Plan",
      kind: "note",
      content: "# Steps",
    });
    await update({ promptPrefix: "Be brief.", threadMessages: 2, documents: "texts", maxTurnTokens: 50_000 });
    const lease = await leaseFirst(world);
    expect(lease.maxTurnTokens).toBe(50_000);
    // a runtime that is started anew takes the turn up again from the queue
    expect((await queueOf(world)).active).toMatchObject([{ runId: lease.runId, maxTurnTokens: 50_000 }]);
    expect(lease.context).toMatchObject({
      promptPrefix: "Be brief.",
      news: [{ body: "word 2" }, { body: "word 3" }],
      olderNewsCount: 1,
      documents: [{ title: "Plan", kind: "note", version: 1, text: "# Steps" }],
    });
    await complete(world, lease);
    await update({ documents: "none" });
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "more", clientKey: "4" });
    const next = await leaseFirst(world);
    expect(next.context).toMatchObject({ promptPrefix: "", documents: [] });
    await complete(world, next);
    await update({});
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "even more", clientKey: "5" });
    expect((await leaseFirst(world)).context.documents).toMatchObject([{ title: "Plan", text: null }]);
  });

  test("turns per hour are bounded: the next one waits, says so, and starts when the hour is over", async () => {
    const { world, agentId, update } = await office(start);
    const { accountId, owner, serviceToken, t } = world;
    await update({ turnsPerHour: 1 });
    const { taskId } = await addTask(world, { agentIds: [agentId] });
    await complete(world, await leaseFirst(world));
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "again", clientKey: "1" });
    const [ready] = (await queueOf(world)).ready;
    if (!ready) throw new TypeError("nothing is offered");
    expect(ready.availableAt).toBeGreaterThan(Date.now() + 3_500_000);
    const ask = () =>
      t.mutation(api.service.runs.lease, { serviceToken, runId: ready.runId, leaseMs: 60_000 });
    expect(await ask()).toMatchObject({ kind: "refused", reason: expect.stringContaining("1 turn an hour") });
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId });
    expect(run?.why).toMatchObject({ actions: ["raise_rate", "cancel"] });
    travel(3_600_000);
    expect(await ask()).toMatchObject({ kind: "leased" });
  });

  test("that make no sense are refused with the field", async () => {
    const { world, agentId, update } = await office(start);
    const { accountId, owner } = world;
    expect(await refusal(update({ temperature: 3 }))).toMatchObject({
      code: "invalid",
      field: "temperature",
    });
    const account = owner.as.mutation(api.accounts.update, {
      accountId,
      agentSettings: { threadMessages: 0 },
    });
    expect(await refusal(account)).toMatchObject({ code: "invalid", field: "threadMessages" });
    const model = owner.as.mutation(api.agents.update, { accountId, agentId, model: "no model\nat all" });
    expect(await refusal(model)).toMatchObject({ code: "invalid", field: "model" });
  });
});
