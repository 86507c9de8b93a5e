import { TASK_LIMITS } from "@mc/shared/task/limits";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, settle } from "./backends";
import {
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  join,
  leaseFirst,
  queueOf,
  readTask,
  refusal,
} from "./world";

describe.each(BACKENDS)("tasks on $name", ({ start }) => {
  test("tasks are numbered per account from 1", async () => {
    const t = start();
    const [ada, ben] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    expect([(await addTask(ada)).number, (await addTask(ada)).number, (await addTask(ben)).number]).toEqual([
      1, 2, 1,
    ]);
  });

  test("the first assignee moves inbox to assigned and the last one's leaving moves it back, both automatic", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    expect((await readTask(world, number)).status).toBe("inbox");
    await owner.as.mutation(api.tasks.assign, {
      accountId,
      taskId,
      memberIds: [owner.memberId],
      agentIds: [],
    });
    expect((await readTask(world, number)).status).toBe("assigned");
    await owner.as.mutation(api.tasks.assign, { accountId, taskId, memberIds: [], agentIds: [] });
    expect((await readTask(world, number)).status).toBe("inbox");
    const { page } = await owner.as.query(api.activities.listByTask, {
      accountId,
      taskId,
      paginationOpts: { numItems: 20, cursor: null },
    });
    const moves = page.flatMap(({ event }) => (event.type === "task_status_changed" ? [event] : []));
    expect(moves).toMatchObject([
      { from: "assigned", to: "inbox", isAutomatic: true },
      { from: "inbox", to: "assigned", isAutomatic: true },
    ]);
  });

  test("a task in progress that loses its last assignee goes back over assigned, each step recorded", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world, { memberIds: [owner.memberId] });
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "in_progress" });
    await owner.as.mutation(api.tasks.assign, { accountId, taskId, memberIds: [], agentIds: [] });
    expect((await readTask(world, number)).status).toBe("inbox");
    const { page } = await owner.as.query(api.activities.listByTask, {
      accountId,
      taskId,
      paginationOpts: { numItems: 20, cursor: null },
    });
    const steps = page.flatMap(({ event }) =>
      event.type === "task_status_changed" ? [`${event.from}>${event.to}`] : [],
    );
    expect(steps.slice(0, 2)).toEqual(["assigned>inbox", "in_progress>assigned"]);
  });

  test("[W2][W3] work needs an assignee and a block needs a reason; a refusal changes nothing", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    const start2 = refusal(
      owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "in_progress" }),
    );
    expect(await start2).toMatchObject({
      code: "invalid",
      message: "Assign someone first: nobody is on this task.",
    });
    await owner.as.mutation(api.tasks.assign, {
      accountId,
      taskId,
      memberIds: [owner.memberId],
      agentIds: [],
    });
    const block = refusal(
      owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "blocked", reason: "  " }),
    );
    expect(await block).toMatchObject({ code: "invalid", message: "Say what blocks the task." });
    expect(await readTask(world, number)).toMatchObject({ status: "assigned", blockedReason: null });
    await owner.as.mutation(api.tasks.updateStatus, {
      accountId,
      taskId,
      to: "blocked",
      reason: "No access",
    });
    expect(await readTask(world, number)).toMatchObject({ status: "blocked", blockedReason: "No access" });
  });

  test("[W4] of twenty people who claim one task at once one wins and the others learn what it is now", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId } = await addTask(world, { memberIds: [owner.memberId] });
    const claims = Array.from({ length: 20 }, () =>
      owner.as.mutation(api.tasks.move, { accountId, taskId, to: "in_progress", from: "assigned" }),
    );
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const late = { accountId, taskId, to: "in_progress", from: "assigned" } as const;
    const lost = await refusal(owner.as.mutation(api.tasks.move, late));
    expect(lost).toMatchObject({
      code: "conflict",
      current: "in_progress",
      message: "MC-1 is already in progress; nothing was changed.",
    });
  });

  test("[W4] a move that names the status it came from is refused when someone was faster", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId } = await addTask(world, { memberIds: [owner.memberId] });
    await owner.as.mutation(api.tasks.move, { accountId, taskId, to: "in_progress", from: "assigned" });
    const late = owner.as.mutation(api.tasks.move, {
      accountId,
      taskId,
      to: "blocked",
      from: "assigned",
      reason: "late",
    });
    expect(await refusal(late)).toMatchObject({ code: "conflict", current: "in_progress" });
  });

  test("cards keep the order in which people put them", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [one, two, three] = [await addTask(world), await addTask(world), await addTask(world)];
    const order = async () => {
      const { columns } = await owner.as.query(api.tasks.board, { accountId });
      return columns.find(({ status }) => status === "inbox")?.cards.map(({ number }) => number);
    };
    expect(await order()).toEqual([3, 2, 1]);
    const move = (
      taskId: typeof one.taskId,
      place: { afterTaskId?: typeof one.taskId | null; beforeTaskId?: typeof one.taskId },
    ) => owner.as.mutation(api.tasks.move, { accountId, taskId, to: "inbox", from: "inbox", ...place });
    await move(three.taskId, { afterTaskId: two.taskId });
    expect(await order()).toEqual([2, 3, 1]);
    await move(one.taskId, { beforeTaskId: three.taskId });
    expect(await order()).toEqual([2, 1, 3]);
    await move(three.taskId, { afterTaskId: null });
    expect(await order()).toEqual([3, 2, 1]);
    await move(two.taskId, { afterTaskId: three.taskId });
    expect(await order()).toEqual([3, 2, 1]);
  });

  test("a card dropped beside one that has left the column is refused, not misplaced", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [one, two] = [await addTask(world), await addTask(world)];
    await owner.as.mutation(api.tasks.archive, { accountId, taskId: two.taskId });
    const drop = owner.as.mutation(api.tasks.move, {
      accountId,
      taskId: one.taskId,
      to: "inbox",
      from: "inbox",
      afterTaskId: two.taskId,
    });
    expect(await refusal(drop)).toMatchObject({ code: "conflict", current: "archived" });
  });

  test("two editors do not overwrite each other", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    for (const field of ["title", "description"] as const) {
      const { [field]: text } = await readTask(world, number);
      const save = (next: string) =>
        owner.as.mutation(api.tasks.update, { accountId, taskId, [field]: next, from: { [field]: text } });
      await save("First");
      expect(await refusal(save("Second"))).toMatchObject({ code: "conflict", current: "First" });
      // who wrote the very same has nothing to look at again
      await save("First");
      expect((await readTask(world, number))[field]).toBe("First");
    }
  });

  test("of forty who add to one text at once, nobody's line is lost unseen", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    const first = (await readTask(world, number)).description;
    const lines = Array.from({ length: 40 }, (_, nth) => `line ${nth}.`);
    const add = async (line: string, from: string): Promise<void> => {
      const description = `${from}\n${line}`;
      const edit = { accountId, taskId, description, from: { description: from } };
      const saved = owner.as.mutation(api.tasks.update, edit);
      if (
        await saved.then(
          () => true,
          () => false,
        )
      )
        return;
      expect(await refusal(saved)).toMatchObject({ code: "conflict" });
      await add(line, (await readTask(world, number)).description);
    };
    await Promise.all(lines.map((line) => add(line, first)));
    expect((await readTask(world, number)).description.split("\n").filter(Boolean).sort()).toEqual(
      lines.sort(),
    );
  });

  test("a text that is saved over what changed beside it is no conflict", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId, number } = await addTask(world);
    const from = { title: (await readTask(world, number)).title };
    const act = { accountId, taskId };
    await owner.as.mutation(api.tasks.update, { ...act, labels: ["house"], description: "Theirs" });
    await owner.as.mutation(api.tasks.assign, { ...act, memberIds: [owner.memberId], agentIds: [] });
    await owner.as.mutation(api.tasks.update, { ...act, title: "Mine", from });
    expect(await readTask(world, number)).toMatchObject({
      title: "Mine",
      labels: ["house"],
      description: "Theirs",
    });
  });

  test("[L3] an edit records what changed, old and new; an edit of nothing records nothing", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId } = await addTask(world);
    const dueAt = Date.UTC(2030, 0, 1);
    await owner.as.mutation(api.tasks.update, {
      accountId,
      taskId,
      title: "Better",
      priority: 1,
      labels: [" a ", "a"],
      dueAt,
      description: "Long",
    });
    await owner.as.mutation(api.tasks.update, { accountId, taskId, title: "Better" });
    const { page } = await owner.as.query(api.activities.listByTask, {
      accountId,
      taskId,
      paginationOpts: { numItems: 20, cursor: null },
    });
    const edits = page.flatMap(({ event }) => (event.type === "task_updated" ? [event.changes] : []));
    expect(edits).toEqual([
      [
        { field: "title", from: "Write the plan", to: "Better" },
        { field: "priority", from: "3", to: "1" },
        { field: "labels", from: null, to: "a" },
        { field: "due date", from: null, to: "2030-01-01T00:00:00.000Z" },
        { field: "description", from: null, to: "Long" },
      ],
    ]);
  });

  test("stopping ends waiting work at once, asks running work to stop, and blocks the task with who and why", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [theo, ines] = [await addAgent(world, "Theo"), await addAgent(world, "Ines")];
    const { taskId, number } = await addTask(world, { agentIds: [theo.agentId, ines.agentId] });
    const lease = await leaseFirst(world);
    const stopped = await owner.as.mutation(api.tasks.stop, { accountId, taskId });
    expect(stopped).toEqual({ stoppedRuns: 2, status: "blocked" });
    expect(await readTask(world, number)).toMatchObject({
      status: "blocked",
      blockedReason: "Stopped by Ada",
    });
    const other = await addTask(world, { memberIds: [owner.memberId] });
    const reasoned = { accountId, taskId: other.taskId, reason: "The plan has changed" };
    await owner.as.mutation(api.tasks.stop, reasoned);
    expect((await readTask(world, other.number)).blockedReason).toBe("The plan has changed (stopped by Ada)");
    const queue = await queueOf(world);
    expect(queue.ready).toEqual([]);
    expect(queue.cancels).toEqual([{ runId: lease.runId, sessionKey: lease.sessionKey }]);
    expect(
      await refusal(owner.as.mutation(api.tasks.stop, { accountId, taskId: (await addTask(world)).taskId })),
    ).toMatchObject({ code: "conflict" });
  });

  test("the archive ends runs, leaves the board, and coming back starts fresh sessions", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { taskId, number } = await addTask(world, { agentIds: [agentId] });
    const [before] = (await queueOf(world)).ready;
    await owner.as.mutation(api.tasks.archive, { accountId, taskId });
    expect((await queueOf(world)).ready).toEqual([]);
    const { columns } = await owner.as.query(api.tasks.board, { accountId });
    expect(columns.flatMap(({ cards }) => cards)).toEqual([]);
    const write = owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "hello",
      clientKey: "1",
    });
    expect(await refusal(write)).toMatchObject({ code: "conflict", current: "archived" });
    const ines = await addAgent(world, "Ines");
    const assign = (agentIds: Id<"agents">[]) =>
      owner.as.mutation(api.tasks.assign, { accountId, taskId, memberIds: [], agentIds });
    expect(await refusal(assign([agentId, ines.agentId]))).toMatchObject({
      code: "conflict",
      current: "archived",
      message: "MC-1 is archived; restore it to assign it.",
    });
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await owner.as.mutation(api.tasks.restore, { accountId, taskId })).toEqual({ status: "assigned" });
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "@theo again", clientKey: "2" });
    const [after] = (await queueOf(world)).ready;
    expect(after?.sessionKey).toBe(before?.sessionKey.replace(/g1$/, "g2"));
    expect((await readTask(world, number)).status).toBe("assigned");
  });

  test("what an agent still answers on an archived task is not posted and wakes nobody", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    await addAgent(world, "Ines");
    const { taskId, number } = await addTask(world, { agentIds: [agentId] });
    const lease = await leaseFirst(world);
    await owner.as.mutation(api.tasks.archive, { accountId, taskId });
    await complete(world, lease, "@ines, please go on.");
    expect((await readTask(world, number)).messageCount).toBe(0);
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("a column counts all and shows its first cards; the pages of the list reach every one", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    for (let index = 0; index < TASK_LIMITS.columnCards + 5; index += 1)
      await addTask(world, { title: `Task ${index}` });
    const { columns } = await owner.as.query(api.tasks.board, { accountId });
    const column = columns.find(({ status }) => status === "inbox");
    const total = TASK_LIMITS.columnCards + 5;
    expect(column).toMatchObject({ count: total, isMore: true });
    const newestFirst = Array.from({ length: total }, (_, index) => total - index);
    expect(column?.cards.map(({ number }) => number)).toEqual(newestFirst.slice(0, TASK_LIMITS.columnCards));
    const pageOf = (read: typeof api.tasks.column | typeof api.tasks.list, cursor: string | null) =>
      owner.as.query(read, { accountId, status: "inbox", paginationOpts: { numItems: 15, cursor } });
    for (const read of [api.tasks.column, api.tasks.list]) {
      const first = await pageOf(read, null);
      const second = await pageOf(read, first.continueCursor);
      expect([...first.page, ...second.page].map(({ number }) => number)).toEqual(newestFirst);
    }
    expect((await owner.as.query(api.accounts.stats, { accountId })).openTasks).toBe(total);
  });

  test("the board sends who is on its cards once, and nothing of a card that is empty", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const ben = await join(world, "Ben");
    await addTask(world, { title: "Bare" });
    for (const title of ["One", "Two"])
      await addTask(world, { title, memberIds: [ben.memberId], agentIds: [agentId] });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    const board = await owner.as.query(api.tasks.board, { accountId });
    expect(board.members).toEqual([{ memberId: ben.memberId, name: "Former member" }]);
    expect(board.agents).toMatchObject([{ agentId, name: "Theo", slug: "theo" }]);
    const cards = board.columns.flatMap((column) => column.cards);
    expect(cards.find(({ title }) => title === "Bare")).not.toHaveProperty("labels");
    expect(cards.find(({ title }) => title === "Two")).toMatchObject({
      agentIds: [agentId],
      running: [{ agentName: "Theo" }],
    });
  });

  test("[A1] a viewer reads and writes nothing; the offered moves are none", async () => {
    const world = await createWorld(start());
    const { accountId } = world;
    const viewer = await join(world, "Vera", "viewer");
    const { taskId } = await addTask(world, { memberIds: [world.owner.memberId] });
    const paginationOpts = { numItems: 10, cursor: null };
    const { page } = await viewer.as.query(api.tasks.list, { accountId, paginationOpts });
    expect(page.map(({ allowed }) => allowed)).toEqual([[]]);
    expect(
      await refusal(viewer.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "in_progress" })),
    ).toMatchObject({ code: "forbidden" });
    expect(await refusal(viewer.as.mutation(api.tasks.create, { accountId, title: "x" }))).toMatchObject({
      code: "forbidden",
    });
  });

  test("deleting is for admins and takes the thread along; documents stay", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const member = await join(world, "Ben", "member");
    const { taskId, number } = await addTask(world, { memberIds: [member.memberId] });
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "hi", clientKey: "1" });
    const { documentId } = await owner.as.mutation(api.documents.create, {
      accountId,
      taskId,
      title: "Plan",
      content: "text",
    });
    expect(await refusal(member.as.mutation(api.tasks.remove, { accountId, taskId }))).toMatchObject({
      code: "forbidden",
    });
    await owner.as.mutation(api.tasks.remove, { accountId, taskId });
    expect(await refusal(readTask(world, number))).toMatchObject({ code: "not_found" });
    await settle(t);
    const left = await t.run(async (ctx) => [
      await ctx.db.query("messages").take(5),
      await ctx.db.query("assignments").take(5),
      await ctx.db.query("subscriptions").take(5),
    ]);
    expect(left).toEqual([[], [], []]);
    expect((await owner.as.query(api.documents.get, { accountId, documentId })).taskId).toBeNull();
    expect((await owner.as.query(api.accounts.stats, { accountId })).openTasks).toBe(0);
  });

  test("[N1] assigned people and creators hear of it, the one who did it does not", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world, { memberIds: [ben.memberId, owner.memberId] });
    expect((await inbox(world, ben)).map(({ type }) => type)).toEqual(["assignment"]);
    await ben.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "in_progress" });
    await ben.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "review" });
    const told = (await inbox(world, owner))
      .filter(({ taskNumber }) => taskNumber === 1)
      .map(({ type }) => type);
    expect(told).toEqual(["review_request", "status_change"]);
    expect(await inbox(world, ben)).toHaveLength(1);
  });
});
