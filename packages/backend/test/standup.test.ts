import { boundedResult } from "@mc/shared/tools/results";
import { describe, expect, test } from "vitest";
import { BACKENDS, type Start, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  inbox,
  internal,
  join,
  leaseFirst,
  refusal,
  type World,
} from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const page = { paginationOpts: { numItems: 20, cursor: null } };

/** Ten minutes before the stand-up at 09:00 UTC. */
async function early(start: Start): Promise<World> {
  travel(8 * HOUR + 50 * 60_000 - (Date.now() % DAY));
  return await createWorld(start());
}

const tick = ({ t }: World) => t.action(internal.actions.standup.run, {});
const read = ({ accountId, owner }: World, day?: string) =>
  owner.as.query(api.standups.get, { accountId, ...(day === undefined ? {} : { day }) });
const numbers = (lines: { taskNumber: number | null }[]) => lines.map(({ taskNumber }) => taskNumber);

async function work(world: World) {
  const { accountId, owner } = world;
  const memberIds = [owner.memberId];
  const to = async (
    taskId: Awaited<ReturnType<typeof addTask>>["taskId"],
    ...steps: ("in_progress" | "review" | "done")[]
  ) => {
    for (const step of steps)
      await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: step });
  };
  const [done, doing, stuck, waiting] = [
    await addTask(world, { title: "Done", memberIds }),
    await addTask(world, { title: "Doing", memberIds }),
    await addTask(world, { title: "Stuck", memberIds }),
    await addTask(world, { title: "Waiting", memberIds }),
  ];
  await to(done.taskId, "in_progress", "review", "done");
  await to(doing.taskId, "in_progress");
  await owner.as.mutation(api.tasks.updateStatus, {
    accountId,
    taskId: stuck.taskId,
    to: "blocked",
    reason: "No key",
  });
  await to(waiting.taskId, "in_progress", "review");
}

