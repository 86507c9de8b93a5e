import { keptOf, sumMetrics } from "@mc/shared/analytics/metrics";
import { AGES, ageOn } from "@mc/shared/analytics/openWork";
import { isErrorData } from "@mc/shared/errors";
import { OPEN_STATUSES, TASK_STATUSES } from "@mc/shared/task/status";
import { ConvexError } from "convex/values";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Doc } from "../convex/_generated/dataModel";
import { BACKENDS, type Start, settle, settleThere, travel } from "./backends";
import {
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  fail,
  internal,
  join,
  leaseFirst,
  refusal,
  USAGE,
  type World,
} from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A world at noon, so that no test goes over midnight by itself. */
async function worldAtNoon(start: Start): Promise<World> {
  travel(12 * HOUR - (Date.now() % DAY));
  return await createWorld(start());
}

async function figures(
  { accountId, owner }: World,
  range: "day" | "week" | { from: string; to: string } = "day",
) {
  return await owner.as.query(api.analytics.overview, { accountId, range });
}

async function rows({ t }: World): Promise<Pick<Doc<"dailyMetrics">, "subjectKey" | "metrics" | "day">[]> {
  const all = await t.run((ctx) => ctx.db.query("dailyMetrics").take(100));
  return all
    .map(({ subjectKey, metrics, day }) => ({ subjectKey, metrics, day }))
    .toSorted((one, other) => (one.subjectKey < other.subjectKey ? -1 : 1));
}

async function move(world: World, taskId: Doc<"tasks">["_id"], to: "in_progress" | "review" | "done") {
  const { accountId, owner } = world;
  await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to });
}

/** A day with a task done by a person, an agent's turn that succeeds after a failure, and a message. */
async function busyDay(start: Start) {
  const world = await worldAtNoon(start);
  const { accountId, owner } = world;
  const ben = await join(world, "Ben");
  const agent = await addAgent(world, "Theo");
  const task = await addTask(world, { memberIds: [ben.memberId] });
  await move(world, task.taskId, "in_progress");
  travel(2 * 60_000);
  await move(world, task.taskId, "review");
  await move(world, task.taskId, "done");
  const handed = await addTask(world, { agentIds: [agent.agentId] });
  await fail(world, await leaseFirst(world));
  travel(10 * 60_000);
  await complete(world, await leaseFirst(world));
  await owner.as.mutation(api.messages.create, {
    accountId,
    taskId: handed.taskId,
    body: "thanks",
    clientKey: "1",
    isNote: true,
  });
  return { world, ben, agent, task };
}

