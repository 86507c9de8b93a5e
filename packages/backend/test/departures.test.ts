import { describe, expect, test } from "vitest";
import type { Id, TableNames } from "../convex/_generated/dataModel";
import { BACKENDS, settle } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  identityOf,
  inbox,
  internal,
  join,
  leaseFirst,
  queueOf,
  readTask,
  refusal,
  type World,
} from "./world";

/** An admin with an open way in for whoever holds the link. */
async function adminWithLink(world: World) {
  const admin = await join(world, "Ben", "admin");
  const { accountId } = world;
  const { token } = await admin.as.mutation(api.invitations.create, { accountId, role: "admin" });
  return { admin, token };
}

describe.each(BACKENDS)("people who go on $name", ({ start }) => {
  test("an admin who is removed cannot walk back in through an invitation of their own", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { admin, token } = await adminWithLink(world);
    const { token: ofOwner } = await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: admin.memberId });
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "revoked" });
    expect(await refusal(admin.as.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "conflict",
      current: "revoked",
    });
    expect(await t.query(api.invitations.preview, { token: ofOwner })).toMatchObject({ state: "open" });
    expect(await activityTypes(world)).toContain("invitation_revoked");
  });

  test("who leaves or is no admin any more takes their open invitations along", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { admin, token } = await adminWithLink(world);
    const { memberId } = admin;
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId, role: "member" });
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "revoked" });
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId, role: "admin" });
    const second = await admin.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    await admin.as.mutation(api.memberships.leave, { accountId });
    expect(await t.query(api.invitations.preview, { token: second.token })).toMatchObject({
      state: "revoked",
    });
  });

  test.each([
    ["removed", { status: "removed" as const }],
    ["a mere member", { role: "member" as const }],
  ])("an invitation that stayed open is worth nothing when its maker is %s", async (_, fields) => {
    const world = await createWorld(start());
    const { accountId, slug, t } = world;
    const { admin, token } = await adminWithLink(world);
    await t.run(async (ctx) => await ctx.db.patch("memberships", admin.memberId, fields));
    const cleo = t.withIdentity(identityOf("Cleo"));
    expect(await refusal(cleo.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "conflict",
      message: "Whoever made this invitation may no longer invite people. Ask for a new one.",
    });
    expect(await refusal(cleo.query(api.accounts.bySlug, { slug }))).toMatchObject({ code: "not_found" });
    await t.run(
      async (ctx) => await ctx.db.patch("memberships", admin.memberId, { status: "active", role: "admin" }),
    );
    await cleo.mutation(api.invitations.accept, { token });
    expect(await cleo.query(api.memberships.list, { accountId })).toHaveLength(3);
  });
});

/** How many rows of each kind still name the person. */
async function traces({ t }: World, memberId: Id<"memberships">) {
  return await t.run(async (ctx) => {
    const all = async <T extends TableNames>(table: T) => await ctx.db.query(table).take(2_000);
    const member = await ctx.db.get("memberships", memberId);
    const isTheirs = (who: { kind: string; memberId?: string }) => who.memberId === memberId;
    return {
      tasks: (await all("tasks")).filter(({ memberIds }) => memberIds.includes(memberId)).length,
      assignments: (await all("assignments")).filter(({ assignee }) => isTheirs(assignee)).length,
      subscriptions: (await all("subscriptions")).filter(({ recipient }) => isTheirs(recipient)).length,
      views: (await all("savedViews")).filter((view) => view.memberId === memberId).length,
      notifications: (await all("notifications")).filter(({ recipient }) => isTheirs(recipient)).length,
      snoozes: (await all("snoozes")).length,
      inboxes: (await all("inboxes")).filter((inbox) => inbox.memberId === memberId).length,
      recurrences: (await all("recurrences")).filter(({ memberIds }) => memberIds.includes(memberId)).length,
      invitations: (await all("invitations")).filter(
        ({ invitedBy, state }) => invitedBy === memberId && state.status === "open",
      ).length,
      preferences: Number(member?.preferences !== undefined) + Number(member?.theme !== undefined),
    };
  });
}

/** Someone with something of every kind, and more tasks and notifications than one batch takes. */
async function settledAdmin(world: World) {
  const { accountId, owner } = world;
  const { admin } = await adminWithLink(world);
  const { as, memberId } = admin;
  for (let nth = 0; nth < 30; nth += 1) await addTask(world, { memberIds: [memberId] });
  const { taskId } = await addTask(world);
  await as.mutation(api.tasks.follow, { accountId, taskId, level: "following" });
  await as.mutation(api.savedViews.create, { accountId, name: "Mine", query: "status=review" });
  await as.mutation(api.memberships.updatePreferences, { accountId, muted: ["standup"] });
  await as.mutation(api.memberships.updateTheme, { accountId, theme: "dark" });
  const [first] = await inbox(world, admin);
  if (!first) throw new TypeError("no notification");
  const act = { kind: "snooze" as const, until: Date.now() + 60_000 };
  const { notificationId } = first;
  await as.mutation(api.notifications.update, { accountId, notificationIds: [notificationId], act });
  await world.t.run(async (ctx) => {
    const row = await ctx.db.get("notifications", notificationId);
    if (!row) throw new TypeError("no notification");
    const { _id, _creationTime, place: _place, ...fields } = row;
    for (let nth = 0; nth < 120; nth += 1) await ctx.db.insert("notifications", fields);
  });
  const schedule = { title: "Weekly report", cron: "0 9 * * mon", timeZone: "UTC" };
  await owner.as.mutation(api.recurrences.create, { accountId, ...schedule, memberIds: [memberId] });
  return admin;
}

