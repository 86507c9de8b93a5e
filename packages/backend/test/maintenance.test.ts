import { readFileSync } from "node:fs";
import { join as pathOf } from "node:path";
import { KEPT_DAYS } from "@mc/shared/installation/keptDays";
import { TASK_STATUSES } from "@mc/shared/task/status";
import { describe, expect, test } from "vitest";
import type { Doc, TableNames } from "../convex/_generated/dataModel";
import { BACKENDS, settle, settleThere, type TestBackend, travel } from "./backends";
import { insertSample } from "./samples";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  identityOf,
  inbox,
  internal,
  join,
  leaseFirst,
  refusal,
  upload,
  type World,
} from "./world";

const DAY = 24 * 3_600_000;
const logPage = { paginationOpts: { numItems: 20, cursor: null } };

async function all<T extends TableNames>(t: TestBackend, table: T): Promise<Doc<T>[]> {
  return await t.run(async (ctx) => await ctx.db.query(table).take(2_000));
}

async function operations({ owner }: World) {
  return (await owner.as.query(api.systemConfig.log, logPage)).page.map(({ operation }) => operation);
}

describe.each(BACKENDS)("invitations whose time is over on $name", ({ start }) => {
  test("are shown as expired with an activity, once, and open nothing", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    const { token } = await owner.as.mutation(api.invitations.create, { accountId, role: "member" });
    travel(6 * DAY);
    const later = await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    expect(await t.mutation(internal.invitations.expire, {})).toEqual({ expired: 0 });
    travel(2 * DAY);
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "expired" });
    expect(await t.mutation(internal.invitations.expire, {})).toEqual({ expired: 1 });
    expect(await t.mutation(internal.invitations.expire, {})).toEqual({ expired: 0 });
    expect(await owner.as.query(api.invitations.list, { accountId })).toMatchObject([
      { invitationId: later.invitationId, state: "open" },
      { state: "expired" },
    ]);
    expect((await activityTypes(world)).filter((type) => type === "invitation_expired")).toHaveLength(1);
    const cleo = t.withIdentity(identityOf("Cleo"));
    expect(await refusal(cleo.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "conflict",
      current: "expired",
    });
  });
});

