import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS } from "./backends";
import {
  addAgent,
  addTask,
  api,
  createWorld,
  inbox,
  join,
  type Person,
  queueOf,
  readTask,
  refusal,
} from "./world";

describe.each(BACKENDS)("threads on $name", ({ start }) => {
  test("sending again with the same key answers with the same message", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId } = await addTask(world);
    const send = () =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body: "hello", clientKey: "k1" });
    expect(await send()).toEqual(await send());
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("two people may use the same key", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world);
    const args = { accountId, taskId, body: "hello", clientKey: "k1" };
    expect(await owner.as.mutation(api.messages.create, args)).not.toEqual(
      await ben.as.mutation(api.messages.create, args),
    );
  });

  test("the preview names whom the sending then reaches", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const theo = await addAgent(world, "Theo");
    const { taskId } = await addTask(world, { memberIds: [ben.memberId] });
    const body = "@cleo and @theo, see `@all`";
    const preview = await owner.as.query(api.messages.preview, { accountId, taskId, body });
    expect(preview).toEqual({
      notifies: expect.arrayContaining([
        { kind: "member", id: ben.memberId, name: "Ben" },
        { kind: "member", id: cleo.memberId, name: "Cleo" },
      ]),
      wakes: [{ agentId: theo.agentId, name: "Theo" }],
      problems: [],
    });
    await owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: "1" });
    expect((await inbox(world, cleo)).map(({ type }) => type)).toEqual(["mention"]);
    expect((await inbox(world, ben)).map(({ type }) => type)).toEqual(["thread_update", "assignment"]);
    expect((await queueOf(world)).ready).toHaveLength(1);
  });

  test("an ambiguous name is refused with its candidates", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await join(world, "Sam Roe");
    await addAgent(world, "Sam Roe");
    const { taskId } = await addTask(world);
    const send = owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: 'Hi @"Sam Roe"',
      clientKey: "1",
    });
    expect(await refusal(send)).toMatchObject({ code: "invalid", candidates: ["@sam-roe", "@sam-roe-2"] });
    expect((await readTask(world, 1)).messageCount).toBe(0);
  });

  test("a note wakes no agent", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await addAgent(world, "Theo");
    const { taskId } = await addTask(world);
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "@theo not for you",
      clientKey: "1",
      isNote: true,
    });
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("who is named by an edit for the first time hears of it; nobody else hears of an edit", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const theo = await addAgent(world, "Theo");
    const { taskId } = await addTask(world);
    const say = { accountId, taskId, body: "@ben, look", clientKey: "1" };
    const { messageId } = await owner.as.mutation(api.messages.create, say);
    const edit = (body: string) => owner.as.mutation(api.messages.update, { accountId, messageId, body });
    await edit("@ben, look again");
    expect([(await inbox(world, ben)).length, (await queueOf(world)).ready.length]).toEqual([1, 0]);
    await edit("@ben and @cleo, look; @theo, check it");
    expect((await inbox(world, ben)).length).toBe(1);
    expect(await inbox(world, cleo)).toMatchObject([{ type: "mention", messageId }]);
    const { ready } = await queueOf(world);
    expect(ready).toMatchObject([{ agentId: theo.agentId }]);
    await edit("@ben, @cleo and @theo, check it");
    expect([(await inbox(world, cleo)).length, (await queueOf(world)).ready.length]).toEqual([1, 1]);
    await owner.as.mutation(api.messages.create, { ...say, body: "And?", clientKey: "2" });
    expect((await inbox(world, cleo)).map(({ type }) => type)).toEqual(["thread_update", "mention"]);
  });

  test("an edited note wakes no agent either", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await addAgent(world, "Theo");
    const { taskId } = await addTask(world);
    const note = { accountId, taskId, body: "For us", clientKey: "1", isNote: true };
    const { messageId } = await owner.as.mutation(api.messages.create, note);
    await owner.as.mutation(api.messages.update, { accountId, messageId, body: "Not for @theo" });
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("the author edits and deletes; others may not, admins may delete; the feed keeps the old text", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const { taskId } = await addTask(world);
    const { messageId } = await ben.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "frist",
      clientKey: "1",
    });
    expect(
      await refusal(cleo.as.mutation(api.messages.update, { accountId, messageId, body: "x" })),
    ).toMatchObject({ code: "forbidden" });
    expect(
      await refusal(owner.as.mutation(api.messages.update, { accountId, messageId, body: "x" })),
    ).toMatchObject({ code: "forbidden" });
    await ben.as.mutation(api.messages.update, { accountId, messageId, body: "first" });
    const { page } = await owner.as.query(api.activities.listByTask, {
      accountId,
      taskId,
      paginationOpts: { numItems: 1, cursor: null },
    });
    expect(page[0]?.event).toEqual({ type: "message_edited", from: "frist", to: "first" });
    expect(await refusal(cleo.as.mutation(api.messages.remove, { accountId, messageId }))).toMatchObject({
      code: "forbidden",
    });
    await owner.as.mutation(api.messages.remove, { accountId, messageId });
    const thread = await owner.as.query(api.messages.list, {
      accountId,
      taskId,
      paginationOpts: { numItems: 5, cursor: null },
    });
    expect(thread.page).toMatchObject([{ body: "", isDeleted: true }]);
    expect((await readTask(world, 1)).messageCount).toBe(0);
  });

  test("following, muting and leaving decide who hears of the next message", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId, number } = await addTask(world);
    const say = (clientKey: string, body = "news") =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey });
    const follow = (level: "following" | "muted" | "none") =>
      ben.as.mutation(api.tasks.follow, { accountId, taskId, level });
    await say("1");
    expect(await inbox(world, ben)).toHaveLength(0);
    await follow("following");
    expect((await ben.as.query(api.tasks.get, { accountId, number })).following).toBe("following");
    await say("2");
    expect(await inbox(world, ben)).toHaveLength(1);
    await follow("muted");
    await say("3");
    await say("4", "@ben look");
    expect((await inbox(world, ben)).map(({ type }) => type)).toEqual(["mention", "thread_update"]);
    await follow("none");
    await say("5");
    expect(await inbox(world, ben)).toHaveLength(2);
  });

  test("whoever made a task or works on it follows it unasked, may leave, and stays when taken off", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const { taskId, number } = await addTask(world, { memberIds: [ben.memberId, cleo.memberId] });
    expect(await t.run((ctx) => ctx.db.query("subscriptions").take(5))).toEqual([]);
    const levelOf = async (person: Person) =>
      (await person.as.query(api.tasks.get, { accountId, number })).following;
    const assign = (memberIds: Id<"memberships">[]) =>
      owner.as.mutation(api.tasks.assign, { accountId, taskId, memberIds, agentIds: [] });
    const levels = () => Promise.all([owner, ben, cleo].map(levelOf));
    expect(await levels()).toEqual(["following", "following", "following"]);
    await owner.as.mutation(api.tasks.follow, { accountId, taskId, level: "none" });
    await cleo.as.mutation(api.tasks.follow, { accountId, taskId, level: "none" });
    expect(await levels()).toEqual(["none", "following", "none"]);
    await assign([]);
    expect(await levels()).toEqual(["none", "following", "none"]);
    await cleo.as.mutation(api.messages.create, { accountId, taskId, body: "news", clientKey: "1" });
    expect((await inbox(world, ben)).map(({ type }) => type)).toEqual(["thread_update", "assignment"]);
    expect((await inbox(world, owner)).filter(({ type }) => type === "thread_update")).toEqual([]);
    await assign([cleo.memberId]);
    expect(await levels()).toEqual(["none", "following", "following"]);
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "mine", clientKey: "2" });
    expect(await levels()).toEqual(["following", "following", "following"]);
  });

  test("in a task from before its own people followed unasked, their rows alone decide", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const ben = await join(world, "Ben");
    const { taskId, number } = await addTask(world, { memberIds: [ben.memberId] });
    await t.run(async (ctx) => await ctx.db.patch("tasks", taskId, { isFollowedByItsOwn: undefined }));
    expect((await ben.as.query(api.tasks.get, { accountId, number })).following).toBe("none");
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "news", clientKey: "1" });
    expect((await inbox(world, ben)).map(({ type }) => type)).toEqual(["assignment"]);
  });

  test("unread is exact: one by one, all at once, and after", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { taskId } = await addTask(world, { memberIds: [ben.memberId] });
    const say = (clientKey: string) =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body: "news", clientKey });
    const unread = () => ben.as.query(api.notifications.unreadCount, { accountId });
    const listUnread = async () =>
      (
        await ben.as.query(api.notifications.list, {
          accountId,
          filter: "unread",
          paginationOpts: { numItems: 50, cursor: null },
        })
      ).page;
    await say("1");
    await say("2");
    expect([await unread(), (await listUnread()).length]).toEqual([3, 3]);
    const ids = (await listUnread()).slice(0, 1).map(({ notificationId }) => notificationId);
    expect(
      await ben.as.mutation(api.notifications.markRead, { accountId, notificationIds: [...ids, ...ids] }),
    ).toEqual({ marked: 1 });
    expect(await ben.as.mutation(api.notifications.markRead, { accountId, notificationIds: ids })).toEqual({
      marked: 0,
    });
    expect([await unread(), (await listUnread()).length]).toEqual([2, 2]);
    expect(await ben.as.mutation(api.notifications.markAllRead, { accountId })).toEqual({ marked: 2 });
    expect([await unread(), (await listUnread()).length]).toEqual([0, 0]);
    expect((await inbox(world, ben)).every(({ readAt }) => readAt !== null)).toBe(true);
    await say("3");
    expect([await unread(), (await listUnread()).length]).toEqual([1, 1]);
    const foreign = refusal(
      owner.as.mutation(api.notifications.markRead, { accountId, notificationIds: ids }),
    );
    expect(await foreign).toMatchObject({ code: "not_found" });
  });
});
