/**
 * Parts of bigger tasks, and tasks that wait for others. The progress of a parent and the number of open
 * blockers stand on the task's own row, kept here whenever a part or a blocker changes, so that no card of the
 * board has to look them up.
 */
import type { FieldChange } from "@mc/shared/activity/types";
import { taskKey } from "@mc/shared/task/limits";
import {
  decideParent,
  findCircle,
  isLastPartDone,
  isSettled,
  LINK_LIMITS,
  updateProgress,
} from "@mc/shared/task/links";
import { parsePullRequest } from "@mc/shared/task/prLink";
import type { TaskState } from "@mc/shared/task/status";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing, refuse } from "../functions/errors";
import { assigneesOf } from "./assignees";
import { announce } from "./deliver";
import { taskTarget } from "./targets";

type Task = Doc<"tasks">;

/** The parent that a task (null for one that is being created) may become a part of. */
export async function partOf(ctx: ReadCtx, parentId: Id<"tasks">, task: Task | null): Promise<Task> {
  const parent = await ctx.db.get("tasks", parentId);
  if (!parent) throw missing("task");
  const decided = decideParent({
    taskId: task?._id ?? "",
    subtaskCount: task ? (await partsOf(ctx, task._id)).length : 0,
    parent: {
      taskId: parent._id,
      number: parent.number,
      isSubtask: parent.parentId !== undefined,
      subtaskCount: (await partsOf(ctx, parent._id)).length,
    },
  });
  if (!decided.ok) throw refuse(decided.error);
  return parent;
}

/** Carries a change of a part over to its parent, and tells when no part is open any more; null stands for "not a part of it". */
export async function adoptPart(
  ctx: WriteCtx,
  parent: Task,
  change: { from: TaskState | null; to: TaskState | null },
): Promise<void> {
  const before = parent.subtasks ?? { total: 0, done: 0 };
  const subtasks = updateProgress(before, change);
  await ctx.db.patch("tasks", parent._id, { subtasks });
  if (isLastPartDone(before, subtasks) && !isSettled(parent.state.status)) {
    await announceWhole(ctx, { ...parent, subtasks });
  }
}

export async function setParent(ctx: WriteCtx, task: Task, parentId: Id<"tasks"> | null): Promise<null> {
  if ((task.parentId ?? null) === parentId) return null;
  const next = parentId === null ? null : await partOf(ctx, parentId, task);
  const before = task.parentId ? await ctx.db.get("tasks", task.parentId) : null;
  await ctx.db.patch("tasks", task._id, { parentId: parentId ?? undefined, updatedAt: Date.now() });
  if (before) await adoptPart(ctx, before, { from: task.state, to: null });
  if (next) await adoptPart(ctx, next, { from: null, to: task.state });
  await recordLink(ctx, task, {
    field: "parent",
    from: before ? taskKey(before.number) : null,
    to: next ? taskKey(next.number) : null,
  });
  return null;
}

/** Sets what the task waits for, as a whole. */
export async function setBlockers(ctx: WriteCtx, task: Task, wanted: readonly Id<"tasks">[]) {
  const blockerIds = [...new Set(wanted)];
  if (blockerIds.length > LINK_LIMITS.blockers) {
    throw invalid(`A task waits for at most ${LINK_LIMITS.blockers} others.`, "blockerIds");
  }
  const blockers = await Promise.all(blockerIds.map((id) => getTask(ctx, id)));
  const rows = await linksOf(ctx, task._id);
  const before = (await Promise.all(rows.map((row) => ctx.db.get("tasks", row.blockerId)))).filter(
    (found) => found !== null,
  );
  const added = blockers.filter((blocker) => rows.every((row) => row.blockerId !== blocker._id));
  for (const blocker of added) await requireNoCircle(ctx, task, blocker);
  const gone = rows.filter((row) => !blockerIds.includes(row.blockerId));
  if (added.length === 0 && gone.length === 0) return { openBlockerCount: task.openBlockerCount ?? 0 };
  for (const row of gone) await ctx.db.delete("taskBlockers", row._id);
  for (const blocker of added) {
    await ctx.db.insert("taskBlockers", {
      accountId: ctx.account._id,
      taskId: task._id,
      blockerId: blocker._id,
    });
  }
  const openBlockerCount = blockers.filter(({ state }) => !isSettled(state.status)).length;
  await ctx.db.patch("tasks", task._id, { openBlockerCount, updatedAt: Date.now() });
  await recordLink(ctx, task, { field: "blocked by", from: keysOf(before), to: keysOf(blockers) });
  if (task.openBlockerCount && openBlockerCount === 0) await announceFree(ctx, task);
  return { openBlockerCount };
}

