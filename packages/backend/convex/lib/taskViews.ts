/** Tasks as the interface shows them. A board reads its cards, those who are on them, and nothing per card. */
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { BOARD_STATUSES, doneAtOf, type TaskStatus } from "@mc/shared/task/status";
import { allowedTargets } from "@mc/shared/task/transitions";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { type ReadCtx, SYSTEM_NAME, statusActor } from "../functions/context";
import { readTaskCounts } from "./counters";
import { boundedPage } from "./limits";
import type { Roster } from "./roster";
import { followLevel } from "./subscriptions";
import { readDescription } from "./taskDescriptions";
import { getTaskByNumberOrThrow } from "./tasks";
import { isLeadChat } from "./threads";
import { madeAt } from "./times";

type Task = Doc<"tasks">;
export type TaskCard = ReturnType<typeof cardOf>;

/**
 * All columns with their counts and first cards: as many as a tall screen shows; `tasks.list` has the rest page by
 * page. Cards are sent small: without what is empty, and with the faces of people and agents once for all.
 */
export async function readBoard(ctx: ReadCtx) {
  const [counts, ...tasks] = await Promise.all([
    readTaskCounts(ctx),
    ...BOARD_STATUSES.map((status) => column(ctx, status).take(TASK_LIMITS.columnCards)),
  ]);
  const roster = await loadFaces(ctx, tasks.flat());
  const columns = BOARD_STATUSES.map((status, index) => {
    const cards = (tasks[index] ?? []).map((task) => smallCardOf(task, roster));
    const count = counts.get(status) ?? 0;
    return { status, count, cards, isMore: count > cards.length };
  });
  return {
    columns,
    members: facesOf(tasks.flat(), "memberIds").map((memberId) => memberFace(roster, memberId)),
    agents: facesOf(tasks.flat(), "agentIds").map((agentId) => agentFace(roster, agentId)),
  };
}

function smallCardOf(task: Task, roster: Roster) {
  const { state, labels, memberIds, agentIds, running, givenUp = [] } = task;
  return {
    taskId: task._id,
    number: task.number,
    title: task.title,
    priority: task.priority,
    position: task.position,
    updatedAt: task.updatedAt,
    labels: labels.length > 0 ? labels : undefined,
    dueAt: task.dueAt ?? undefined,
    subtasks: subtasksOf(task) ?? undefined,
    openBlockerCount: task.openBlockerCount || undefined,
    blockedReason: state.status === "blocked" ? state.reason : undefined,
    memberIds: memberIds.length > 0 ? memberIds : undefined,
    agentIds: agentIds.length > 0 ? agentIds : undefined,
    messageCount: task.messageCount || undefined,
    documentCount: task.documentCount || undefined,
    running: running.length > 0 ? withNames(running, roster) : undefined,
    givenUp: givenUp.length > 0 ? withNames(givenUp, roster) : undefined,
  };
}

export async function pageOfColumn(ctx: ReadCtx, status: TaskStatus, paginationOpts: PaginationOptions) {
  const result = await column(ctx, status).paginate(boundedPage(paginationOpts));
  const roster = await loadFaces(ctx, result.page);
  const tasks = result.page.filter((task) => !isLeadChat(task));
  return { ...result, page: tasks.map((task) => cardOf(ctx, task, roster)) };
}

export async function readTask(ctx: ReadCtx & { member: Doc<"memberships"> }, number: number) {
  const task = await getTaskByNumberOrThrow(ctx, number);
  const roster = await loadFaces(ctx, [task]);
  return {
    ...cardOf(ctx, task, roster),
    description: await readDescription(ctx, task._id),
    creator: await nameOfActor(ctx, task.creator),
    createdAt: madeAt(task),
    doneAt: doneAtOf(task.state),
    blockedSince: task.state.status === "blocked" ? task.state.since : null,
    archivedAt: task.state.status === "archived" ? task.state.at : null,
    following: await followLevel(ctx, task, ctx.member._id),
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
    subtasks: subtasksOf(task),
    openBlockerCount: task.openBlockerCount ?? 0,
    blockedReason: state.status === "blocked" ? state.reason : null,
    members: task.memberIds.map((memberId) => memberFace(roster, memberId)),
    agents: task.agentIds.map((agentId) => agentFace(roster, agentId)),
    messageCount: task.messageCount,
    documentCount: task.documentCount,
    lastMessageAt: task.lastMessageAt,
    running: withNames(task.running, roster),
    /** Turns that ended without an answer and that nobody has taken up. */
    givenUp: withNames(task.givenUp ?? [], roster),
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

/** Progress of its parts; null when it has none. */
function subtasksOf({ subtasks }: Task) {
  return subtasks && subtasks.total > 0 ? subtasks : null;
}

function withNames<Entry extends { agentId: Id<"agents"> }>(entries: readonly Entry[], roster: Roster) {
  return entries.map((entry) => ({ ...entry, agentName: agentFace(roster, entry.agentId).name }));
}

/** Of the roster those who are on these tasks: few, however large the account. */
export async function loadFaces(ctx: ReadCtx, tasks: readonly Task[]): Promise<Roster> {
  const agentIds = tasks.flatMap(({ agentIds: assigned, running, givenUp = [] }) => [
    ...assigned,
    ...[...running, ...givenUp].map(({ agentId }) => agentId),
  ]);
  const [members, agents] = await Promise.all([
    Promise.all(facesOf(tasks, "memberIds").map((id) => ctx.db.get("memberships", id))),
    Promise.all([...new Set(agentIds)].map((id) => ctx.db.get("agents", id))),
  ]);
  return { members: activeById(members), agents: activeById(agents) };
}

function activeById<Row extends Doc<"memberships"> | Doc<"agents">>(rows: readonly (Row | null)[]) {
  return new Map(rows.flatMap((row) => (row?.status === "active" ? [[row._id as string, row]] : [])));
}

function facesOf<Field extends "memberIds" | "agentIds">(tasks: readonly Task[], field: Field) {
  return [...new Set(tasks.flatMap((task): Task[Field][number][] => task[field]))];
}

/** Those who left keep their place on old cards until they are taken off. */
function memberFace(roster: Roster, memberId: Id<"memberships">) {
  return { memberId, name: roster.members.get(memberId)?.name ?? "Former member" };
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
