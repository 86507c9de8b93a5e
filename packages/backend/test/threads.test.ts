import { describe, expect, test } from "vitest";
import { BACKENDS, settle } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  join,
  queueOf,
  readTask,
  refusal,
  type World,
} from "./world";

const PAGE = { numItems: 50, cursor: null };

async function thread(world: World, taskId: Awaited<ReturnType<typeof addTask>>["taskId"]) {
  const { accountId, owner } = world;
  return (await owner.as.query(api.messages.list, { accountId, taskId, paginationOpts: PAGE })).page;
}

async function store({ t }: World, content: BlobPart) {
  return await t.action(async (ctx) => await ctx.storage.store(new Blob([content])));
}

describe.each(BACKENDS)("threads on $name", ({ start }) => {
  test("a reply shows what it answers, also after that is deleted; another thread's message is none", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [{ taskId }, other] = [await addTask(world), await addTask(world)];
    const say = (fields: object) =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body: "Yes", clientKey: "k", ...fields });
    const { messageId } = await say({ body: "Shall we?", clientKey: "1" });
    await say({ clientKey: "2", replyToId: messageId });
    expect((await thread(world, taskId))[0]?.replyTo).toMatchObject({
      authorName: "Ada",
      excerpt: "Shall we?",
    });
    await owner.as.mutation(api.messages.remove, { accountId, messageId });
    expect((await thread(world, taskId))[0]?.replyTo).toMatchObject({ isDeleted: true, excerpt: "" });
    const strange = say({ taskId: other.taskId, clientKey: "3", replyToId: messageId });
    expect((await refusal(strange)).code).toBe("not_found");
  });

  test("reactions come and go by the same click, each person's own, and only emoji", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world);
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "Done",
      clientKey: "1",
    });
    const react = (person: typeof ben, emoji: string) =>
      person.as.mutation(api.messages.react, { accountId, messageId, emoji });
    expect([await react(owner, "👍"), await react(ben, "👍"), await react(ben, "🎉")]).toEqual([
      { isAdded: true },
      { isAdded: true },
      { isAdded: true },
    ]);
    await react(owner, "👍");
    expect((await thread(world, taskId))[0]?.reactions).toEqual([
      { emoji: "👍", members: [{ memberId: ben.memberId, name: "Ben" }] },
      { emoji: "🎉", members: [{ memberId: ben.memberId, name: "Ben" }] },
    ]);
    for (const text of ["+1", "lol", "", "<b>", "42"])
      expect((await refusal(react(ben, text))).code).toBe("invalid");
    expect(await activityTypes(world)).toContain("message_reacted");
  });

  test("files of a message are looked at by the server, count for the quota and go with it", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { taskId } = await addTask(world);
    const png = await store(world, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]));
    const html = await store(world, "<script>alert(1)</script>");
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "",
      clientKey: "1",
      uploads: [
        { storageId: png, name: "shot.png" },
        { storageId: html, name: "page.html" },
      ],
    });
    await settle(t);
    const [message] = await thread(world, taskId);
    expect(message?.files.map(({ name, status, contentType }) => [name, status, contentType])).toMatchObject([
      ["shot.png", "ready", "image/png"],
      ["page.html", "refused", expect.any(String)],
    ]);
    expect(message?.files[1]?.url).toBeNull();
    const used = async () => (await owner.as.query(api.documents.storage, { accountId })).usedBytes;
    expect(await used()).toBe(9);
    const again = owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "again",
      clientKey: "2",
      uploads: [{ storageId: png, name: "shot.png" }],
    });
    expect((await refusal(again)).code).toBe("not_found");
    await owner.as.mutation(api.messages.remove, { accountId, messageId });
    expect(await used()).toBe(0);
  });

  test("people see up to where others have seen the thread", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world);
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "One", clientKey: "1" });
    await ben.as.mutation(api.messages.markSeen, { accountId, taskId });
    const [message] = await thread(world, taskId);
    const seen = await owner.as.query(api.messages.seenBy, { accountId, taskId });
    expect(seen).toMatchObject([{ name: "Ben", readThrough: message?.createdAt }]);
  });

  test("commands do what clicks do", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await addAgent(world, "Theo");
    const { taskId, number } = await addTask(world);
    const run = async (text: string) =>
      await owner.as.mutation(api.messages.command, {
        accountId,
        taskId,
        text,
        clientKey: text,
        timeZone: "UTC",
      });
    expect((await run("/assign @theo @ada")).sentence).toBe("Assigned Ada, Theo.");
    expect((await queueOf(world)).ready).toHaveLength(1);
    await run("/priority critical");
    await run("/label docs");
    await run("/due 2099-12-24");
    expect(await readTask(world, number)).toMatchObject({
      status: "assigned",
      priority: 1,
      labels: ["docs"],
      dueAt: Date.parse("2099-12-24T23:59Z"),
    });
    expect(await run("/subtask Write it")).toMatchObject({ taskNumber: 2 });
    expect((await readTask(world, number)).subtasks).toEqual({ total: 1, done: 0 });
    expect((await run("/doc Plan\nText")).documentId).not.toBeNull();
    expect((await run("/note quiet @theo")).messageId).not.toBeNull();
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect((await run("/stop enough")).sentence).toBe("Stopped one turn.");
    expect(await readTask(world, number)).toMatchObject({
      status: "blocked",
      blockedReason: "enough (stopped by Ada)",
    });
    await run("/status in progress");
    await run("/done");
    expect((await readTask(world, number)).status).toBe("done");
    expect(
      (await activityTypes(world)).filter((type) => type === "task_status_changed").length,
    ).toBeGreaterThan(3);
    expect((await run("/help")).sentence).toContain("/subtask");
    expect(await refusal(run("/assign @nobody"))).toMatchObject({ candidates: ["@ada", "@theo"] });
    expect((await refusal(run("/priority soon"))).message).toContain("/priority high");
    expect((await refusal(run("hello"))).code).toBe("invalid");
  });

  test("a new message is unseen by those it concerns and by those who read along, not by its author or who muted it", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const { taskId } = await addTask(world, { memberIds: [ben.memberId] });
    const unread = async (person: typeof ben) =>
      (await person.as.query(api.messages.unread, { accountId })).length;
    const say = (clientKey: string) =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body: "News", clientKey });
    await say("1");
    expect([await unread(owner), await unread(ben), await unread(cleo)]).toEqual([0, 1, 0]);
    expect(await ben.as.query(api.notifications.unreadCount, { accountId })).toBe(2);
    await ben.as.mutation(api.messages.markSeen, { accountId, taskId });
    // The message was read in its place; the assignment stays in the inbox.
    expect(await ben.as.query(api.notifications.unreadCount, { accountId })).toBe(1);
    await cleo.as.mutation(api.messages.markSeen, { accountId, taskId });
    expect([await unread(ben), await unread(cleo)]).toEqual([0, 0]);
    await ben.as.mutation(api.tasks.follow, { accountId, taskId, level: "muted" });
    await say("2");
    expect([await unread(owner), await unread(ben), await unread(cleo)]).toEqual([0, 0, 1]);
  });
});
