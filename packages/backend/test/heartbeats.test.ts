import { MAX_ATTEMPTS } from "@mc/shared/delivery/run";
import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  fail,
  inbox,
  internal,
  leaseFirst,
  queueOf,
  refusal,
  type World,
} from "./world";

type Lease = Awaited<ReturnType<typeof leaseFirst>>;

/** A turn for news that ends without an answer, in every way in which one can. */
const BAD_ENDS: { end: string; by: (world: World, lease: () => Promise<Lease>) => Promise<unknown> }[] = [
  { end: "failed", by: async (world, lease) => await fail(world, await lease(), false) },
  {
    end: "dead_letter",
    by: async (world, lease) => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        await fail(world, await lease());
        travel(30 * 60_000);
      }
    },
  },
  {
    end: "timed_out",
    by: async (world, lease) => {
      const { runId, fence } = await lease();
      const held = { serviceToken: world.serviceToken, runId, fence };
      await world.t.mutation(api.service.runs.accepted, { ...held, gatewayRunId: "g", model: null });
      for (let minutes = 0; minutes < 40; minutes += 2) {
        await world.t.mutation(api.service.runs.renew, { ...held, leaseMs: 300_000 });
        await world.t.mutation(api.service.runs.progress, { ...held, text: String(minutes) });
        travel(2 * 60_000);
        if ((await world.t.mutation(internal.runs.sweep, {})).overdue > 0) return;
      }
    },
  },
  {
    end: "cancelled",
    by: async ({ owner, accountId, t, serviceToken }, lease) => {
      const { runId, fence } = await lease();
      await owner.as.mutation(api.runs.cancel, { accountId, runId });
      await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence });
    },
  },
  {
    end: "cancelled",
    by: async (world) => {
      const [waiting] = (await queueOf(world)).ready;
      if (!waiting) throw new TypeError("nothing waits");
      await world.owner.as.mutation(api.runs.cancel, { accountId: world.accountId, runId: waiting.runId });
    },
  },
];

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

  test.each(BAD_ENDS)(
    "a turn that ended as $end is not started again by a beat; a person's next word starts one that is told everything",
    async ({ end, by }) => {
      const world = await createWorld(start());
      const { accountId, owner, serviceToken, t } = world;
      const { agentId } = await addAgent(world, "Theo");
      const { taskId } = await addTask(world, { agentIds: [agentId] });
      await complete(world, await leaseFirst(world));
      const note = (body: string) =>
        owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: body, isNote: true });
      let beats = 0;
      const beat = async () => {
        beats += 1;
        return await t.mutation(api.service.heartbeats.decide, {
          serviceToken,
          agentSlug: "theo",
          beat: beats,
        });
      };
      await note("Mind this");
      expect(await beat()).toMatchObject({ kind: "woken" });
      await by(world, () => leaseFirst(world));
      const alerts = async () => (await inbox(world, owner)).filter(({ type }) => type === "runtime_alert");
      const told = (await alerts()).length;
      expect(told).toBe(end === "cancelled" ? 0 : 1);
      for (let night = 0; night < 20; night += 1) expect(await beat()).toEqual({ kind: "quiet" });
      expect(await alerts()).toHaveLength(told);
      // Nothing is lost: people see the turn that ended, and can send it again.
      const [last] = await owner.as.query(api.runs.listByTask, { accountId, taskId });
      expect(last).toMatchObject({ status: end });
      await note("And this");
      expect(await beat()).toMatchObject({ kind: "woken" });
      expect((await leaseFirst(world)).context.news).toMatchObject([
        { body: "Mind this" },
        { body: "And this" },
      ]);
    },
  );
});
