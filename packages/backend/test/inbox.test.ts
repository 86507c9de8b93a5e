import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
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
  refusal,
  type World,
} from "./world";

const HOUR = 3_600_000;
const PAGE = { numItems: 100, cursor: null };

async function list({ accountId }: World, person: Person, options: object = {}) {
  const found = await person.as.query(api.notifications.list, {
    accountId,
    ...options,
    paginationOpts: PAGE,
  });
  return found.page;
}

async function mention(world: World, person: Person, times = 1) {
  const { accountId, owner } = world;
  const { taskId } = await addTask(world);
  for (let nth = 0; nth < times; nth += 1) {
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: `@${person.name.toLowerCase()} look`,
      clientKey: `${nth}`,
    });
  }
  return taskId;
}

async function openOffice(start: (typeof BACKENDS)[number]["start"]) {
  const world = await createWorld(start());
  const ben = await join(world, "Ben");
  await ben.as.mutation(api.notifications.markAllRead, { accountId: world.accountId });
  const unread = () => ben.as.query(api.notifications.unreadCount, { accountId: world.accountId });
  return { world, ben, unread };
}

describe.each(BACKENDS)("inboxes on $name", ({ start }) => {
  test("the unread count is the number of unread rows after every act", async () => {
    const { world, ben, unread } = await openOffice(start);
    const { accountId, t } = world;
    await mention(world, ben, 4);
    const all = await list(world, ben);
    const ids = all.filter(({ readAt }) => readAt === null).map(({ notificationId }) => notificationId);
    const [one, two, three] = ids;
    if (!one || !two || !three) throw new TypeError("four were sent");
    const act = async (
      kind: "read" | "unread" | "archive" | "restore",
      ...notificationIds: (typeof ids)[number][]
    ) => await ben.as.mutation(api.notifications.update, { accountId, notificationIds, act: { kind } });
    const check = async (count: number) => {
      expect(await unread()).toBe(count);
      expect(await list(world, ben, { filter: "unread" })).toHaveLength(count);
    };
    await check(4);
    expect([await act("read", one, two), await act("read", one)]).toEqual([{ changed: 2 }, { changed: 0 }]);
    await check(2);
    await act("unread", one);
    await check(3);
    await act("archive", one, two);
    await check(2);
    expect(await list(world, ben, { filter: "archived" })).toHaveLength(2);
    await act("restore", one);
    await check(2);
    const until = Date.now() + HOUR;
    await ben.as.mutation(api.notifications.update, {
      accountId,
      notificationIds: [three],
      act: { kind: "snooze", until },
    });
    await check(1);
    expect(await list(world, ben, { filter: "snoozed" })).toHaveLength(1);
    await ben.as.mutation(api.notifications.markAllRead, { accountId });
    await check(0);
    travel(2 * HOUR);
    expect([
      await t.mutation(internal.notifications.wake, {}),
      await t.mutation(internal.notifications.wake, {}),
    ]).toEqual([{ woken: 1 }, { woken: 0 }]);
    await check(1);
    await act("unread", two);
    await check(2);
  });

  test("another person's notification answers like none, and so does one that is not there", async () => {
    const { world, ben } = await openOffice(start);
    await mention(world, ben);
    const [first] = await list(world, ben);
    if (!first) throw new TypeError("one was sent");
    const theirs = world.owner.as.mutation(api.notifications.update, {
      accountId: world.accountId,
      notificationIds: [first.notificationId],
      act: { kind: "archive" },
    });
    expect((await refusal(theirs)).code).toBe("not_found");
  });

  test("the inbox filters by type, task and agent", async () => {
    const { world, ben } = await openOffice(start);
    const { accountId, owner } = world;
    const taskId = await mention(world, ben);
    const { agentId } = await addAgent(world, "Theo");
    const task = await addTask(world, { agentIds: [agentId] });
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: task.taskId,
      body: "@ben hi",
      clientKey: "1",
    });
    await complete(world, await leaseFirst(world), "@ben done");
    expect((await list(world, ben, { agentId })).map(({ actorName }) => actorName)).toEqual(["Theo"]);
    expect(await list(world, ben, { taskId })).toHaveLength(1);
    const types = new Set((await list(world, ben, { type: "mention" })).map(({ type }) => type));
    expect([...types]).toEqual(["mention"]);
  });

  test("what a person does not want is dropped and counted; what is mandatory arrives", async () => {
    const { world, ben } = await openOffice(start);
    const { accountId, owner } = world;
    const set = (edit: object) => ben.as.mutation(api.memberships.updatePreferences, { accountId, ...edit });
    await set({ muted: ["mention"] });
    await mention(world, ben, 2);
    expect((await inbox(world, ben)).filter(({ type }) => type === "mention")).toEqual([]);
    expect(await owner.as.query(api.notifications.dropped, { accountId })).toEqual([
      // The second message reaches Ben as a mention again.
      { type: "mention", channel: "inbox", count: 2 },
    ]);
    expect((await refusal(set({ muted: ["role_changed"] }))).message).toContain("cannot be switched off");
    expect(
      (await refusal(set({ quietHours: { fromMinute: 0, toMinute: 1, timeZone: "Nowhere" } }))).code,
    ).toBe("invalid");
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId: ben.memberId, role: "admin" });
    expect((await inbox(world, ben))[0]?.type).toBe("role_changed");
    expect(
      (await refusal((await join(world, "Cleo")).as.query(api.notifications.dropped, { accountId }))).code,
    ).toBe("forbidden");
  });

  test("the account's default holds until a person says otherwise", async () => {
    const { world, ben } = await openOffice(start);
    const { accountId, owner } = world;
    await owner.as.mutation(api.accounts.update, {
      accountId,
      notificationPreferences: { taskUpdates: false },
    });
    const { taskId } = await addTask(world, { memberIds: [ben.memberId] });
    const say = (clientKey: string) =>
      owner.as.mutation(api.messages.create, { accountId, taskId, body: "news", clientKey });
    const updates = async () =>
      (await inbox(world, ben)).filter(({ type }) => type === "thread_update").length;
    await say("1");
    expect(await updates()).toBe(0);
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, groups: { taskUpdates: true } });
    await say("2");
    expect(await updates()).toBe(1);
    expect(await ben.as.query(api.memberships.preferences, { accountId })).toMatchObject({
      account: { taskUpdates: false },
      own: { groups: { taskUpdates: true } },
    });
  });

  test("in quiet hours a notification waits for their end", async () => {
    const { world, ben, unread } = await openOffice(start);
    const { accountId, t } = world;
    const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
    const quietHours = { fromMinute: minute, toMinute: (minute + 120) % 1440, timeZone: "UTC" };
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, quietHours });
    await mention(world, ben);
    expect([await unread(), (await list(world, ben, { filter: "snoozed" })).length]).toEqual([0, 1]);
    travel(3 * HOUR);
    await t.mutation(internal.notifications.wake, {});
    expect([await unread(), (await list(world, ben, { filter: "unread" })).length]).toEqual([1, 1]);
  });

  test("the admins hear once each that someone has joined", async () => {
    const world = await createWorld(start());
    const ben = await join(world, "Ben", "admin");
    const cleo = await join(world, "Cleo");
    const told = async (person: Person) =>
      (await inbox(world, person)).map(({ type, title }) => [type, title]);
    expect(await told(cleo)).toEqual([]);
    expect(await told(ben)).toContainEqual(["member_added", "Cleo joined"]);
    expect(await told(world.owner)).toContainEqual(["invitation_accepted", "Cleo accepted your invitation"]);
  });
});