describe.each(BACKENDS)("what is not kept for ever on $name", ({ start }) => {
  test("notifications: read ones after 90 days, unread ones after a year, the count stays exact", async () => {
    const world = await createWorld(start());
    const { t, accountId } = world;
    const ben = await join(world, "Ben");
    for (let nth = 0; nth < 4; nth += 1) await addTask(world, { memberIds: [ben.memberId] });
    const [read, archived, snoozed] = await inbox(world, ben);
    const act = async (
      row: typeof read,
      how: Parameters<typeof ben.as.mutation>[1] extends never ? never : object,
    ) =>
      await ben.as.mutation(api.notifications.update, {
        accountId,
        notificationIds: row ? [row.notificationId] : [],
        act: how as { kind: "read" },
      });
    await act(read, { kind: "read" });
    await act(archived, { kind: "archive" });
    await act(snoozed, { kind: "snooze", until: Date.now() + 300 * DAY });
    const left = async () => {
      await t.mutation(internal.maintenance.retain, {});
      await settleThere(t);
      return (await all(t, "notifications")).filter(({ recipient }) => recipient.kind === "member").length;
    };
    const before = (await all(t, "notifications")).length;
    travel(80 * DAY);
    expect(await left()).toBe(before);
    travel(20 * DAY);
    expect(await left()).toBe(before - 2);
    expect(await ben.as.query(api.notifications.unreadCount, { accountId })).toBe(1);
    travel(280 * DAY);
    // The snoozed one waits for its time, whatever its age.
    expect(await left()).toBeLessThanOrEqual(before - 3);
    expect(await ben.as.query(api.notifications.unreadCount, { accountId })).toBe(0);
    expect((await all(t, "notifications")).some(({ place }) => place === "snoozed")).toBe(true);
  });

  test("tool calls, streams and counters of days go when they are old and over, and nothing else", async () => {
    const world = await createWorld(start());
    const { t, accountId } = world;
    const agent = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [agent.agentId] });
    await addTask(world, { agentIds: [agent.agentId] });
    const [over, running] = [await leaseFirst(world), await leaseFirst(world)];
    await complete(world, over);
    const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob(["x"])));
    await t.run(async (ctx) => {
      for (const { runId } of [over, running]) {
        for (const table of ["toolCalls", "runStreams"] as const) {
          const id = await insertSample(ctx, table, { accountId, storageId });
          await ctx.db.patch(table, id as never, { runId } as never);
        }
      }
      await ctx.db.insert("counters", { accountId, key: "opened:2026-01-02", value: 3 });
      const run = await ctx.db.query("runs").take(10);
      // The sample's own runs, tasks and agents are of no interest here.
      for (const { _id } of run) {
        if (_id !== over.runId && _id !== running.runId) await ctx.db.delete("runs", _id);
      }
    });
    const counters = (await all(t, "counters")).map(({ key }) => key);
    const activities = (await all(t, "activities")).length;
    const ofDays = counters.filter((key) => /\d{4}-\d\d-\d\d$/.test(key));
    expect(ofDays.length).toBeGreaterThan(0);
    travel(100 * DAY);
    await t.mutation(internal.maintenance.retain, {});
    await settleThere(t);
    for (const table of ["toolCalls", "runStreams"] as const) {
      expect((await all(t, table)).map(({ runId }) => runId)).toEqual([running.runId]);
    }
    expect((await all(t, "counters")).map(({ key }) => key).toSorted()).toEqual(
      counters.filter((key) => !ofDays.includes(key)).toSorted(),
    );
    expect((await all(t, "activities")).length).toBe(activities);
  });

  test("the ledger of attempts goes after 400 days; sums and what the run says of itself stay", async () => {
    const world = await createWorld(start());
    const { t, accountId } = world;
    const agent = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [agent.agentId] });
    await addTask(world, { agentIds: [agent.agentId] });
    const [over, open] = [await leaseFirst(world), await leaseFirst(world)];
    await complete(world, over);
    const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob(["x"])));
    await t.run(async (ctx) => {
      // An attempt of a run that goes on, as old as the other.
      const id = await insertSample(ctx, "usage", { accountId, storageId });
      await ctx.db.patch("usage", id as never, { runId: open.runId } as never);
    });
    const round = async () => {
      await t.mutation(internal.maintenance.retain, { rule: "usage" });
      await settleThere(t);
      return (await all(t, "usage")).map(({ runId }) => runId);
    };
    const [sums, days] = [await all(t, "usageTotals"), await all(t, "dailyMetrics")];
    expect(sums.length).toBeGreaterThan(0);
    travel((KEPT_DAYS.usage - 1) * DAY);
    expect(await round()).toEqual([over.runId, open.runId]);
    travel(2 * DAY);
    expect(await round()).toEqual([open.runId]);
    expect(await all(t, "usageTotals")).toEqual(sums);
    expect(await all(t, "dailyMetrics")).toEqual(days);
    const run = await t.run(async (ctx) => await ctx.db.get("runs", over.runId));
    expect(run?.usage).toMatchObject({ input: 100, output: 20 });
  });

  test("it goes on in batches until the end", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    await t.run(async (ctx) => {
      for (let nth = 0; nth < 250; nth += 1) {
        await ctx.db.insert("counters", { accountId, key: `tokens:${nth}:2020-01-01`, value: nth });
        await ctx.db.insert("counters", { accountId, key: `kept:${nth}`, value: nth });
      }
    });
    travel(100 * DAY);
    await t.mutation(internal.maintenance.retain, { rule: "counters" });
    await settleThere(t);
    const left = (await all(t, "counters")).map(({ key }) => key);
    expect(left.filter((key) => key.startsWith("tokens"))).toEqual([]);
    expect(left.filter((key) => key.startsWith("kept"))).toHaveLength(250);
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({ openTasks: 0 });
  });

  test("how a deletion went is forgotten after a month, the operators' log is not", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    await owner.as.mutation(api.accounts.remove, { accountId, name: "Ada Works" });
    await settleThere(t);
    expect(await owner.as.query(api.accounts.myDeletions, {})).toMatchObject([{ percent: 100 }]);
    travel(20 * DAY);
    expect(await t.mutation(internal.maintenance.forgetDeletions, {})).toEqual({ removed: 0 });
    travel(11 * DAY);
    expect(await t.mutation(internal.maintenance.forgetDeletions, {})).toEqual({ removed: 1 });
    expect(await owner.as.query(api.accounts.myDeletions, {})).toEqual([]);
    expect((await operations(world)).map(({ type }) => type)).toEqual([
      "account_deleted",
      "account_deletion_requested",
    ]);
  });
});

