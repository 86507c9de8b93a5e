import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  join,
  leaseFirst,
  queueOf,
  refusal,
  type World,
} from "./world";

const PAGE = { numItems: 50, cursor: null };

async function withLead(start: () => World["t"]) {
  const world = await createWorld(start());
  const { accountId, owner } = world;
  const lead = await addAgent(world, "Mara", "Squad lead");
  await owner.as.mutation(api.agents.setLead, { accountId, agentId: lead.agentId });
  const ask = (body: string, clientKey = body) =>
    owner.as.mutation(api.leadChat.ask, { accountId, body, clientKey });
  const chat = async () => await owner.as.query(api.leadChat.get, { accountId });
  const taskId = async () => {
    const { taskId: found } = await chat();
    if (!found) throw new TypeError("there is no chat");
    return found;
  };
  const bodies = async () =>
    (
      await owner.as.query(api.messages.list, { accountId, taskId: await taskId(), paginationOpts: PAGE })
    ).page.map(({ body }) => body);
  return { world, lead, ask, chat, taskId, bodies };
}

describe.each(BACKENDS)("the squad lead's chat on $name", ({ start }) => {
  test("without a lead there is nobody to ask, and the refusal says what to do", async () => {
    const { accountId, owner } = await createWorld(start());
    expect(await owner.as.query(api.leadChat.get, { accountId })).toMatchObject({ lead: null, taskId: null });
    const asked = owner.as.mutation(api.leadChat.ask, { accountId, body: "Hello", clientKey: "1" });
    expect(await refusal(asked)).toMatchObject({ code: "conflict", current: "no_lead" });
  });

  test("tasks are put into the archive, moved about there and taken out beside it", async () => {
    const { world, ask } = await withLead(start);
    const { accountId, owner } = world;
    await ask("What is stuck?");
    const tasks = [await addTask(world), await addTask(world)];
    for (const { taskId } of tasks) await owner.as.mutation(api.tasks.archive, { accountId, taskId });
    const [below, above] = tasks;
    if (!below || !above) throw new TypeError("two tasks were made");
    await owner.as.mutation(api.tasks.move, {
      accountId,
      taskId: below.taskId,
      from: "archived",
      to: "archived",
      beforeTaskId: above.taskId,
    });
    const archived = await owner.as.query(api.tasks.list, {
      accountId,
      status: "archived",
      paginationOpts: PAGE,
    });
    expect(archived.page.map(({ number }) => number)).toEqual([below.number, above.number]);
    await owner.as.mutation(api.tasks.restore, { accountId, taskId: below.taskId });
  });

  test("a question is a run of the lead like any other, answered once in the thread", async () => {
    const { world, lead, ask, bodies } = await withLead(start);
    const { accountId, owner } = world;
    expect(await owner.as.query(api.leadChat.preview, { accountId, body: "What is stuck?" })).toMatchObject({
      notifies: [],
      wakes: [{ agentId: lead.agentId, name: "Mara" }],
    });
    await ask("What is stuck?");
    await ask("What is stuck?");
    const lease = await leaseFirst(world);
    expect(lease.context).toMatchObject({
      task: null,
      allowedTargets: [],
      cause: { sentence: "Ada needs an answer from you in the squad lead's chat." },
      news: [{ body: "What is stuck?" }],
    });
    expect(lease.context.allowedTools).toContain("task_list");
    expect(lease.context.allowedTools).not.toContain("task_status");
    await complete(world, lease, "Nothing.");
    await complete(world, lease, "Nothing.");
    expect(await bodies()).toEqual(["Nothing.", "What is stuck?"]);
    expect((await queueOf(world)).ready).toEqual([]);
    expect((await inbox(world, owner))[0]).toMatchObject({
      type: "thread_update",
      title: "Mara wrote in the squad lead's chat",
      taskNumber: 0,
    });
    expect(await activityTypes(world)).toEqual(expect.arrayContaining(["message_created", "run_succeeded"]));
  });

  test("no list, no search and no number shows it as a task, and nothing that changes tasks meets it", async () => {
    const { world, ask, taskId } = await withLead(start);
    const { accountId, owner } = world;
    await ask("The zebra question");
    const board = await owner.as.query(api.tasks.board, { accountId });
    expect(board.columns.map(({ count, cards }) => [count, cards.length])).toEqual(
      board.columns.map(() => [0, 0]),
    );
    for (const status of ["archived", undefined] as const) {
      const listed = await owner.as.query(api.tasks.list, {
        accountId,
        paginationOpts: PAGE,
        ...(status ? { status } : {}),
      });
      expect(listed.page).toEqual([]);
    }
    const column = { accountId, status: "archived" as const, paginationOpts: PAGE };
    expect((await owner.as.query(api.tasks.column, column)).page).toEqual([]);
    for (const text of ["zebra", "MC-0", "0"]) {
      const { groups } = await owner.as.query(api.search.query, { accountId, text });
      expect(groups.flatMap(({ hits }) => hits)).toEqual([]);
    }
    const id = await taskId();
    const refused = [
      owner.as.query(api.tasks.get, { accountId, number: 0 }),
      owner.as.mutation(api.tasks.update, { accountId, taskId: id, title: "Mine" }),
      owner.as.mutation(api.tasks.restore, { accountId, taskId: id }),
      owner.as.mutation(api.tasks.remove, { accountId, taskId: id }),
      owner.as.mutation(api.taskLinks.setParent, { accountId, taskId: id, parentId: null }),
    ];
    for (const call of refused) expect((await refusal(call)).code).toBe("not_found");
    expect((await addTask(world)).number).toBe(1);
  });

  test("tools that act on a task refuse in the chat; those of the lead work", async () => {
    const { world, ask } = await withLead(start);
    const { t, serviceToken } = world;
    const { number } = await addTask(world);
    const theo = await addAgent(world, "Theo");
    await ask("Give MC-1 to Theo");
    const lease = await leaseFirst(world);
    const call = (callId: string) => ({
      serviceToken,
      agentSlug: "mara",
      sessionKey: lease.sessionKey,
      callId,
    });
    const set = t.mutation(api.service.tools.taskStatus, { ...call("1"), status: "done" });
    expect((await refusal(set)).message).toMatch(/^This is a chat, not a task\./);
    const write = t.mutation(api.service.tools.documentUpsert, { ...call("2"), title: "A", content: "B" });
    expect((await refusal(write)).code).toBe("invalid");
    await t.mutation(api.service.tools.taskAssign, { ...call("3"), number, assignees: "@theo" });
    const { accountId, owner } = world;
    const task = await owner.as.query(api.tasks.get, { accountId, number });
    expect(task.agents).toMatchObject([{ agentId: theo.agentId }]);
  });

  test("when another leads, the questions go to them alone", async () => {
    const { world, ask } = await withLead(start);
    const { accountId, owner } = world;
    await ask("First");
    await complete(world, await leaseFirst(world));
    const next = await addAgent(world, "Quinn");
    await owner.as.mutation(api.agents.setLead, { accountId, agentId: next.agentId });
    await ask("Second");
    expect((await queueOf(world)).ready.map(({ agentSlug }) => agentSlug)).toEqual(["quinn"]);
  });

  test("each sees by themselves whether something is new, and a viewer only reads", async () => {
    const { world, ask, chat, taskId } = await withLead(start);
    const { accountId, owner } = world;
    await ask("Hello");
    expect(await chat()).toMatchObject({ hasUnread: false });
    await complete(world, await leaseFirst(world));
    expect(await chat()).toMatchObject({ hasUnread: true });
    await owner.as.mutation(api.messages.markSeen, { accountId, taskId: await taskId() });
    expect(await chat()).toMatchObject({ hasUnread: false });
    expect(await owner.as.query(api.notifications.unreadCount, { accountId })).toBe(0);
    const vera = await join(world, "Vera", "viewer");
    expect(await vera.as.query(api.leadChat.get, { accountId })).toMatchObject({ lead: { name: "Mara" } });
    const asked = vera.as.mutation(api.leadChat.ask, { accountId, body: "Hi", clientKey: "v" });
    expect((await refusal(asked)).code).toBe("forbidden");
  });
});
