/** Tasks: creating, editing, stopping, deleting. Status changes are in lib/taskStatus.ts, places on the board in lib/taskPlaces.ts. */
import type { FieldChange } from "@mc/shared/activity/types";
import { normaliseLabels, TASK_LIMITS, taskKey } from "@mc/shared/task/limits";
import { DEFAULT_PRIORITY, type Priority } from "@mc/shared/task/priority";
import type { TaskStatus } from "@mc/shared/task/status";
import { MAX_REASON_LENGTH, restoreTarget } from "@mc/shared/task/transitions";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, invalid, missing, tooLarge } from "../functions/errors";
import { assigneesOf } from "./assignees";
import { type Assignees, assignFirst, requireAssignees } from "./assignments";
import { setDueDate } from "./dueDates";
import { writeLabels } from "./labels";
import { recordMetric } from "./metrics";
import { countAgain, countNew } from "./openWork";
import { cancelRunsOfTask } from "./runCancel";
import { taskTarget } from "./targets";
import { DESCRIPTION, readDescription, writeDescription } from "./taskDescriptions";
import { adoptPart, followLinks, partOf, requirePullRequest } from "./taskLinks";
import { changeStatus, topOf } from "./taskStatus";
import { foldedField, requireAtMost, requireText } from "./text";
import { isLeadChat } from "./threads";
import { actTime, originalOf } from "./times";

type Task = Doc<"tasks">;