/** Every counter and unread number is made wrong; answers them as they were. */
async function spoil({ t }: World) {
  return await t.run(async (ctx) => {
    const counters = await ctx.db.query("counters").take(100);
    const spoilt = counters.filter(({ key }) => /^(runs|agents):|^(folders|labels|storage)/.test(key));
    for (const { _id, value } of spoilt) await ctx.db.patch("counters", _id, { value: value + 7 });
    const tasks = counters.find(({ key }) => key === "tasks");
    if (!tasks?.values) throw new Error("the numbers of tasks have no row");
    const wrong = Object.entries(tasks.values).map(([key, value]) => [
      key,
      key === "taskNumber" ? value : value + 7,
    ]);
    await ctx.db.patch("counters", tasks._id, { values: Object.fromEntries(wrong) });
    const inboxes = await ctx.db.query("inboxes").take(10);
    for (const { _id, unread } of inboxes) await ctx.db.patch("inboxes", _id, { unread: unread + 3 });
    return { counters: spoilt, tasks: tasks.values, inboxes };
  });
}

async function busyWorld(t: TestBackend): Promise<World> {
  const world = await createWorld(t);
  const { accountId, owner } = world;
  const [ben, agent] = [await join(world, "Ben"), await addAgent(world, "Theo")];
  for (let nth = 0; nth < 3; nth += 1) await addTask(world, { memberIds: [ben.memberId] });
  const { taskId } = await addTask(world, { agentIds: [agent.agentId] });
  await addTask(world, { agentIds: [agent.agentId] });
  await owner.as.mutation(api.tasks.update, { accountId, taskId, labels: ["launch"] });
  await owner.as.mutation(api.folders.create, { accountId, name: "Plans", parentId: null });
  await upload(world);
  await leaseFirst(world);
  await settle(t);
  return world;
}