describe.each(BACKENDS)("analytics on $name", ({ start }) => {
  test("figures are kept as things happen, for the account and for whom they are of", async () => {
    const { world, ben, agent } = await busyDay(start);
    const overview = await figures(world, "week");
    expect(overview.series).toHaveLength(7);
    expect(overview.totals).toMatchObject({
      created: 2,
      completed: 1,
      cycles: 1,
      messages: 2,
      retries: 1,
      tokens: USAGE.input + USAGE.output,
      costUsd: USAGE.costUsd,
      moved: { in_progress: 1, review: 1, done: 1 },
      runs: { succeeded: 1, failed: 0 },
    });
    expect(overview.averageCycleMs).toBeGreaterThanOrEqual(2 * 60_000);
    expect(overview.averageCycleMs).toBeLessThan(3 * 60_000);
    expect(overview.delivery).toMatchObject({ successRate: 1, queued: 0, active: 0 });
    expect(overview.statusMix).toMatchObject({ done: 1, assigned: 1 });
    expect(overview).toMatchObject({ openTasks: 1, workInProgress: 0, isWhole: true, timeZone: "UTC" });
    expect(overview.agents).toMatchObject([
      { agentId: agent.agentId, name: "Theo", metrics: { messages: 1, runs: { succeeded: 1 }, retries: 1 } },
    ]);
    expect(overview.members).toMatchObject([
      { memberId: ben.memberId, name: "Ben", metrics: { completed: 1 } },
      { memberId: world.owner.memberId, metrics: { completed: 0, created: 2, messages: 1 } },
    ]);
  });

  test("a move writes one row, a completion one more per assignee", async () => {
    const world = await worldAtNoon(start);
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world, { memberIds: [ben.memberId] });
    const changed = async (act: () => Promise<unknown>) => {
      const before = new Set((await rows(world)).map((row) => JSON.stringify(row)));
      await act();
      return (await rows(world))
        .filter((row) => !before.has(JSON.stringify(row)))
        .map(({ subjectKey }) => subjectKey);
    };
    expect(await changed(() => move(world, taskId, "in_progress"))).toEqual(["account"]);
    expect(await changed(() => move(world, taskId, "review"))).toEqual(["account"]);
    expect((await changed(() => move(world, taskId, "done"))).toSorted()).toEqual(
      ["account", ben.memberId].toSorted(),
    );
  });

  test("reopening is counted and starts the next cycle", async () => {
    const world = await worldAtNoon(start);
    const { taskId } = await addTask(world, { memberIds: [world.owner.memberId] });
    await move(world, taskId, "in_progress");
    travel(10 * 60_000);
    for (const to of ["review", "done", "review"] as const) await move(world, taskId, to);
    travel(60_000);
    await move(world, taskId, "done");
    const { totals } = await figures(world, "week");
    expect(totals).toMatchObject({ completed: 2, reopened: 1, cycles: 2 });
    expect(Math.round(totals.cycleMs / 60_000)).toBe(11);
  });

  test("a day is the account's own: the same instant falls on different days", async () => {
    const world = await worldAtNoon(start);
    const { t, accountId } = world;
    const zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"];
    for (const timeZone of zones) {
      await t.run(async (ctx) => {
        await ctx.db.patch("accounts", accountId, { settings: { agentDefaults: {}, timeZone } });
      });
      await addTask(world);
      expect((await figures(world)).totals.created).toBe(1);
    }
    expect(new Set((await rows(world)).map(({ day }) => day)).size).toBe(2);
  });

  test("ranges are named or given, bounded, and hold every day", async () => {
    const world = await worldAtNoon(start);
    await addTask(world);
    const { to } = await figures(world);
    const given = await figures(world, { from: to, to });
    expect([given.series.length, given.totals.created]).toEqual([1, 1]);
    travel(DAY);
    expect((await figures(world)).totals.created).toBe(0);
    expect((await figures(world, "week")).totals.created).toBe(1);
    for (const range of [
      { from: "2026-01-02", to: "2026-01-01" },
      { from: "2026-01-01", to: "2026-12-31" },
      { from: "yesterday", to: "2026-01-01" },
    ]) {
      expect([range, await refusal(figures(world, range))]).toMatchObject([range, { code: "invalid" }]);
    }
  });

  test("a day that is counted again from what is recorded is the day that was kept", async () => {
    const { world } = await busyDay(start);
    const before = await rows(world);
    const day = before[0]?.day ?? "";
    await world.t.run(async (ctx) => {
      const [first, ...others] = await ctx.db.query("dailyMetrics").take(100);
      if (first)
        await ctx.db.patch("dailyMetrics", first._id, { metrics: { ...first.metrics, created: 99 } });
      for (const other of others) await ctx.db.delete("dailyMetrics", other._id);
    });
    await world.t.mutation(internal.analytics.repair, { accountId: world.accountId, day });
    await settle(world.t);
    expect(await rows(world)).toEqual(before);
  });

  test("a task keeps the time of its completion in the archive, for its reader and for a day that is counted again", async () => {
    const { world, task } = await busyDay(start);
    const { accountId, owner } = world;
    const read = async () => await owner.as.query(api.tasks.get, { accountId, number: task.number });
    const { doneAt } = await read();
    expect(doneAt).toEqual(expect.any(Number));
    travel(60_000);
    await owner.as.mutation(api.tasks.archive, { accountId, taskId: task.taskId });
    expect(await read()).toMatchObject({ doneAt, archivedAt: expect.any(Number) });
    const before = await rows(world);
    const day = before[0]?.day ?? "";
    await world.t.run(async (ctx) => {
      for (const row of await ctx.db.query("dailyMetrics").take(100))
        await ctx.db.delete("dailyMetrics", row._id);
    });
    await world.t.mutation(internal.analytics.repair, { accountId, day });
    await settle(world.t);
    expect(await rows(world)).toEqual(before);
    await owner.as.mutation(api.tasks.restore, { accountId, taskId: task.taskId });
    expect(await read()).toMatchObject({ doneAt: null, archivedAt: null });
  });

  test("rows in which nought is written out, as it was once, read the same and are counted on", async () => {
    const { world } = await busyDay(start);
    const before = await figures(world, "week");
    await world.t.run(async (ctx) => {
      for (const row of await ctx.db.query("dailyMetrics").take(100))
        await ctx.db.patch("dailyMetrics", row._id, { metrics: sumMetrics([row.metrics]) });
    });
    expect(await figures(world, "week")).toEqual(before);
    await addTask(world);
    expect((await figures(world, "week")).totals).toEqual(sumMetrics([before.totals, { created: 1 }]));
    const day = before.to;
    await world.t.mutation(internal.analytics.repair, { accountId: world.accountId, day });
    await settle(world.t);
    const repaired = await rows(world);
    expect(repaired.map(({ metrics }) => metrics)).toEqual(repaired.map(({ metrics }) => keptOf(metrics)));
    expect((await figures(world, "week")).totals).toEqual(sumMetrics([before.totals, { created: 1 }]));
  });

  test("counting again goes on in batches", async () => {
    const world = await worldAtNoon(start);
    for (let nth = 0; nth < 110; nth += 1) await addTask(world);
    const [row] = await rows(world);
    const args = { accountId: world.accountId, day: row?.day ?? "" };
    await world.t.mutation(internal.analytics.repair, args);
    await settle(world.t);
    expect((await figures(world, "week")).totals.created).toBe(110);
    const nonsense = world.t.mutation(internal.analytics.repair, { ...args, day: "never" });
    expect(await refusal(nonsense)).toMatchObject({ code: "invalid" });
  });
});

