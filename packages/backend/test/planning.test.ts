import { MAX_HOPS } from "@mc/shared/delivery/run";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, settle, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  internal,
  join,
  leaseFirst,
  type Person,
  queueOf,
  readTask,
  refusal,
  type World,
} from "./world";

const HOUR = 3_600_000;
const PAGE = { numItems: 50, cursor: null };

async function blocked(world: World, by: Id<"tasks">[], agentIds: Id<"agents">[] = []) {
  const task = await addTask(world, { title: "Build", memberIds: [world.owner.memberId] });
  const { accountId, owner } = world;
  await owner.as.mutation(api.taskLinks.setBlockers, { accountId, taskId: task.taskId, blockerIds: by });
  if (agentIds.length > 0) {
    await owner.as.mutation(api.tasks.assign, { accountId, taskId: task.taskId, memberIds: [], agentIds });
  }
  return task;
}

/** A parent that an agent has begun and a person follows, with `count` parts of an agent each. */
async function split(world: World, count: number) {
  const { accountId, owner, t } = world;
  const agentDefaults = { canMarkDone: true, canCreateTasks: true };
  await owner.as.mutation(api.accounts.update, { accountId, agentDefaults });
  const ben = await join(world, "Ben");
  const lead = await addAgent(world, "Mara");
  const parent = await addTask(world, { title: "Launch", agentIds: [lead.agentId] });
  await ben.as.mutation(api.tasks.follow, { accountId, taskId: parent.taskId, level: "following" });
  await complete(world, await leaseFirst(world), "I split it up.");
  const parts = [];
  for (let part = 1; part <= count; part += 1) {
    const worker = await addAgent(world, `Worker ${part}`);
    const fields = { accountId, title: `Part ${part}`, parentId: parent.taskId, agentIds: [worker.agentId] };
    parts.push(await owner.as.mutation(api.tasks.create, fields));
  }
  /** The next agent in the queue does its part, up to the end. */
  const work = async () => {
    const lease = await leaseFirst(world);
    const call = {
      serviceToken: world.serviceToken,
      agentSlug: lease.agentSlug,
      sessionKey: lease.sessionKey,
    };
    for (const status of ["in_progress", "review", "done"] as const)
      await t.mutation(api.service.tools.taskStatus, { ...call, callId: `${lease.runId}-${status}`, status });
    await complete(world, lease, "Done.");
    return lease;
  };
  const runs = async () => await owner.as.query(api.runs.listByTask, { accountId, taskId: parent.taskId });
  const told = async (person: Person) =>
    (await inbox(world, person)).filter(({ type }) => type === "parts_done").map(({ title }) => title);
  return { ben, lead, parent, parts, work, runs, told };
}

async function finish({ accountId, owner }: World, taskId: Id<"tasks">) {
  for (const to of ["in_progress", "review", "done"] as const) {
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to });
  }
}