describe.each(BACKENDS)("figures that are checked at night on $name", ({ start }) => {
  test("every counter that was wrong is right again, and the operators read of it", async () => {
    const world = await busyWorld(start());
    const { t, accountId } = world;
    const was = await spoil(world);
    expect(was.counters.length).toBeGreaterThan(5);
    await t.mutation(internal.maintenance.recount, { accountId, isFull: true });
    await settle(t);
    const now = new Map((await all(t, "counters")).map(({ key, value }) => [key, value]));
    for (const { key, value } of was.counters) expect([key, now.get(key)]).toEqual([key, value]);
    expect((await all(t, "counters")).find(({ key }) => key === "tasks")?.values).toEqual(was.tasks);
    const unread = (await all(t, "inboxes")).map((row) => [row._id, row.unread]);
    expect(unread).toEqual(was.inboxes.map((row) => [row._id, row.unread]));
    const corrected = (await operations(world)).flatMap((entry) =>
      entry.type === "counters_corrected" ? entry.corrections : [],
    );
    expect(corrected).toHaveLength(was.counters.length + TASK_STATUSES.length + was.inboxes.length);
  });

  test("numbers of tasks that lie in rows of their own go on where they were", async () => {
    const world = await busyWorld(start());
    const { t, accountId, owner } = world;
    await t.run(async (ctx) => {
      const row = (await ctx.db.query("counters").take(100)).find(({ key }) => key === "tasks");
      if (!row?.values) throw new Error("the numbers of tasks have no row");
      await ctx.db.delete("counters", row._id);
      for (const [key, value] of Object.entries(row.values)) {
        if (value > 0) await ctx.db.insert("counters", { accountId, key, value });
      }
    });
    const open = async () => (await owner.as.query(api.accounts.stats, { accountId })).openTasks;
    expect(await open()).toBe(5);
    expect(await addTask(world)).toMatchObject({ number: 6 });
    expect(await open()).toBe(6);
    const keys = (await all(t, "counters")).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith("task"))).toEqual(["tasks"]);
  });

  test("what is right is left alone", async () => {
    const world = await busyWorld(start());
    const before = await all(world.t, "counters");
    await world.t.mutation(internal.maintenance.checkFigures, {});
    await settle(world.t);
    expect(await all(world.t, "counters")).toEqual(before);
    expect(await operations(world)).toEqual([]);
  });

  test("a count during which something happened changes nothing", async () => {
    const world = await busyWorld(start());
    const { t, accountId } = world;
    const stillAs = "another time";
    const count = { table: "tasks" as const, after: null, sums: {}, open: { days: {}, loads: {} }, stillAs };
    const before = await all(t, "counters");
    const step = { count };
    expect(await t.mutation(internal.maintenance.recount, { accountId, isFull: true, step })).toEqual({
      corrected: 0,
    });
    expect(await all(t, "counters")).toEqual(before);
  });

  test("a count that an older version began, without what is open, begins again", async () => {
    const world = await busyWorld(start());
    const { t, accountId } = world;
    const before = await all(t, "counters");
    const step = { count: { table: "tasks" as const, after: 1, sums: {}, stillAs: "" } };
    await t.mutation(internal.maintenance.recount, { accountId, isFull: true, step });
    await settle(t);
    expect(await all(t, "counters")).toEqual(before);
    expect(await operations(world)).toEqual([]);
  });

  test("a day that differs is counted again, one that agrees is not touched", async () => {
    const t = start();
    // At noon, so that no test goes over midnight by itself.
    travel(DAY / 2 - (Date.now() % DAY));
    const world = await createWorld(t);
    await addTask(world);
    const agreed = await all(t, "dailyMetrics");
    const forge = async (fields: Partial<Doc<"dailyMetrics">["metrics"]>) =>
      await t.run(async (ctx) => {
        for (const row of await ctx.db.query("dailyMetrics").take(10)) {
          await ctx.db.patch("dailyMetrics", row._id, { metrics: { ...row.metrics, ...fields } });
        }
      });
    const round = async () => {
      await t.mutation(internal.maintenance.checkFigures, {});
      await settleThere(t);
      return (await all(t, "dailyMetrics")).map(({ metrics }) => metrics);
    };
    travel(DAY);
    // Cycle times cannot be counted again for certain; they are no reason.
    await forge({ cycleMs: 5 });
    expect((await round()).every(({ cycleMs }) => cycleMs === 5)).toBe(true);
    await forge({ created: 9 });
    expect(await round()).toEqual(agreed.map(({ metrics }) => metrics));
  });
});

test("the ages in the documentation are those of the code", () => {
  const page = readFileSync(pathOf(import.meta.dirname, "../../../docs/operations/retention.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, what, days]) => [what, Number(days)]);
  expect(Object.fromEntries(rows)).toEqual(KEPT_DAYS);
});