describe.each(BACKENDS)("what someone leaves behind on $name", ({ start }) => {
  test.each(["remove", "leave"] as const)("is nothing that was only theirs: %s", async (how) => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const admin = await settledAdmin(world);
    const before = await traces(world, admin.memberId);
    for (const [kind, count] of Object.entries(before)) expect([kind, count > 0]).toEqual([kind, true]);
    if (how === "leave") await admin.as.mutation(api.memberships.leave, { accountId });
    else await owner.as.mutation(api.memberships.remove, { accountId, memberId: admin.memberId });
    await settle(t);
    const nothing = Object.fromEntries(Object.keys(before).map((kind) => [kind, 0]));
    expect(await traces(world, admin.memberId)).toEqual(nothing);
    const [task] = await t.run(async (ctx) => await ctx.db.query("tasks").take(1));
    expect(task?.state.status).toBe("inbox");
    expect((await inbox(world, owner)).some(({ type }) => type === "member_removed")).toBe(how === "leave");
  });

  test("who comes back before the clearing up begins anew and keeps the tasks", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    await ben.as.mutation(api.memberships.updateTheme, { accountId, theme: "dark" });
    await addTask(world, { memberIds: [ben.memberId] });
    await world.t.run(async (ctx) => {
      await ctx.db.patch("memberships", ben.memberId, { status: "removed" });
      await ctx.db.patch("memberships", ben.memberId, { status: "active" });
    });
    await world.t.mutation(internal.assignments.release, {
      accountId,
      recipient: { kind: "member", memberId: ben.memberId },
    });
    expect(await traces(world, ben.memberId)).toMatchObject({ tasks: 1, assignments: 1 });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    await settle(world.t);
    const again = await join(world, "Ben");
    expect(again.memberId).toBe(ben.memberId);
    expect(await traces(world, ben.memberId)).toMatchObject({ tasks: 0, preferences: 0 });
  });
});

async function mention(world: World, taskId: Id<"tasks">, body: string) {
  const { accountId, owner } = world;
  await owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: `${taskId}${body}` });
}

/** An agent with work on `count` tasks that it is mentioned in and not assigned to; one turn is running. */
async function mentionedAgent(world: World, count: number) {
  const agent = await addAgent(world, "Theo");
  const tasks = [];
  for (let nth = 0; nth < count; nth += 1) {
    const task = await addTask(world);
    await mention(world, task.taskId, "@theo have a look");
    tasks.push(task);
  }
  return { agent, tasks, lease: await leaseFirst(world) };
}

describe.each(BACKENDS)("an agent that is removed on $name", ({ start }) => {
  test("loses all its work, also on tasks that it was only mentioned in", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t, serviceToken } = world;
    const { agent, tasks, lease } = await mentionedAgent(world, 23);
    await owner.as.mutation(api.agents.remove, { accountId, agentId: agent.agentId });
    await settle(t);
    expect((await queueOf(world)).cancels.map(({ runId }) => runId)).toEqual([lease.runId]);
    const { runId, fence } = lease;
    await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence });
    const strips = await Promise.all(
      tasks.map(async ({ number }) => (await readTask(world, number)).running),
    );
    expect(strips.flat()).toEqual([]);
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      runsWaiting: 0,
      runsActive: 0,
    });
    for (const { taskId } of tasks) {
      expect(await owner.as.query(api.runs.listByTask, { accountId, taskId })).toMatchObject([
        {
          status: "cancelled",
          error: { code: "agent_removed", message: "Theo was removed from the account." },
        },
      ]);
    }
    const types = await activityTypes(world);
    expect(types.filter((type) => type === "run_cancelled")).toHaveLength(23);
  });

  test("leaves the work of others alone", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { agent, tasks } = await mentionedAgent(world, 1);
    await addAgent(world, "Ines");
    for (const { taskId } of tasks) await mention(world, taskId, "@ines and you?");
    await owner.as.mutation(api.agents.remove, { accountId, agentId: agent.agentId });
    await settle(t);
    expect((await queueOf(world)).ready.map(({ agentSlug }) => agentSlug)).toEqual(["ines"]);
  });

  test("gets none of its runs back, and an archived task neither", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const agent = await addAgent(world, "Theo");
    const { taskId } = await addTask(world, { agentIds: [agent.agentId] });
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId });
    if (!run) throw new TypeError("no run");
    const retry = () => owner.as.mutation(api.runs.retry, { accountId, runId: run.runId });
    await owner.as.mutation(api.runs.cancel, { accountId, runId: run.runId });
    await owner.as.mutation(api.tasks.archive, { accountId, taskId });
    expect(await refusal(retry())).toMatchObject({ code: "conflict", current: "archived" });
    await owner.as.mutation(api.tasks.restore, { accountId, taskId });
    expect(await retry()).toEqual({ status: "queued" });
    await owner.as.mutation(api.agents.remove, { accountId, agentId: agent.agentId });
    await settle(t);
    expect(await refusal(retry())).toMatchObject({
      code: "conflict",
      message: "Theo was removed; assign somebody else.",
    });
  });
});
