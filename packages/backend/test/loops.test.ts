import { MAX_REPEATS } from "@mc/shared/delivery/loops";
import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
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
  /** Both answer whatever reaches them by naming the other, until nothing is queued. */
  const talk = async () => {
    let turns = 0;
    for (; turns < 100; turns += 1) {
      const [next] = (await queueOf(world)).ready;
      if (!next) break;
      await complete(world, await leaseFirst(world), next.agentSlug === "theo" ? "@ines you" : "@theo you");
    }
    return turns;
  };
  const stops = async () => (await inbox(world, owner)).filter(({ type }) => type === "loop_stopped");
  return { world, taskId, say, talk, beat, stops };
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
});