/** Ages and loads, counted by hand from the tasks as their readers see them. */
async function countedByHand({ t, accountId }: World, today: string) {
  const tasks = (await t.run((ctx) => ctx.db.query("tasks").take(200))).filter(
    (task) => task.accountId === accountId && OPEN_STATUSES.some((status) => status === task.state.status),
  );
  const ages = AGES.map(({ key }) => ({
    age: key,
    tasks: tasks.filter(
      ({ _creationTime }) => ageOn(today, new Date(_creationTime).toISOString().slice(0, 10)) === key,
    ).length,
  }));
  const loadOf = (id: string) => {
    const own = tasks.filter(({ memberIds, agentIds }) =>
      [...memberIds, ...agentIds].some((one) => one === id),
    );
    const counts = OPEN_STATUSES.map((status) => [
      status,
      own.filter(({ state }) => state.status === status).length,
    ]);
    return Object.fromEntries(counts.filter(([, count]) => count !== 0));
  };
  return { ages, loadOf, openTasks: tasks.length };
}

async function expectCounted(world: World) {
  const { ageing, load, openTasks, to } = await figures(world);
  const byHand = await countedByHand(world, to);
  expect(ageing).toEqual(byHand.ages);
  expect(ageing.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(openTasks);
  expect(openTasks).toBe(byHand.openTasks);
  for (const { id, open } of [...load.members, ...load.agents])
    expect([id, open]).toEqual([id, byHand.loadOf(id)]);
  return { ageing, load };
}

describe.each(BACKENDS)("open work on $name", ({ start }) => {
  test("it has its age and those who have it, from its making to its end and back", async () => {
    const world = await worldAtNoon(start);
    const { accountId, owner } = world;
    const [ben, vera] = [await join(world, "Ben"), await join(world, "Vera", "viewer")];
    const agent = await addAgent(world, "Theo");
    const old = await addTask(world, { memberIds: [ben.memberId] });
    travel(10 * DAY);
    const { taskId } = await addTask(world, { memberIds: [ben.memberId], agentIds: [agent.agentId] });
    await addTask(world);
    const seen = await expectCounted(world);
    expect(seen.ageing).toMatchObject([
      { tasks: 2 },
      { tasks: 0 },
      { age: "two_weeks", tasks: 1 },
      {},
      {},
      {},
    ]);
    // Who has most comes first, who has nothing is there, and a viewer takes no work.
    expect(seen.load.members.map(({ name, open }) => [name, open])).toEqual([
      ["Ben", { assigned: 2 }],
      ["Ada", {}],
    ]);
    expect(seen.load.members.map(({ id }) => id)).not.toContain(vera.memberId);
    expect(seen.load.agents).toMatchObject([{ name: "Theo", open: { assigned: 1 } }]);
    await move(world, taskId, "in_progress");
    expect((await expectCounted(world)).load.agents).toMatchObject([{ open: { in_progress: 1 } }]);
    await owner.as.mutation(api.tasks.assign, {
      accountId,
      taskId,
      memberIds: [owner.memberId],
      agentIds: [],
    });
    expect((await expectCounted(world)).load.agents).toMatchObject([{ open: {} }]);
    for (const to of ["in_progress", "review", "done"] as const) await move(world, old.taskId, to);
    expect((await expectCounted(world)).ageing).toMatchObject([{ tasks: 2 }, {}, { tasks: 0 }, {}, {}, {}]);
    await move(world, old.taskId, "review");
    expect((await expectCounted(world)).ageing).toMatchObject([{ tasks: 2 }, {}, { tasks: 1 }, {}, {}, {}]);
    travel(80 * DAY);
    expect((await expectCounted(world)).ageing.map(({ tasks }) => tasks)).toEqual([0, 0, 0, 0, 2, 1]);
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: old.taskId });
    expect((await expectCounted(world)).ageing.map(({ tasks }) => tasks)).toEqual([0, 0, 0, 0, 2, 0]);
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    await settleThere(world.t);
    expect((await expectCounted(world)).load.members.map(({ name }) => name)).toEqual(["Ada"]);
  });

  test("a task goes from the day that it came to, also after a change of the time zone", async () => {
    const world = await worldAtNoon(start);
    const { accountId, owner } = world;
    travel(11 * HOUR);
    const { taskId } = await addTask(world);
    await owner.as.mutation(api.accounts.updateSettings, { accountId, timeZone: "Pacific/Kiritimati" });
    await addTask(world);
    await owner.as.mutation(api.tasks.archive, { accountId, taskId });
    const open = async () =>
      (await world.t.run((ctx) => ctx.db.query("dailyMetrics").take(100))).flatMap(({ day, stillOpen }) =>
        stillOpen === undefined ? [] : [[day, stillOpen]],
      );
    const { to } = await figures(world);
    expect(await open()).toEqual([[to, 1]]);
    await owner.as.mutation(api.tasks.restore, { accountId, taskId });
    expect((await figures(world)).ageing).toMatchObject([{ tasks: 1 }, { tasks: 1 }, {}, {}, {}, {}]);
  });

  test("tasks that were never counted are taken in, once, and figures that went astray are set right", async () => {
    const world = await worldAtNoon(start);
    const { t, accountId, owner } = world;
    const agent = await addAgent(world, "Theo");
    const { taskId } = await addTask(world, { agentIds: [agent.agentId], memberIds: [owner.memberId] });
    await addTask(world);
    travel(3 * DAY);
    await addTask(world);
    const right = await expectCounted(world);
    const spoil = async (work: (row: Doc<"dailyMetrics">) => number | undefined) =>
      await t.run(async (ctx) => {
        for (const row of await ctx.db.query("dailyMetrics").take(100)) {
          if (row.subject.kind === "account")
            await ctx.db.patch("dailyMetrics", row._id, { stillOpen: work(row) });
        }
      });
    // As an account is that comes from before these figures.
    await t.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("tasks").take(100))
        await ctx.db.patch("tasks", _id, { bornOn: undefined });
      for (const { _id, key } of await ctx.db.query("counters").take(100))
        if (key.startsWith("load:")) await ctx.db.delete("counters", _id);
    });
    await spoil(() => undefined);
    expect((await figures(world)).ageing.map(({ tasks }) => tasks)).toEqual([0, 0, 0, 0, 0, 3]);
    // One of them is touched before the round comes by.
    await move(world, taskId, "in_progress");
    expect((await figures(world)).ageing.map(({ tasks }) => tasks)).toEqual([0, 1, 0, 0, 0, 2]);
    expect(await t.mutation(internal.migrations.m0002OpenWork.start, {})).toEqual({ isThrough: false });
    await settleThere(t);
    expect((await expectCounted(world)).ageing).toEqual(right.ageing);
    expect(await t.mutation(internal.migrations.m0002OpenWork.start, {})).toEqual({ isThrough: true });
    await spoil(({ stillOpen = 0 }) => stillOpen + 4);
    await t.run(async (ctx) => {
      for (const { _id, key } of await ctx.db.query("counters").take(100))
        if (key.startsWith("load:")) await ctx.db.delete("counters", _id);
      await ctx.db.insert("counters", {
        accountId,
        key: `load:${agent.agentId}`,
        value: 0,
        values: { review: 7 },
      });
    });
    await t.mutation(internal.maintenance.recount, { accountId, isFull: true });
    await settleThere(t);
    await expectCounted(world);
    const log = await owner.as.query(api.systemConfig.log, {
      paginationOpts: { numItems: 20, cursor: null },
    });
    const corrected = log.page.flatMap(({ operation }) =>
      operation.type === "counters_corrected"
        ? operation.corrections.map(({ key }) => key.split(":")[0])
        : [],
    );
    expect(new Set(corrected)).toEqual(new Set(["open", "load"]));
  });

  test("tasks of more days than an argument can hold are counted again to the end", {
    timeout: 60_000,
  }, async () => {
    const world = await worldAtNoon(start);
    const { accountId, t } = world;
    const { taskId } = await addTask(world);
    const many = 1_100;
    await t.run(async (ctx) => {
      const task = await ctx.db.get("tasks", taskId);
      if (!task) throw new TypeError("no task");
      const { _id, _creationTime, ...rest } = task;
      for (let nth = 0; nth < many; nth += 1) {
        const bornOn = new Date(_creationTime - nth * DAY).toISOString().slice(0, 10);
        await ctx.db.insert("tasks", { ...rest, number: 2 + nth, bornOn });
      }
    });
    await t.mutation(internal.maintenance.recount, { accountId, isFull: true });
    await settleThere(t);
    const { ageing, openTasks } = await figures(world);
    expect(openTasks).toBe(many + 1);
    expect(ageing.map(({ tasks }) => tasks)).toEqual([2, 6, 7, 14, 56, many - 84]);
  });

  test("whatever happens to tasks over months, ages and loads are those of the tasks", {
    timeout: 60_000,
  }, async () => {
    const step = fc.record({
      what: fc.constantFrom("make", "make", "move", "move", "assign", "remove", "wait"),
      n: fc.nat({ max: 40 }),
      m: fc.nat({ max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
        const world = await worldAtNoon(start);
        const { t, accountId, owner } = world;
        const ben = await join(world, "Ben");
        const { agentId } = await addAgent(world, "Theo");
        const some = (n: number) => ({
          memberIds: [owner.memberId, ben.memberId].filter((_, nth) => n & (1 << nth)),
          agentIds: n & 4 ? [agentId] : [],
        });
        for (const { what, n, m } of steps) {
          if (what === "wait") travel((1 + n) * DAY);
          else if (what === "make") await addTask(world, some(m));
          else {
            const tasks = await t.run((ctx) => ctx.db.query("tasks").take(100));
            const task = tasks[n % Math.max(1, tasks.length)];
            if (!task) continue;
            const place = { accountId, taskId: task._id };
            const to = TASK_STATUSES[m % TASK_STATUSES.length] ?? "inbox";
            const acts = {
              move: () => owner.as.mutation(api.tasks.updateStatus, { ...place, to, reason: "waits" }),
              assign: () => owner.as.mutation(api.tasks.assign, { ...place, ...some(m) }),
              remove: () => owner.as.mutation(api.tasks.remove, place),
            };
            // A move that is not allowed changes nothing, here as well; what is no refusal is a bug.
            await acts[what]().catch((thrown: unknown) => {
              const data = thrown instanceof ConvexError ? thrown.data : null;
              if (!isErrorData(data) || data.code === "internal") throw thrown;
            });
          }
        }
        await expectCounted(world);
        vi.useRealTimers();
      }),
      { numRuns: 8, seed: Number(process.env["MC_PROPERTY_SEED"] ?? Date.now() % 2 ** 31) },
    );
  });
});