export async function getTaskOrThrow(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Task> {
  const task = await ctx.db.get("tasks", taskId);
  if (!task || isLeadChat(task)) throw missing("task");
  return task;
}

export async function getTaskByNumberOrThrow(ctx: ReadCtx, number: number): Promise<Task> {
  const task = await ctx.db
    .query("tasks")
    .withIndex("by_account_number", (q) => q.eq("accountId", ctx.account._id).eq("number", number))
    .unique();
  if (!task || isLeadChat(task)) throw missing("task");
  return task;
}

export type TaskDraft = Partial<Assignees> & {
  title: string;
  description?: string | undefined;
  status?: TaskStatus | undefined;
  priority?: Priority | undefined;
  labels?: string[] | undefined;
  dueAt?: number | undefined;
  prUrl?: string | undefined;
  parentId?: Id<"tasks"> | undefined;
};

export async function createTask(
  ctx: WriteCtx,
  draft: TaskDraft,
): Promise<{ taskId: Id<"tasks">; number: number }> {
  const title = requireText(draft.title, { what: "The title", field: "title", max: TASK_LIMITS.title });
  const memberIds = [...new Set(draft.memberIds)];
  const agentIds = [...new Set(draft.agentIds)];
  const roster = await requireAssignees(ctx, { memberIds, agentIds });
  const status = memberIds.length + agentIds.length > 0 ? "assigned" : "inbox";
  const now = actTime(ctx);
  const labels = requireLabels(draft.labels ?? []);
  const parent = draft.parentId === undefined ? null : await partOf(ctx, draft.parentId, null);
  const priority = draft.priority ?? DEFAULT_PRIORITY;
  const state = { status } as const;
  const { number, bornOn, open } = await countNew(ctx, { state, memberIds, agentIds });
  const fields: Omit<Task, "_id" | "_creationTime"> = {
    accountId: ctx.account._id,
    number,
    title,
    ...foldedField(title),
    priority,
    labels,
    dueAt: draft.dueAt ?? null,
    ...(draft.prUrl ? { prUrl: requirePullRequest(draft.prUrl) } : {}),
    ...(parent ? { parentId: parent._id } : {}),
    state,
    position: await topOf(ctx, status),
    memberIds,
    agentIds,
    creator: actorRef(ctx.caller),
    isFollowedByItsOwn: true,
    bornOn,
    generation: 1,
    messageCount: 0,
    documentCount: 0,
    lastMessageAt: null,
    updatedAt: now,
    running: [],
    ...originalOf(ctx),
  };
  const taskId = await ctx.db.insert("tasks", fields);
  const task: Task = { ...fields, _id: taskId, _creationTime: now };
  const description = requireAtMost(draft.description ?? "", DESCRIPTION);
  if (description) {
    await ctx.db.insert("taskDescriptions", {
      accountId: ctx.account._id,
      taskId,
      text: description,
      ...foldedField(description),
    });
  }
  if (labels.length > 0) await writeLabels(ctx, taskId, { from: [], to: labels });
  if (draft.dueAt !== undefined) await setDueDate(ctx, taskId, draft.dueAt);
  if (parent) await adoptPart(ctx, parent, { from: null, to: task.state });
  await recordMetric(ctx, { created: 1 }, { of: [task.creator], open });
  await ctx.activity.record({
    event: { type: "task_created", title, status, priority },
    target: taskTarget(task),
    taskId,
  });
  await assignFirst(ctx, task, roster);
  if (draft.status !== undefined && draft.status !== task.state.status) {
    await changeStatus(ctx, task, { to: draft.status });
  }
  return { taskId, number };
}

export type TaskEdit = {
  title?: string | undefined;
  description?: string | undefined;
  priority?: Priority | undefined;
  labels?: string[] | undefined;
  /** null clears. */
  dueAt?: number | null | undefined;
  /** null clears. */
  prUrl?: string | null | undefined;
  /** The texts that the new ones were written over. */
  from?: Partial<Record<"title" | "description", string>> | undefined;
};

export async function editTask(ctx: WriteCtx, task: Task, edit: TaskEdit): Promise<{ updatedAt: number }> {
  const changes: FieldChange[] = [];
  const note = (field: string, values: { from: string | null; to: string | null }) => {
    if (values.from !== values.to) changes.push({ field, ...values });
  };
  const next = {
    title:
      edit.title === undefined
        ? task.title
        : requireText(edit.title, { what: "The title", field: "title", max: TASK_LIMITS.title }),
    priority: edit.priority ?? task.priority,
    labels: edit.labels === undefined ? task.labels : requireLabels(edit.labels),
    dueAt: edit.dueAt === undefined ? task.dueAt : edit.dueAt,
  };
  const before = task.prUrl ?? null;
  const prUrl = edit.prUrl === undefined ? before : edit.prUrl && requirePullRequest(edit.prUrl);
  requireSeen(task, { field: "title", now: task.title, seen: edit.from?.title, next: next.title });
  note("title", { from: task.title, to: next.title });
  note("priority", { from: String(task.priority), to: String(next.priority) });
  note("labels", { from: task.labels.join(", ") || null, to: next.labels.join(", ") || null });
  note("due date", { from: isoOf(task.dueAt), to: isoOf(next.dueAt) });
  note("pull request", { from: before, to: prUrl });
  if (edit.description !== undefined) {
    const from = await readDescription(ctx, task._id);
    requireSeen(task, {
      field: "description",
      now: from,
      seen: edit.from?.description,
      next: edit.description,
    });
    note("description", { from: from || null, to: edit.description || null });
    if (from !== edit.description) await writeDescription(ctx, task._id, edit.description);
  }
  if (changes.length === 0) return { updatedAt: task.updatedAt };
  const updatedAt = Math.max(Date.now(), task.updatedAt + 1);
  await ctx.db.patch("tasks", task._id, {
    ...next,
    ...foldedField(next.title),
    updatedAt,
    prUrl: prUrl ?? undefined,
  });
  if (edit.labels !== undefined) await writeLabels(ctx, task._id, { from: task.labels, to: next.labels });
  if (next.dueAt !== task.dueAt) await setDueDate(ctx, task._id, next.dueAt);
  await ctx.activity.record({
    event: { type: "task_updated", changes },
    target: taskTarget({ ...task, title: next.title }),
    taskId: task._id,
  });
  return { updatedAt };
}

/** A text is written over by whoever saw it as it is: what changed beside it, by whomever, is no conflict with it. */
function requireSeen(
  { number }: Task,
  text: { field: "title" | "description"; now: string; seen: string | undefined; next: string },
): void {
  const { field, now, seen, next } = text;
  if (seen === undefined || seen === now || next === now) return;
  throw conflict(
    `The ${field} of ${taskKey(number)} was changed meanwhile; look at it again before saving.`,
    now,
  );
}

/** Ends all work on the task for real and says who and why. */
export async function stopTask(ctx: WriteCtx, task: Task, reason: string | undefined) {
  const stoppedRuns = await cancelRunsOfTask(ctx, task._id);
  const why = stopReason(callerName(ctx.caller), reason?.trim() ?? "");
  const status = task.state.status;
  const canBlock = status === "assigned" || status === "in_progress" || status === "review";
  if (!canBlock && stoppedRuns === 0)
    throw conflict(`Nothing is running on ${taskKey(task.number)}.`, status);
  if (canBlock) await changeStatus(ctx, task, { to: "blocked", reason: why });
  return { stoppedRuns, status: canBlock ? ("blocked" as const) : status };
}

/** Who and why, as far as both fit into a reason. */
function stopReason(who: string, why: string): string {
  if (!why) return `Stopped by ${who}`;
  const both = `${why} (stopped by ${who})`;
  return both.length <= MAX_REASON_LENGTH ? both : why;
}

export async function restoreTask(ctx: WriteCtx, task: Task) {
  if (task.state.status !== "archived") {
    throw conflict(`${taskKey(task.number)} is not archived.`, task.state.status);
  }
  const restored = await changeStatus(ctx, task, { to: restoreTarget(assigneesOf(task).length) });
  return { status: restored.state.status };
}

/** Removes the card at once and its parts in scheduled batches. Documents stay and lose the link. */
export async function deleteTask(ctx: WriteCtx, task: Task): Promise<null> {
  const message = `${taskKey(task.number)} was deleted.`;
  await cancelRunsOfTask(ctx, task._id, { reason: { code: "task_deleted", message } });
  await countAgain(ctx, task, null);
  await followLinks(ctx, task, null);
  await writeLabels(ctx, task._id, { from: task.labels, to: [] });
  await setDueDate(ctx, task._id, null);
  await ctx.activity.record({
    event: { type: "task_deleted", title: task.title, status: task.state.status },
    target: taskTarget(task),
    taskId: task._id,
  });
  await ctx.db.delete("tasks", task._id);
  await ctx.scheduler.runAfter(0, internal.tasks.purge, { accountId: ctx.account._id, taskId: task._id });
  return null;
}

function requireLabels(labels: readonly string[]): string[] {
  const clean = normaliseLabels(labels);
  if (clean.length > TASK_LIMITS.labels)
    throw invalid(`A task has at most ${TASK_LIMITS.labels} labels.`, "labels");
  if (clean.some((label) => label.length > TASK_LIMITS.label)) throw tooLarge("A label", TASK_LIMITS.label);
  return clean;
}

function isoOf(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
