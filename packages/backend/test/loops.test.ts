import { MAX_REPEATS, REPEAT_WINDOW_MS } from "@mc/shared/delivery/loops";
import { MAX_HOPS } from "@mc/shared/delivery/run";
import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  leaseFirst,
  queueOf,
  type World,
} from "./world";

async function pair(start: () => World["t"]) {
  const world = await createWorld(start());
  const { accountId, owner, serviceToken, t } = world;
  const theo = await addAgent(world, "Theo");
  const ines = await addAgent(world, "Ines");
  const { taskId } = await addTask(world, { agentIds: [theo.agentId, ines.agentId] });
  let said = 0;
  let beats = 0;
  const say = (body: string) => {
    said += 1;
    return owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: String(said) });
  };
  const beat = async () => {
    beats += 1;
    for (const agentSlug of ["theo", "ines"])
      await t.mutation(api.service.heartbeats.decide, { serviceToken, agentSlug, beat: beats });
  };
  /** Whoever has a turn answers so, until nothing is queued. */
  const answer = async (words: (slug: string) => string) => {
    let turns = 0;
    for (; turns < 100; turns += 1) {
      const [next] = (await queueOf(world)).ready;
      if (!next) break;
      await complete(world, await leaseFirst(world), words(next.agentSlug));
    }
    return turns;
  };
  /** Both answer whatever reaches them by naming the other. */
  const talk = () => answer((slug) => (slug === "theo" ? "@ines you" : "@theo you"));
  /** Both answer and name nobody: what one wrote reaches the other with its next heartbeat alone. */
  const murmur = () => answer((slug) => `${slug} has looked at it.`);
  const stops = async () => (await inbox(world, owner)).filter(({ type }) => type === "loop_stopped");
  return { world, theo, ines, taskId, say, talk, murmur, beat, stops };
}

describe.each(BACKENDS)("agents that answer one another for ever on $name", ({ start }) => {
  test("are stopped in their thread, told of once, and neither a heartbeat nor an answer starts them again", async () => {
    const { talk, beat, stops } = await pair(start);
    const first = await talk();
    expect(first).toBeLessThanOrEqual(2 + 2 * MAX_REPEATS);
    let later = 0;
    for (let night = 0; night < 12; night += 1) {
      await beat();
      later += await talk();
    }
    expect(later).toBe(0);
    expect(await stops()).toHaveLength(1);
    expect((await stops())[0]?.body).toMatch(/Theo|Ines/);
  });

  test("go on with a person's word, and are stopped again", async () => {
    const { talk, say, stops } = await pair(start);
    await talk();
    await say("@theo think again");
    const again = await talk();
    expect(again).toBeGreaterThan(1);
    expect(again).toBeLessThanOrEqual(2 + 2 * MAX_REPEATS);
    expect(await stops()).toHaveLength(2);
  });

  test("are stopped by repeats where each chain is short", async () => {
    const { world, taskId, stops } = await pair(start);
    const { accountId, owner, t } = world;
    for (let turn = 0; turn < 2; turn += 1) await complete(world, await leaseFirst(world), "Ready.");
    let woken = 0;
    // Theo is sent to work again and again by other means than a message, and asks Ines each time.
    for (let round = 0; round < 10; round += 1) {
      const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId });
      if (!run) throw new TypeError("no run");
      await t.run(async (ctx) => {
        const theo = await ctx.db.query("agents").first();
        const [row] = await ctx.db.query("runs").take(1);
        if (!theo || !row) throw new TypeError("no agent");
        const { _id, _creationTime, ...fields } = row;
        await ctx.db.insert("runs", {
          ...fields,
          agentId: theo._id,
          status: "queued",
          chain: [],
          hop: 0,
          attempt: 0,
          availableAt: 0,
        });
      });
      await complete(world, await leaseFirst(world), "@ines look");
      const [next] = (await queueOf(world)).ready;
      if (!next) continue;
      woken += 1;
      await complete(world, await leaseFirst(world), "Seen.");
    }
    expect(woken).toBe(MAX_REPEATS);
    expect(await stops()).toHaveLength(1);
    expect((await stops())[0]?.body).toContain(`answered one another ${MAX_REPEATS} times`);
  });

  // Beats a minute apart, and so far apart that no window of time holds two of them.
  test.each([60_000, REPEAT_WINDOW_MS + 60_000])(
    "that name nobody are stopped as well when a heartbeat every %i ms shows each what the other wrote",
    async (everyMs) => {
      const { say, murmur, beat, stops } = await pair(start);
      expect(await murmur()).toBe(2);
      const nights = async () => {
        let turns = 0;
        for (let night = 0; night < 30; night += 1) {
          travel(everyMs);
          await beat();
          turns += await murmur();
        }
        return turns;
      };
      const woken = await nights();
      expect(woken).toBeGreaterThan(1);
      expect(woken).toBeLessThanOrEqual(Math.max(MAX_HOPS, MAX_REPEATS) + 1);
      const [stop] = await stops();
      expect(await stops()).toHaveLength(1);
      expect(stop?.body).toMatch(/Theo → Ines|Ines → Theo/);
      expect(await nights()).toBe(0);
      // A person's word lets them go on, and not for ever.
      await say("@theo think again");
      expect(await murmur()).toBe(2);
      expect(await nights()).toBeGreaterThan(0);
      expect(await stops()).toHaveLength(2);
      expect(await nights()).toBe(0);
    },
  );

  test("are woken for another task by the very beat that stops them in this one", async () => {
    const { world, murmur, beat, stops, theo, ines } = await pair(start);
    const { accountId, owner } = world;
    const other = await addTask(world, { title: "Other", agentIds: [theo.agentId, ines.agentId] });
    await murmur();
    for (let night = 0; (await stops()).length === 0; night += 1) {
      expect((await queueOf(world)).ready).toEqual([]);
      expect(night).toBeLessThan(40);
      const note = {
        accountId,
        taskId: other.taskId,
        body: "Mind this",
        clientKey: `n${night}`,
        isNote: true,
      };
      await owner.as.mutation(api.messages.create, note);
      await beat();
      if ((await stops()).length === 0) await murmur();
    }
    expect((await queueOf(world)).ready.map(({ agentSlug }) => agentSlug).sort()).toEqual(["ines", "theo"]);
  });
});
