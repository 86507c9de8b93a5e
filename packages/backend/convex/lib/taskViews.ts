/** Tasks as the interface shows them. A board reads one page per column, the roster, and nothing per card. */
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { BOARD_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import { allowedTargets } from "@mc/shared/task/transitions";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { type ReadCtx, SYSTEM_NAME, statusActor } from "../functions/context";
import { readCounter } from "./counters";
import { boundedPage } from "./limits";
import { loadRoster, type Roster } from "./roster";
import { followLevel } from "./subscriptions";
import { readDescription } from "./taskDescriptions";
import { getTaskByNumberOrThrow } from "./tasks";
import { isLeadChat } from "./threads";

type Task = Doc<"tasks">;
export type TaskCard = ReturnType<typeof cardOf>;

export async function readBoard(ctx: ReadCtx) {
  const roster = await loadRoster(ctx);
  const columns = await Promise.all(BOARD_STATUSES.map((status) => readColumn(ctx, { status, roster })));
  return { columns };
}

async function readColumn(ctx: ReadCtx, { status, roster }: { status: TaskStatus; roster: Roster }) {
  const [tasks, count] = await Promise.all([
    column(ctx, status).take(TASK_LIMITS.columnCards),
    readCounter(ctx, `tasks:${status}`),
  ]);
  const cards = tasks.map((task) => cardOf(ctx, task, roster));
  return { status, count, cards, isMore: count > cards.length };
}

export async function pageOfColumn(ctx: ReadCtx, status: TaskStatus, paginationOpts: PaginationOptions) {
  const roster = await loadRoster(ctx);
  const result = await column(ctx, status).paginate(boundedPage(paginationOpts));
  const tasks = result.page.filter((task) => !isLeadChat(task));
  return { ...result, page: tasks.map((task) => cardOf(ctx, task, roster)) };
}

export async function readTask(ctx: ReadCtx & { member: Doc<"memberships"> }, number: number) {
  const task = await getTaskByNumberOrThrow(ctx, number);
  const roster = await loadRoster(ctx);
  return {
    ...cardOf(ctx, task, roster),
    description: await readDescription(ctx, task._id),
    creator: await nameOfActor(ctx, task.creator),
    createdAt: task._creationTime,
    doneAt: task.state.status === "done" ? task.state.at : null,
    blockedSince: task.state.status === "blocked" ? task.state.since : null,
    archivedAt: task.state.status === "archived" ? task.state.at : null,
    following: await followLevel(ctx, task._id, ctx.member._id),
  };
}

export function cardOf(ctx: ReadCtx, task: Task, roster: Roster) {
  const { state } = task;
  return {
    taskId: task._id,
    number: task.number,
    title: task.title,
    status: state.status,
    priority: task.priority,
    labels: task.labels,
    position: task.position,
    dueAt: task.dueAt,
    prUrl: task.prUrl ?? null,
    parentId: task.parentId ?? null,
    /** Progress of its parts; null when it has none. */
    subtasks: task.subtasks && task.subtasks.total > 0 ? task.subtasks : null,
    openBlockerCount: task.openBlockerCount ?? 0,
    blockedReason: state.status === "blocked" ? state.reason : null,
    members: task.memberIds.map((memberId) => ({ memberId, name: memberName(roster, memberId) })),
    agents: task.agentIds.map((agentId) => agentFace(roster, agentId)),
    messageCount: task.messageCount,
    documentCount: task.documentCount,
    lastMessageAt: task.lastMessageAt,
    running: task.running.map((entry) => ({ ...entry, agentName: agentFace(roster, entry.agentId).name })),
    /** Turns that ended without an answer and that nobody has taken up. */
    givenUp: (task.givenUp ?? []).map((entry) => ({
      ...entry,
      agentName: agentFace(roster, entry.agentId).name,
    })),
    updatedAt: task.updatedAt,
    allowed: allowedTargets(
      {
        status: state.status,
        assigneeCount: task.memberIds.length + task.agentIds.length,
        openBlockerCount: task.openBlockerCount,
      },
      statusActor(ctx.caller),
    ),
  };
}

export async function nameOfActor(ctx: ReadCtx, actor: Task["creator"]) {
  switch (actor.kind) {
    case "member": {
      const member = await ctx.db.get("memberships", actor.memberId);
      return { kind: actor.kind, id: actor.memberId as string, name: member?.name ?? "Someone" };
    }
    case "agent": {
      const agent = await ctx.db.get("agents", actor.agentId);
      return { kind: actor.kind, id: actor.agentId as string, name: agent?.name ?? "An agent" };
    }
    case "system":
      return { kind: actor.kind, id: "system", name: SYSTEM_NAME };
  }
}

function column(ctx: ReadCtx, status: TaskStatus) {
  return ctx.db
    .query("tasks")
    .withIndex("by_account_status_position", (q) =>
      q.eq("accountId", ctx.account._id).eq("state.status", status),
    );
}

/** Those who left keep their place on old cards until they are taken off. */
function memberName(roster: Roster, memberId: Id<"memberships">): string {
  return roster.members.get(memberId)?.name ?? "Former member";
}

function agentFace(roster: Roster, agentId: Id<"agents">) {
  const agent = roster.agents.get(agentId);
  return {
    agentId,
    name: agent?.name ?? "Former agent",
    icon: agent?.icon ?? "bot",
    slug: agent?.slug ?? "",
  };
}
