/** Who works on a task. The list is set as a whole; what follows from it (status, subscriptions, work) is here. */
import { TASK_LIMITS, taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, RecipientRef, WriteCtx } from "../functions/context";
import { conflict, invalid } from "../functions/errors";
import { assigneesOf } from "./assignees";
import { announce } from "./deliver";
import { LIMITS } from "./limits";
import { birthOf, countAgain } from "./openWork";
import { getAgentOrThrow, getMemberOrThrow, type Roster, sameRecipient } from "./roster";
import { cancelRunsOfAgent, cancelRunsOfTask } from "./runCancel";
import { keepFollowing, subscribe, unsubscribe } from "./subscriptions";
import { taskTarget } from "./targets";
import { followAssignees } from "./taskStatus";

export type Assignees = { memberIds: Id<"memberships">[]; agentIds: Id<"agents">[] };

/** Sets the assignees; everyone new is told (an agent by work), everyone gone stops. */
export async function setAssignees(
  ctx: WriteCtx,
  task: Doc<"tasks">,
  wanted: Assignees,
): Promise<Doc<"tasks">> {
  const roster = await requireAssignees(ctx, wanted);
  const before = assigneesOf(task);
  const next = { memberIds: [...new Set(wanted.memberIds)], agentIds: [...new Set(wanted.agentIds)] };
  const after = assigneesOf({ ...task, ...next });
  const added = after.filter((one) => !before.some((other) => sameRecipient(one, other)));
  const removed = before.filter((one) => !after.some((other) => sameRecipient(one, other)));
  if (added.length === 0 && removed.length === 0) return task;
  if (added.length > 0 && task.state.status === "archived") {
    throw conflict(`${taskKey(task.number)} is archived; restore it to assign it.`, "archived");
  }
  const fields = { ...next, updatedAt: Date.now(), bornOn: birthOf(ctx, task) };
  await ctx.db.patch("tasks", task._id, fields);
  await countAgain(ctx, task, { ...task, ...fields });
  await writeAssignments(ctx, { ...task, ...fields }, { added, removed });
  await keepFollowing(ctx, { ...task, ...fields }, removed);
  await ctx.activity.record({
    event: {
      type: "task_assigned",
      added: added.map((one) => nameIn(roster, one)),
      removed: await named(ctx, removed),
    },
    target: taskTarget(task),
    taskId: task._id,
  });
  const moved = await followAssignees(ctx, { ...task, ...fields });
  for (const recipient of removed) {
    if (recipient.kind === "agent") await cancelRunsOfTask(ctx, task._id, { agentId: recipient.agentId });
  }
  // While the task waits for others there is nothing to do for an agent; it is woken when the last one is done.
  const told = task.openBlockerCount ? added.filter((one) => one.kind === "member") : added;
  await announce(ctx, { kind: "task_assigned", added: told }, { task: moved, body: task.title, roster });
  return moved;
}

/** The assignees that a task is created with: told like everyone who is assigned later. */
export async function assignFirst(ctx: WriteCtx, task: Doc<"tasks">, roster: Roster): Promise<void> {
  const added = assigneesOf(task);
  for (const assignee of added) {
    await ctx.db.insert("assignments", { accountId: ctx.account._id, taskId: task._id, assignee });
  }
  if (added.length === 0) return;
  await ctx.activity.record({
    event: { type: "task_assigned", added: added.map((one) => nameIn(roster, one)), removed: [] },
    target: taskTarget(task),
    taskId: task._id,
  });
  await announce(ctx, { kind: "task_assigned", added }, { task, body: task.title, roster });
}

/** The rows behind a list of assignees; everyone is checked to be here before anything is written. */
export async function requireAssignees(ctx: ReadCtx, { memberIds, agentIds }: Assignees): Promise<Roster> {
  if (memberIds.length + agentIds.length > TASK_LIMITS.assignees) {
    throw invalid(`A task has at most ${TASK_LIMITS.assignees} assignees.`, "assignees");
  }
  const members = await Promise.all(memberIds.map((memberId) => getMemberOrThrow(ctx, memberId)));
  const agents = await Promise.all(agentIds.map((agentId) => getAgentOrThrow(ctx, agentId)));
  return {
    members: new Map(members.map((member) => [member._id as string, member])),
    agents: new Map(agents.map((agent) => [agent._id as string, agent])),
  };
}

/**
 * Takes someone off a batch of tasks and subscriptions; answers whether it was all. An agent's work ends with it
 * everywhere: it may have been mentioned in tasks that it was never assigned to.
 */
