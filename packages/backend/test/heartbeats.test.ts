import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import { addAgent, addTask, api, complete, createWorld, leaseFirst, queueOf, refusal } from "./world";

describe.each(BACKENDS)("heartbeats on $name", ({ start }) => {
  test("without news nothing is woken and the saving is counted; unseen news is one turn, asked once or twice", async () => {
    const world = await createWorld(start());
    const { accountId, owner, serviceToken, t } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { taskId } = await addTask(world, { agentIds: [agentId] });
    await complete(world, await leaseFirst(world));
    const beat = (number: number) =>
      t.mutation(api.service.heartbeats.decide, { serviceToken, agentSlug: "theo", beat: number });
    expect([await beat(1), await beat(1), await beat(2)]).toEqual([
      { kind: "quiet" },
      { kind: "quiet" },
      { kind: "quiet" },
    ]);
    const heartbeat = async () => (await owner.as.query(api.agents.get, { accountId, agentId })).heartbeat;
    expect((await heartbeat())?.saved).toBe(2);
    // A note wakes no agent; the next beat does.
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "Mind this",
      clientKey: "1",
      isNote: true,
    });
    expect((await queueOf(world)).ready).toEqual([]);
    const woken = await beat(3);
    expect(woken).toMatchObject({ kind: "woken" });
    expect(await beat(3)).toEqual(woken);
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect(await beat(4)).toEqual({ kind: "quiet" });
    const lease = await leaseFirst(world);
    expect(lease.context).toMatchObject({
      cause: { kind: "heartbeat", sentence: "There is news in MC-1 that you have not seen." },
      news: [{ body: "Mind this" }],
    });
    expect(await beat(5)).toMatchObject({ kind: "refused" });
    await complete(world, lease);
    expect(await beat(6)).toEqual({ kind: "quiet" });
    await owner.as.mutation(api.agents.setPaused, { accountId, agentId, isPaused: true });
    expect(await beat(7)).toMatchObject({ kind: "refused", reason: "The agent is paused." });
    const unknown = t.mutation(api.service.heartbeats.decide, { serviceToken, agentSlug: "nobody", beat: 1 });
    expect((await refusal(unknown)).code).toBe("not_found");
  });

  test("a look around that needed nothing posts nothing; a person who mentioned the agent meanwhile gets an answer", async () => {
    const world = await createWorld(start());
    const { accountId, owner, serviceToken, t } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { taskId } = await addTask(world, { agentIds: [agentId] });
    await complete(world, await leaseFirst(world));
    const write = (body: string, isNote: boolean) =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: body, isNote });
    const beat = (number: number) =>
      t.mutation(api.service.heartbeats.decide, { serviceToken, agentSlug: "theo", beat: number });
    const paginationOpts = { numItems: 20, cursor: null };
    const thread = async () =>
      (await owner.as.query(api.messages.list, { accountId, taskId, paginationOpts })).page
        .map(({ body }) => body)
        .sort();
    await write("Mind this", true);
    expect(await beat(1)).toMatchObject({ kind: "woken" });
    expect(await complete(world, await leaseFirst(world), "`Nothing`.")).toEqual({ messageId: null });
    expect(await thread()).toEqual(["Done.", "Mind this"]);
    // It has been seen: the next beat asks no model.
    expect(await beat(2)).toEqual({ kind: "quiet" });
    await write("And this", true);
    expect(await beat(3)).toMatchObject({ kind: "woken" });
    await write("What is missing, @theo?", false);
    await complete(world, await leaseFirst(world), "Nothing");
    expect(await thread()).toEqual(["And this", "Done.", "Mind this", "Nothing", "What is missing, @theo?"]);
  });
});
