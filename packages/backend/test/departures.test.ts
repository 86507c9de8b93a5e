import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, settle } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  identityOf,
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