describe.each(BACKENDS)("planning on $name", ({ start }) => {
  test("a task that waits cannot start, says for what, and is free when the last is done", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const one = await addTask(world, { title: "Design", memberIds: [ben.memberId] });
    const two = await addTask(world, { title: "Copy", memberIds: [ben.memberId] });
    const task = await blocked(world, [one.taskId, two.taskId]);
    const begin = { accountId, taskId: task.taskId, to: "in_progress" as const };
    expect(await refusal(owner.as.mutation(api.tasks.updateStatus, begin))).toMatchObject({
      code: "invalid",
      message: "This task waits for MC-1 and MC-2 to be done.",
    });
    expect(await readTask(world, task.number)).toMatchObject({ openBlockerCount: 2 });
    expect((await readTask(world, task.number)).allowed).not.toContain("in_progress");
    await finish(world, one.taskId);
    expect((await refusal(owner.as.mutation(api.tasks.updateStatus, begin))).message).toContain("MC-2");
    const asBen = { ...world, owner: ben };
    await finish(asBen, two.taskId);
    expect((await inbox(world, owner)).map(({ type, title }) => [type, title])).toContainEqual([
      "task_unblocked",
      "MC-3 can start",
    ]);
    expect(await activityTypes(world)).toContain("task_unblocked");
    expect(await owner.as.mutation(api.tasks.updateStatus, begin)).toEqual({ status: "in_progress" });
  });

  test("an agent whose task waits is woken when it may start, even if it did the work before itself", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const first = await addTask(world, { title: "Design", agentIds: [agentId] });
    const task = await blocked(world, [first.taskId], [agentId]);
    expect((await queueOf(world)).ready).toHaveLength(1);
    await complete(world, await leaseFirst(world));
    expect((await queueOf(world)).ready).toEqual([]);
    await finish(world, first.taskId);
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId });
    expect(run).toMatchObject({ status: "queued", cause: { kind: "task_unblocked" } });
    expect((await leaseFirst(world)).context.cause.sentence).toBe("What blocked MC-2 is done.");
  });

  test("when the last part is done, whoever has the whole is woken and its followers hear of it, once", async () => {
    const world = await createWorld(start());
    const { ben, parent, work, runs, told } = await split(world, 2);
    await work();
    expect([await told(ben), (await runs()).length]).toEqual([[], 1]);
    await work();
    expect(await told(ben)).toEqual(["All sub-tasks of MC-1 are done"]);
    expect(await told(world.owner)).toEqual(["All sub-tasks of MC-1 are done"]);
    const [woken, ...others] = await runs();
    expect([woken?.status, woken?.cause.kind, others.length]).toEqual(["queued", "parts_done", 1]);
    const lease = await leaseFirst(world);
    expect(lease.context).toMatchObject({
      task: { number: parent.number },
      cause: { sentence: "All sub-tasks of MC-1 are done." },
    });
    expect(await activityTypes(world)).toContain("parts_done");
  });

  test("a person who does the last part hears nothing of it, and what was told is told again after new work", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { ben, parts, runs, told } = await split(world, 1);
    const partId = parts[0]?.taskId as Id<"tasks">;
    await finish(world, partId);
    expect([await told(owner), await told(ben)]).toEqual([[], ["All sub-tasks of MC-1 are done"]]);
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId: partId, to: "review" });
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId: partId, to: "done" });
    expect(await told(ben)).toHaveLength(2);
    // The agent had not begun the first turn: the second word joins it.
    expect(await runs()).toHaveLength(2);
  });

  test("an agent that finds new parts to do for ever is stopped by the hops of its chain", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { lead, parent, work, told } = await split(world, 1);
    await owner.as.mutation(api.agents.setLead, { accountId, agentId: lead.agentId });
    let rounds = 0;
    for (; rounds < 20 && (await queueOf(world)).ready.length > 0; rounds += 1) {
      await work();
      if ((await queueOf(world)).ready.length === 0) break;
      const lease = await leaseFirst(world);
      const { serviceToken } = world;
      const call = { serviceToken, agentSlug: lease.agentSlug, sessionKey: lease.sessionKey };
      const made = await t.mutation(api.service.tools.taskCreate, {
        ...call,
        callId: `new-${rounds}`,
        title: `Further part ${rounds}`,
        isPart: "yes",
      });
      if (!("number" in made)) throw new TypeError("it was parked");
      const { number } = made;
      const given = { ...call, callId: `give-${rounds}`, number, assignees: "worker-1" };
      await t.mutation(api.service.tools.taskAssign, given);
      await complete(world, lease, "One more.");
    }
    expect(rounds).toBeLessThan(6);
    expect((await told(owner)).length).toBeGreaterThan(1);
    const stops = (await inbox(world, owner)).filter(({ type }) => type === "loop_stopped");
    expect(stops).toHaveLength(1);
    expect(stops[0]?.body).toContain("Mara → Worker 1");
    expect(await readTask(world, parent.number)).toMatchObject({ status: "assigned" });
  });

  test("a planned row of tasks runs through, also where it is longer than a chain of wakes may be", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { work } = await split(world, 0);
    const agents = [await addAgent(world, "Theo"), await addAgent(world, "Ines")];
    const length = MAX_HOPS + 2;
    let before: Id<"tasks">[] = [];
    for (let step = 0; step < length; step += 1) {
      const agentId = agents[step % 2]?.agentId as Id<"agents">;
      if (step === 0) before = [(await addTask(world, { agentIds: [agentId] })).taskId];
      else before = [(await blocked(world, before, [agentId])).taskId];
    }
    let turns = 0;
    for (; turns < 2 * length && (await queueOf(world)).ready.length > 0; turns += 1) await work();
    expect(turns).toBe(length);
    expect((await inbox(world, owner)).filter(({ type }) => type === "loop_stopped")).toEqual([]);
    const last = await owner.as.query(api.runs.listByTask, { accountId, taskId: before[0] as Id<"tasks"> });
    expect(last).toMatchObject([{ status: "succeeded", hop: 0 }]);
  });

  test("reopening what blocks holds the task up again, deleting it sets the task free", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const first = await addTask(world, { title: "Design", memberIds: [owner.memberId] });
    const task = await blocked(world, [first.taskId]);
    await finish(world, first.taskId);
    expect(await readTask(world, task.number)).toMatchObject({ openBlockerCount: 0 });
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId: first.taskId, to: "review" });
    expect(await readTask(world, task.number)).toMatchObject({ openBlockerCount: 1 });
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: first.taskId });
    await settle(world.t);
    expect(await readTask(world, task.number)).toMatchObject({ openBlockerCount: 0 });
    const links = await owner.as.query(api.taskLinks.list, { accountId, taskId: task.taskId });
    expect(links).toMatchObject({ blockedBy: [], blocks: [] });
  });

  test("circles are refused with their path, and a task does not wait for itself", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ids = [await addTask(world), await addTask(world), await addTask(world)].map(
      ({ taskId }) => taskId,
    );
    const wait = (from: number, to: number) =>
      owner.as.mutation(api.taskLinks.setBlockers, {
        accountId,
        taskId: ids[from] as Id<"tasks">,
        blockerIds: [ids[to] as Id<"tasks">],
      });
    await wait(0, 1);
    await wait(1, 2);
    expect((await refusal(wait(2, 0))).message).toBe(
      "That would be a circle: MC-3 waits for MC-1 waits for MC-2 waits for MC-3.",
    );
    expect((await refusal(wait(0, 0))).code).toBe("invalid");
  });

  test("a parent shows how many of its parts are done, through every change", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const parent = await addTask(world);
    const create = (title: string) =>
      owner.as.mutation(api.tasks.create, {
        accountId,
        title,
        parentId: parent.taskId,
        memberIds: [owner.memberId],
      });
    const [one, two] = [await create("One"), await create("Two")];
    const progress = async () => (await readTask(world, parent.number)).subtasks;
    expect(await progress()).toEqual({ total: 2, done: 0 });
    await finish(world, one.taskId);
    expect(await progress()).toEqual({ total: 2, done: 1 });
    await owner.as.mutation(api.tasks.archive, { accountId, taskId: two.taskId });
    expect(await progress()).toEqual({ total: 1, done: 1 });
    await owner.as.mutation(api.tasks.restore, { accountId, taskId: two.taskId });
    await owner.as.mutation(api.taskLinks.setParent, { accountId, taskId: two.taskId, parentId: null });
    expect(await progress()).toEqual({ total: 1, done: 1 });
    const nested = owner.as.mutation(api.tasks.create, { accountId, title: "Deep", parentId: one.taskId });
    expect((await refusal(nested)).message).toContain("itself a part");
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: parent.taskId });
    await settle(world.t);
    expect(await readTask(world, one.number)).toMatchObject({ parentId: null });
  });

  test("many tasks change in one act, and each that cannot says why", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ready = await addTask(world, { memberIds: [owner.memberId] });
    const empty = await addTask(world);
    const taskIds = [ready.taskId, empty.taskId];
    const moved = await owner.as.mutation(api.taskBatches.move, { accountId, taskIds, to: "in_progress" });
    expect(moved.results.map(({ number, error }) => [number, error?.code ?? "ok"])).toEqual([
      [1, "ok"],
      [2, "invalid"],
    ]);
    await owner.as.mutation(api.taskBatches.update, { accountId, taskIds, priority: 1, addLabels: ["docs"] });
    expect(await readTask(world, 2)).toMatchObject({ priority: 1, labels: ["docs"] });
    const people = { memberIds: [owner.memberId], agentIds: [] };
    await owner.as.mutation(api.taskBatches.assign, { accountId, taskIds, mode: "add", ...people });
    expect((await readTask(world, 2)).status).toBe("assigned");
    await owner.as.mutation(api.taskBatches.assign, { accountId, taskIds, mode: "remove", ...people });
    expect((await readTask(world, 1)).members).toEqual([]);
    await owner.as.mutation(api.taskBatches.archive, { accountId, taskIds });
    const archived = await owner.as.query(api.tasks.column, {
      accountId,
      status: "archived",
      paginationOpts: PAGE,
    });
    expect(archived.page.map(({ number }) => number).toSorted()).toEqual([1, 2]);
    const many = Array.from({ length: 101 }, () => addTask(world));
    const tooMany = (await Promise.all(many)).map(({ taskId }) => taskId);
    const answer = await refusal(owner.as.mutation(api.taskBatches.archive, { accountId, taskIds: tooMany }));
    expect(answer.code).toBe("invalid");
  });

  test("labels are counted over the account, and the list filters by any of them", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const create = (title: string, labels: string[], fields: object = {}) =>
      owner.as.mutation(api.tasks.create, { accountId, title, labels, ...fields });
    const one = await create("One", ["docs", "api"], { priority: 1, agentIds: [agentId] });
    const two = await create("Two", ["docs"], { dueAt: Date.now() + HOUR });
    const labels = () => owner.as.query(api.labels.list, { accountId });
    expect(await labels()).toEqual([
      { name: "api", taskCount: 1 },
      { name: "docs", taskCount: 2 },
    ]);
    const find = async (filter: object) => {
      const found = await owner.as.query(api.tasks.list, { accountId, ...filter, paginationOpts: PAGE });
      return found.page.map(({ number }) => number);
    };
    expect(await find({})).toEqual([2, 1]);
    expect(await find({ label: "api" })).toEqual([1]);
    expect(await find({ label: "docs", priority: 1 })).toEqual([1]);
    expect(await find({ agentId })).toEqual([1]);
    expect(await find({ memberId: owner.memberId })).toEqual([]);
    expect(await find({ due: { to: Date.now() + 2 * HOUR } })).toEqual([2]);
    expect(await find({ due: { from: Date.now() + 2 * HOUR } })).toEqual([]);
    expect(await find({ status: "inbox" })).toEqual([2]);
    await owner.as.mutation(api.tasks.update, { accountId, taskId: two.taskId, labels: [], dueAt: null });
    await owner.as.mutation(api.tasks.archive, { accountId, taskId: one.taskId });
    expect([
      await find({ label: "docs" }),
      await find({ status: "archived" }),
      await find({ due: {} }),
    ]).toEqual([[], [1], []]);
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: one.taskId });
    expect(await labels()).toEqual([]);
  });

  test("views are each person's own", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { viewId } = await owner.as.mutation(api.savedViews.create, {
      accountId,
      name: "Late",
      query: "due=late",
    });
    expect(await ben.as.query(api.savedViews.list, { accountId })).toEqual([]);
    expect((await refusal(ben.as.mutation(api.savedViews.remove, { accountId, viewId }))).code).toBe(
      "not_found",
    );
    await owner.as.mutation(api.savedViews.update, { accountId, viewId, query: "due=today" });
    expect(await owner.as.query(api.savedViews.list, { accountId })).toEqual([
      { viewId, name: "Late", query: "due=today" },
    ]);
    await owner.as.mutation(api.savedViews.remove, { accountId, viewId });
    expect(await owner.as.query(api.savedViews.list, { accountId })).toEqual([]);
  });

  test("a pull request is kept in one spelling, anything else is refused", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    const set = (prUrl: string | null) => owner.as.mutation(api.tasks.update, { accountId, taskId, prUrl });
    await set("https://GitHub.com/open/claw/pull/7/files");
    expect((await readTask(world, number)).prUrl).toBe("https://github.com/open/claw/pull/7");
    expect((await refusal(set("javascript:alert(1)"))).code).toBe("invalid");
    await set(null);
    expect((await readTask(world, number)).prUrl).toBeNull();
  });

  test("people are reminded of a due date once, and again when it is another one", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { taskId } = await owner.as.mutation(api.tasks.create, {
      accountId,
      title: "Report",
      dueAt: Date.now() + 30 * HOUR,
    });
    const sweep = () => t.mutation(internal.dueDates.sweep, {});
    expect(await sweep()).toEqual({ reminded: 0 });
    travel(7 * HOUR);
    expect([await sweep(), await sweep()]).toEqual([{ reminded: 1 }, { reminded: 0 }]);
    expect((await inbox(world, owner)).filter(({ type }) => type === "due_soon")).toHaveLength(1);
    await owner.as.mutation(api.tasks.update, { accountId, taskId, dueAt: Date.now() + 3 * HOUR });
    expect(await sweep()).toEqual({ reminded: 1 });
    await owner.as.mutation(api.tasks.update, { accountId, taskId, dueAt: Date.now() - HOUR });
    expect(await sweep()).toEqual({ reminded: 0 });
  });

  test("a recurring task that is refused goes on with its next time, its admins hear why, and others are made", async () => {
    const t = start();
    const [full, calm] = [await createWorld(t, "Ada"), await createWorld(t, "Bo")];
    const daily = { title: "Daily report", cron: "0 9 * * *", timeZone: "UTC" };
    for (const { accountId, owner } of [full, calm])
      await owner.as.mutation(api.recurrences.create, { accountId, ...daily, labels: ["fresh"] });
    await t.run(async (ctx) => {
      const counter = { accountId: full.accountId, key: "labels", value: 500 };
      await ctx.db.insert("counters", counter);
    });
    travel(25 * HOUR);
    const sweep = () => t.mutation(internal.recurrences.sweep, {});
    expect([await sweep(), await sweep()]).toEqual([{ created: 1 }, { created: 0 }]);
    expect(await readTask(calm, 1)).toMatchObject({ title: "Daily report" });
    const { accountId, owner } = full;
    const [refused] = await owner.as.query(api.recurrences.list, { accountId });
    expect(refused?.nextAt).toBeGreaterThan(Date.now());
    expect(refused?.lastTaskNumber).toBeNull();
    expect(await activityTypes(full)).toContain("recurrence_skipped");
    expect(await inbox(full, owner)).toMatchObject([
      {
        title: "The recurring task Daily report was not made",
        body: expect.stringContaining("at most 500 labels"),
      },
    ]);
  });

  test("what fails in one account holds up no other, is put off, and comes once it can", async () => {
    const t = start();
    const [broken, calm] = [await createWorld(t, "Ada"), await createWorld(t, "Bo")];
    const due = { title: "Report", dueAt: Date.now() + 30 * HOUR };
    for (const { accountId, owner } of [broken, calm])
      await owner.as.mutation(api.tasks.create, { accountId, ...due });
    // Two inboxes of one person are an error wherever something is told to them.
    const twice = await t.run(async (ctx) => {
      const inboxes = {
        accountId: broken.accountId,
        memberId: broken.owner.memberId,
        unread: 0,
        readThrough: 0,
      };
      return [await ctx.db.insert("inboxes", inboxes), await ctx.db.insert("inboxes", inboxes)] as const;
    });
    travel(7 * HOUR);
    const sweep = () => t.mutation(internal.dueDates.sweep, {});
    expect([await sweep(), await sweep()]).toEqual([{ reminded: 1 }, { reminded: 0 }]);
    expect((await inbox(calm, calm.owner)).map(({ type }) => type)).toContain("due_soon");
    await t.run(async (ctx) => await ctx.db.delete("inboxes", twice[1]));
    travel(11 * 60_000);
    expect(await sweep()).toEqual({ reminded: 1 });
    expect((await inbox(broken, broken.owner)).map(({ type }) => type)).toContain("due_soon");
  });

  test("a recurring task is made once per planned time, however often the clock asks or how late", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { recurrenceId, nextAt } = await owner.as.mutation(api.recurrences.create, {
      accountId,
      title: "Daily report",
      cron: "0 9 * * *",
      timeZone: "Europe/Berlin",
      agentIds: [agentId],
      labels: ["report"],
      dueInDays: 1,
    });
    const sweep = () => t.mutation(internal.recurrences.sweep, {});
    expect(await sweep()).toEqual({ created: 0 });
    const [listed] = await owner.as.query(api.recurrences.list, { accountId });
    expect(listed?.preview).toHaveLength(5);
    expect(listed?.preview[0]).toBe(nextAt);
    travel(25 * HOUR);
    expect([await sweep(), await sweep()]).toEqual([{ created: 1 }, { created: 0 }]);
    expect(await readTask(world, 1)).toMatchObject({
      title: "Daily report",
      labels: ["report"],
      status: "assigned",
    });
    expect((await queueOf(world)).ready).toHaveLength(1);
    travel(24 * 10 * HOUR);
    await sweep();
    expect((await owner.as.query(api.tasks.list, { accountId, paginationOpts: PAGE })).page).toHaveLength(2);
    const paused = await owner.as.mutation(api.recurrences.update, {
      accountId,
      recurrenceId,
      isPaused: true,
    });
    expect(paused).toEqual({ nextAt: null });
    const handed = { accountId, recurrenceId, agentIds: [], memberIds: [owner.memberId] };
    await owner.as.mutation(api.recurrences.update, handed);
    const [update] = await world.t.run(async (ctx) => await ctx.db.query("activities").order("desc").take(1));
    const changes = update?.event.type === "recurrence_updated" ? update.event.changes : [];
    expect(changes.map(({ from, to }) => [from, to])).toEqual(
      expect.arrayContaining([
        [null, "Ada"],
        ["Theo", null],
      ]),
    );
    const wrong = owner.as.mutation(api.recurrences.update, { accountId, recurrenceId, cron: "every day" });
    expect((await refusal(wrong)).code).toBe("invalid");
    await owner.as.mutation(api.recurrences.remove, { accountId, recurrenceId });
    expect(await owner.as.query(api.recurrences.list, { accountId })).toEqual([]);
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["recurrence_created", "recurrence_updated", "recurrence_removed"]),
    );
  });
});