describe.each(BACKENDS)("the stand-up on $name", ({ start }) => {
  test("counts all that is in progress, also where more is than it lists", async () => {
    const world = await early(start);
    const { accountId, owner } = world;
    const taskIds = [];
    for (let nth = 0; nth < 65; nth += 1)
      taskIds.push((await addTask(world, { memberIds: [owner.memberId] })).taskId);
    await owner.as.mutation(api.taskBatches.move, { accountId, taskIds, to: "in_progress" });
    await owner.as.mutation(api.standups.runNow, { accountId });
    const { counts, sections } = (await read(world)) ?? never();
    expect([counts.inProgress, sections.inProgress.length]).toEqual([65, 30]);
  });

  test("says where more happened than it looks at, on its page, in the feed and to everybody", async () => {
    const world = await early(start);
    const { accountId, owner, t } = world;
    const ben = await join(world, "Ben");
    await work(world);
    await t.run(async (ctx) => {
      const one = (await ctx.db.query("activities").order("desc").first()) ?? never();
      const { _id, _creationTime, ...row } = one;
      for (let nth = 0; nth < 1_000; nth += 1) await ctx.db.insert("activities", row);
    });
    await owner.as.mutation(api.standups.runNow, { accountId });
    expect(await read(world)).toMatchObject({ isCut: true });
    const { page: days } = await owner.as.query(api.standups.list, { accountId, ...page });
    expect(days).toMatchObject([{ isCut: true }]);
    const { page: feed } = await owner.as.query(api.activities.list, { accountId, ...page });
    expect(feed[0]).toMatchObject({ type: "standup_posted", event: { isCut: true } });
    expect((await inbox(world, ben)).filter(({ type }) => type === "standup")).toMatchObject([
      { body: expect.stringMatching(/1 to review; more happened than fits$/) },
    ]);
  });

  test("is written at the account's time with what happened, each line with its event", async () => {
    const world = await early(start);
    const ben = await join(world, "Ben");
    await work(world);
    expect(await tick(world)).toEqual({ written: 0 });
    travel(11 * 60_000);
    expect(await tick(world)).toEqual({ written: 1 });
    const standup = await read(world);
    expect(standup?.counts).toEqual({ done: 1, inProgress: 1, blocked: 1, review: 1, decisions: 1 });
    const { sections } = standup ?? never();
    expect([numbers(sections.done), numbers(sections.inProgress), numbers(sections.review)]).toEqual([
      [1],
      [2],
      [4],
    ]);
    expect(sections.blocked).toMatchObject([{ text: "MC-3 Stuck", detail: "No key", taskNumber: 3 }]);
    expect(sections.decisions).toMatchObject([{ detail: "Ada accepted it", taskNumber: 1 }]);
    const { page: feed } = await world.owner.as.query(api.activities.list, {
      accountId: world.accountId,
      paginationOpts: { numItems: 100, cursor: null },
    });
    const known = new Set(feed.map(({ activityId }) => activityId as string));
    for (const line of Object.values(sections).flat()) expect(known.has(line.activityId ?? "")).toBe(true);
    expect(feed[0]).toMatchObject({ type: "standup_posted", cause: { kind: "schedule" } });
    expect((await inbox(world, ben)).filter(({ type }) => type === "standup")).toMatchObject([
      { body: "1 done, 1 in progress, 1 blocked, 1 to review, 1 decided" },
    ]);
  });

  test("is written once a day, however often the clock asks, and goes on where the last one ended", async () => {
    const world = await early(start);
    await work(world);
    travel(11 * 60_000);
    const results = await Promise.all(
      Array.from({ length: 5 }, () =>
        world.t.mutation(internal.standups.runOne, { accountId: world.accountId }),
      ),
    );
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await tick(world)).toEqual({ written: 0 });
    travel(DAY);
    expect(await tick(world)).toEqual({ written: 1 });
    const { page: all } = await world.owner.as.query(api.standups.list, {
      accountId: world.accountId,
      ...page,
    });
    expect(all.map(({ counts }) => counts.done)).toEqual([0, 1]);
    expect(all.map(({ day }) => day)).toEqual(
      all
        .map(({ day }) => day)
        .toSorted()
        .toReversed(),
    );
    const last = await read(world, all[0]?.day);
    const first = await read(world, all[1]?.day);
    expect(last?.from).toBe(first?.to);
    expect(last?.sections.blocked[0]?.activityId).toBe(first?.sections.blocked[0]?.activityId);
  });

  test("a quiet day has none, and the next one is still due", async () => {
    const world = await early(start);
    travel(11 * 60_000);
    expect(await tick(world)).toEqual({ written: 0 });
    expect(await read(world)).toBeNull();
    await work(world);
    travel(DAY);
    expect(await tick(world)).toEqual({ written: 1 });
  });

  test("an agent reads the newest, or that of a day, in words", async () => {
    const world = await early(start);
    const { agentId } = await addAgent(world, "Theo");
    await work(world);
    const { accountId, owner, serviceToken, t } = world;
    await addTask(world, { title: "Sum up", agentIds: [agentId] });
    const { sessionKey } = await leaseFirst(world);
    let calls = 0;
    const ask = (args: { day?: string } = {}) =>
      t.mutation(api.service.tools.standupRead, {
        serviceToken,
        agentSlug: "theo",
        sessionKey,
        callId: String(++calls),
        ...args,
      });
    expect(await ask()).toEqual({ standup: null });
    const { day } = (await owner.as.mutation(api.standups.runNow, { accountId })) ?? never();
    const words = {
      counts: { done: 1, inProgress: 1, blocked: 1, review: 1, decisions: 1 },
      done: ["MC-1 Done: by Ada"],
      inProgress: ["MC-2 Doing: Ada"],
      blocked: ["MC-3 Stuck: No key"],
      review: ["MC-4 Waiting: Ada"],
      decisions: ["MC-1 Done: Ada accepted it"],
      isCut: false,
    };
    expect(await ask()).toMatchObject({ standup: { day, ...words } });
    expect(await ask({ day })).toEqual(await ask());
    expect(await ask({ day: "2020-01-01" })).toEqual({ standup: null });
    expect(await refusal(ask({ day: "yesterday" }))).toMatchObject({ code: "invalid" });
  });

  test("what an agent reads of a long one fits into the answer of a tool, and its counts tell all", async () => {
    const world = await early(start);
    const { agentId } = await addAgent(world, "Theo");
    const { accountId, owner, serviceToken, t } = world;
    await addTask(world, { title: "Sum up", agentIds: [agentId] });
    const { sessionKey } = await leaseFirst(world);
    for (let number = 0; number < 15; number += 1) {
      const { taskId } = await addTask(world, { title: '"'.repeat(500), memberIds: [owner.memberId] });
      await owner.as.mutation(api.tasks.updateStatus, {
        accountId,
        taskId,
        to: "blocked",
        reason: '"'.repeat(900),
      });
    }
    await owner.as.mutation(api.standups.runNow, { accountId });
    const { standup } = await t.mutation(api.service.tools.standupRead, {
      serviceToken,
      agentSlug: "theo",
      sessionKey,
      callId: "1",
    });
    expect(standup?.counts.blocked).toBe(15);
    expect(standup?.blocked).toHaveLength(10);
    const lines = standup?.blocked;
    const full = { ...standup, done: lines, inProgress: lines, review: lines, decisions: lines };
    expect(boundedResult({ standup: full })).toEqual({ standup: full });
  });

  test("an admin runs it by hand; again on the day it is brought up to date", async () => {
    const world = await early(start);
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const run = () => owner.as.mutation(api.standups.runNow, { accountId });
    expect(await run()).toMatchObject({ isNew: true });
    await work(world);
    expect(await run()).toMatchObject({ isNew: false });
    expect((await read(world))?.counts.done).toBe(1);
    expect((await inbox(world, ben)).filter(({ type }) => type === "standup")).toHaveLength(1);
    expect(await refusal(ben.as.mutation(api.standups.runNow, { accountId }))).toMatchObject({
      code: "forbidden",
    });
    travel(11 * 60_000);
    expect(await tick(world)).toEqual({ written: 0 });
  });

  test("time and zone are settings; without a time there is none", async () => {
    const world = await early(start);
    const { accountId, owner } = world;
    await work(world);
    const set = (fields: { timeZone?: string; standupTime?: string | null }) =>
      owner.as.mutation(api.accounts.updateSettings, { accountId, ...fields });
    expect(await refusal(set({ timeZone: "Mars/Olympus" }))).toMatchObject({ code: "invalid" });
    expect(await refusal(set({ standupTime: "25:00" }))).toMatchObject({ code: "invalid" });
    await set({ timeZone: "Asia/Kathmandu", standupTime: "15:00" });
    expect(await owner.as.query(api.accounts.settings, { accountId })).toMatchObject({
      timeZone: "Asia/Kathmandu",
      standupTime: "15:00",
    });
    travel(11 * 60_000);
    expect(await tick(world)).toEqual({ written: 0 });
    travel(15 * 60_000);
    expect(await tick(world)).toEqual({ written: 1 });
    await set({ standupTime: null });
    await owner.as.mutation(api.accounts.update, { accountId, theme: "dark" });
    expect(await owner.as.query(api.accounts.settings, { accountId })).toMatchObject({ standupTime: null });
    travel(2 * DAY);
    expect(await tick(world)).toEqual({ written: 0 });
    expect(await activityTypes(world)).toContain("account_updated");
    expect(await refusal(read(world, "someday"))).toMatchObject({ code: "invalid" });
  });
});

function never(): never {
  throw new TypeError("no stand-up");
}