export async function releaseAssignee(ctx: WriteCtx, recipient: RecipientRef): Promise<{ isDone: boolean }> {
  const runs = await cancelWorkOf(ctx, recipient);
  const assignments = await assignmentsOf(ctx, recipient, LIMITS.batch / 4);
  for (const assignment of assignments) {
    const task = await ctx.db.get("tasks", assignment.taskId);
    if (!task) await ctx.db.delete("assignments", assignment._id);
    else await removeAssignee(ctx, task, recipient);
  }
  const subscriptions = await subscriptionsOf(ctx, recipient);
  for (const row of subscriptions) await ctx.db.delete("subscriptions", row._id);
  const isOffAll = assignments.length < LIMITS.batch / 4 && subscriptions.length < LIMITS.batch;
  return { isDone: runs.isDone && isOffAll };
}

async function cancelWorkOf(ctx: WriteCtx, recipient: RecipientRef): Promise<{ isDone: boolean }> {
  if (recipient.kind === "member") return { isDone: true };
  const agent = await ctx.db.get("agents", recipient.agentId);
  const message = `${agent?.name ?? "The agent"} was removed from the account.`;
  return await cancelRunsOfAgent(ctx, recipient.agentId, { code: "agent_removed", message });
}

/** Tasks of one person or agent, newest assignment first. */
export async function assignmentsOf(ctx: ReadCtx, recipient: RecipientRef, limit: number) {
  const accountId = ctx.account._id;
  const base = ctx.db.query("assignments");
  const range =
    recipient.kind === "member"
      ? base.withIndex("by_account_member", (q) =>
          q.eq("accountId", accountId).eq("assignee.memberId", recipient.memberId),
        )
      : base.withIndex("by_account_agent", (q) =>
          q.eq("accountId", accountId).eq("assignee.agentId", recipient.agentId),
        );
  return await range.order("desc").take(limit);
}

async function removeAssignee(ctx: WriteCtx, task: Doc<"tasks">, recipient: RecipientRef): Promise<void> {
  const fields = {
    memberIds: task.memberIds.filter(
      (memberId) => recipient.kind !== "member" || memberId !== recipient.memberId,
    ),
    agentIds: task.agentIds.filter((agentId) => recipient.kind !== "agent" || agentId !== recipient.agentId),
    updatedAt: Date.now(),
    bornOn: birthOf(ctx, task),
  };
  await ctx.db.patch("tasks", task._id, fields);
  await countAgain(ctx, task, { ...task, ...fields });
  await writeAssignments(ctx, { ...task, ...fields }, { added: [], removed: [recipient] });
  await ctx.activity.record({
    event: { type: "task_assigned", added: [], removed: await named(ctx, [recipient]) },
    target: taskTarget(task),
    taskId: task._id,
  });
  await followAssignees(ctx, { ...task, ...fields });
  if (recipient.kind === "agent") await cancelRunsOfTask(ctx, task._id, { agentId: recipient.agentId });
}

async function subscriptionsOf(ctx: ReadCtx, recipient: RecipientRef) {
  const accountId = ctx.account._id;
  const base = ctx.db.query("subscriptions");
  const range =
    recipient.kind === "member"
      ? base.withIndex("by_account_member", (q) =>
          q.eq("accountId", accountId).eq("recipient.memberId", recipient.memberId),
        )
      : base.withIndex("by_account_agent", (q) =>
          q.eq("accountId", accountId).eq("recipient.agentId", recipient.agentId),
        );
  return await range.take(LIMITS.batch);
}

type Difference = { added: readonly RecipientRef[]; removed: readonly RecipientRef[] };

async function writeAssignments(
  ctx: WriteCtx,
  task: Doc<"tasks">,
  { added, removed }: Difference,
): Promise<void> {
  const taskId = task._id;
  for (const assignee of added) {
    await ctx.db.insert("assignments", { accountId: ctx.account._id, taskId, assignee });
  }
  if (removed.length > 0) {
    const rows = await ctx.db
      .query("assignments")
      .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
      .take(2 * TASK_LIMITS.assignees);
    for (const row of rows) {
      if (removed.some((gone) => sameRecipient(gone, row.assignee)))
        await ctx.db.delete("assignments", row._id);
    }
  }
  await subscribe(ctx, task, added);
  for (const recipient of removed) if (recipient.kind === "agent") await unsubscribe(ctx, task, recipient);
}

async function named(ctx: ReadCtx, recipients: readonly RecipientRef[]) {
  return await Promise.all(
    recipients.map(async (recipient) => {
      if (recipient.kind === "member") {
        const member = await ctx.db.get("memberships", recipient.memberId);
        return { kind: recipient.kind, id: recipient.memberId, name: member?.name ?? "Someone" };
      }
      const agent = await ctx.db.get("agents", recipient.agentId);
      return { kind: recipient.kind, id: recipient.agentId, name: agent?.name ?? "An agent" };
    }),
  );
}

function nameIn(roster: Roster, recipient: RecipientRef) {
  return recipient.kind === "member"
    ? {
        kind: recipient.kind,
        id: recipient.memberId,
        name: roster.members.get(recipient.memberId)?.name ?? "",
      }
    : { kind: recipient.kind, id: recipient.agentId, name: roster.agents.get(recipient.agentId)?.name ?? "" };
}