/** Numbers of the open tasks that a task waits for. */
export async function openBlockersOf(ctx: ReadCtx, taskId: Id<"tasks">): Promise<number[]> {
  const rows = await linksOf(ctx, taskId);
  const blockers = await Promise.all(rows.map((row) => ctx.db.get("tasks", row.blockerId)));
  return blockers.flatMap((blocker) => (blocker && !isSettled(blocker.state.status) ? [blocker.number] : []));
}

/** What follows for relatives when a task enters a state; null when it is deleted. */
export async function followLinks(ctx: WriteCtx, task: Task, to: TaskState | null): Promise<void> {
  const parent = task.parentId ? await ctx.db.get("tasks", task.parentId) : null;
  if (parent) await adoptPart(ctx, parent, { from: task.state, to });
  const [wasOpen, isOpen] = [!isSettled(task.state.status), to !== null && !isSettled(to.status)];
  if (wasOpen === isOpen) return;
  for (const row of await dependentsOf(ctx, task._id)) {
    const dependent = await ctx.db.get("tasks", row.taskId);
    if (!dependent) continue;
    const openBlockerCount = Math.max(0, (dependent.openBlockerCount ?? 0) + (isOpen ? 1 : -1));
    await ctx.db.patch("tasks", dependent._id, { openBlockerCount });
    const isFree = openBlockerCount === 0 && !isOpen && !isSettled(dependent.state.status);
    if (isFree) await announceFree(ctx, { ...dependent, openBlockerCount });
  }
}

export async function readLinks(ctx: ReadCtx, task: Task) {
  const [parts, waits, dependents] = await Promise.all([
    partsOf(ctx, task._id),
    linksOf(ctx, task._id),
    dependentsOf(ctx, task._id),
  ]);
  const parent = task.parentId ? await ctx.db.get("tasks", task.parentId) : null;
  const blockers = await Promise.all(waits.map((row) => ctx.db.get("tasks", row.blockerId)));
  const waiting = await Promise.all(dependents.map((row) => ctx.db.get("tasks", row.taskId)));
  return {
    parent: parent ? linkView(parent) : null,
    subtasks: parts.map(linkView),
    blockedBy: blockers.flatMap((blocker) => (blocker ? [linkView(blocker)] : [])),
    blocks: waiting.flatMap((dependent) => (dependent ? [linkView(dependent)] : [])),
  };
}

export function requirePullRequest(text: string): string {
  const parsed = parsePullRequest(text);
  if (!parsed.ok) throw refuse(parsed.error);
  return parsed.decision.url;
}

/** In the system's name: an agent that finished the blocker must hear of its own next task, too. */
async function announceFree(ctx: WriteCtx, task: Task): Promise<void> {
  await ctx.activity.record({
    event: { type: "task_unblocked" },
    target: taskTarget(task),
    taskId: task._id,
  });
  const event = { kind: "task_unblocked" as const, assignees: assigneesOf(task) };
  const news = { task, body: `${task.title}: everything that it waited for is done.` };
  // Who linked the tasks planned this step: however long the row of tasks is, each begins a chain of its own.
  await announce(asConsequence(ctx, []), event, news);
}

