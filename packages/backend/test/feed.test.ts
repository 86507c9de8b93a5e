import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import { addAgent, addTask, api, complete, createWorld, join, leaseFirst, refusal } from "./world";

describe.each(BACKENDS)("the feed on $name", ({ start }) => {
  test("it is narrowed by group, actor, task and dates", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { agentId } = await addAgent(world, "Theo");
    const one = await addTask(world, { agentIds: [agentId] });
    const { taskId } = await addTask(world, { title: "Another" });
    await complete(world, await leaseFirst(world));
    await ben.as.mutation(api.messages.create, { accountId, taskId, body: "Hello", clientKey: "1" });
    const types = async (filter: object) =>
      (
        await owner.as.query(api.activities.list, {
          accountId,
          paginationOpts: { numItems: 100, cursor: null },
          ...filter,
        })
      ).page.map(({ type }) => type);
    expect(await types({ group: "messages" })).toEqual(["message_created", "message_created"]);
    expect(await types({ group: "turns" })).toEqual(["run_succeeded"]);
    expect(await types({ memberId: ben.memberId, group: "messages" })).toEqual(["message_created"]);
    expect(await types({ agentId })).toEqual(["message_created", "run_succeeded"]);
    expect(await types({ taskNumber: one.number, agentId })).toEqual(["message_created", "run_succeeded"]);
    expect(await types({ taskNumber: one.number, memberId: ben.memberId })).toEqual([]);
    expect(await types({ from: Date.now() + 60_000 })).toEqual([]);
    expect(await types({ to: Date.now() + 60_000, group: "people" })).toContain("member_joined");
    expect((await refusal(types({ taskNumber: 99 }))).code).toBe("not_found");
  });
});
