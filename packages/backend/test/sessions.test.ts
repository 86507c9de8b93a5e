import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import { addAgent, addTask, api, complete, createWorld, leaseFirst, refusal, USAGE } from "./world";

const page = { paginationOpts: { numItems: 20, cursor: null } };

describe.each(BACKENDS)("the sessions of an agent on $name", ({ start }) => {
  test("stand with their task, state, turns and tokens as the runtime told them, the newest first", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const theo = await addAgent(world, "Theo");
    const vera = await addAgent(world, "Vera");
    const sessionsOf = async (agentId: typeof theo.agentId) =>
      (await owner.as.query(api.agents.sessions, { accountId, agentId, ...page })).page;
    expect(await sessionsOf(theo.agentId)).toEqual([]);
    const first = await addTask(world, { title: "First", agentIds: [theo.agentId] });
    expect(await sessionsOf(theo.agentId)).toMatchObject([{ state: "waiting", turns: 1, tokens: 0 }]);
    const lease = await leaseFirst(world);
    expect(await sessionsOf(theo.agentId)).toMatchObject([{ state: "working", lastTurn: { given: null } }]);
    await complete(world, lease);
    expect(await sessionsOf(theo.agentId)).toMatchObject([
      {
        sessionKey: lease.sessionKey,
        task: { number: first.number, title: "First", isLeadChat: false },
        state: "open",
        generation: 1,
        turns: 1,
        tokens: USAGE.input + USAGE.output,
        isCut: false,
        lastTurn: { status: "succeeded", given: USAGE.input, model: "demo/scripted" },
      },
    ]);
    // back from the archive the task has a new session; the old one is at its end
    for (const to of ["archived", "assigned"] as const) {
      await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId: first.taskId, to });
    }
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: first.taskId,
      body: "once more, @theo",
      clientKey: "1",
    });
    expect(await sessionsOf(theo.agentId)).toMatchObject([
      { generation: 2, state: "waiting" },
      { generation: 1, state: "ended", turns: 1 },
    ]);
    expect(await sessionsOf(vera.agentId)).toEqual([]);
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: first.taskId });
    const left = await sessionsOf(theo.agentId);
    expect(left.every(({ state, task }) => state === "ended" && task === null)).toBe(true);
    const other = await createWorld(world.t, "Mallory");
    const asked = { accountId: other.accountId, agentId: theo.agentId, ...page };
    expect(await refusal(other.owner.as.query(api.agents.sessions, asked))).toMatchObject({
      code: "not_found",
    });
  });
});