async function announceWhole(ctx: WriteCtx, task: Task): Promise<void> {
  const count = task.subtasks?.total ?? 0;
  await ctx.activity.record({
    event: { type: "parts_done", count },
    target: taskTarget(task),
    taskId: task._id,
  });
  const event = { kind: "parts_done" as const, assignees: assigneesOf(task) };
  const parts = count === 1 ? "its sub-task is done" : `all ${count} sub-tasks are done`;
  // An agent may make further parts each time, so the hops go on being counted.
  const chain = ctx.caller.kind === "agent" ? ctx.caller.chain : [];
  await announce(asConsequence(ctx, chain), event, { task, body: `${task.title}: ${parts}.` });
}

/**
 * What follows in one task from an agent's act in another. It is nobody's word, so the agent itself may be meant too; the loop
 * breaker of the task still counts whose act it was.
 */
function asConsequence(ctx: WriteCtx, chain: readonly string[]): WriteCtx {
  const { caller } = ctx;
  if (caller.kind !== "agent") return ctx;
  const after = { agentId: caller.agentId, chain: [...chain] };
  return ctx.actAs({ caller: { kind: "system", after }, cause: ctx.activity.cause });
}

/** Reads what the blocker waits for, level by level, as far as the limit. */
async function requireNoCircle(ctx: ReadCtx, task: Task, blocker: Task): Promise<void> {
  const graph = new Map<string, string[]>();
  let open: Id<"tasks">[] = [blocker._id];
  while (open.length > 0) {
    const next: Id<"tasks">[] = [];
    for (const taskId of open) {
      const waitsFor = (await linksOf(ctx, taskId)).map((row) => row.blockerId);
      graph.set(taskId, waitsFor);
      next.push(...waitsFor.filter((id) => !graph.has(id) && !next.includes(id)));
      if (graph.size > LINK_LIMITS.graph) throw invalid("Too many tasks wait for one another.", "blockerIds");
    }
    open = next;
  }
  const circle = findCircle(graph, { taskId: task._id, blockerId: blocker._id });
  if (!circle) return await requireRoom(ctx, blocker);
  const path = await Promise.all(circle.map((id) => ctx.db.get("tasks", id as Id<"tasks">)));
  const names = path.flatMap((found) => (found ? [taskKey(found.number)] : [])).join(" waits for ");
  throw invalid(`That would be a circle: ${names}.`, "blockerIds");
}

async function requireRoom(ctx: ReadCtx, blocker: Task): Promise<void> {
  if ((await dependentsOf(ctx, blocker._id)).length < LINK_LIMITS.dependents) return;
  throw invalid(`${taskKey(blocker.number)} holds up ${LINK_LIMITS.dependents} tasks already.`, "blockerIds");
}

async function recordLink(ctx: WriteCtx, task: Task, change: FieldChange): Promise<void> {
  await ctx.activity.record({
    event: { type: "task_updated", changes: [change] },
    target: taskTarget(task),
    taskId: task._id,
  });
}

async function getTask(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Task> {
  const task = await ctx.db.get("tasks", taskId);
  if (!task) throw missing("task");
  return task;
}

async function partsOf(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("tasks")
    .withIndex("by_account_parent", (q) => q.eq("accountId", ctx.account._id).eq("parentId", taskId))
    .take(LINK_LIMITS.subtasks);
}

async function linksOf(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("taskBlockers")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LINK_LIMITS.blockers);
}

async function dependentsOf(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("taskBlockers")
    .withIndex("by_account_blocker", (q) => q.eq("accountId", ctx.account._id).eq("blockerId", taskId))
    .take(LINK_LIMITS.dependents);
}

function linkView(task: Task) {
  const { _id, number, title, state } = task;
  return { taskId: _id, number, title, status: state.status, isSettled: isSettled(state.status) };
}

function keysOf(tasks: readonly Task[]): string | null {
  return tasks.map(({ number }) => taskKey(number)).join(", ") || null;
}
