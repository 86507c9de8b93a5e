/**
 * Many tasks in one act. A task that is not there refuses the whole; a task whose own state refuses the change
 * is told apart in the result, and the others go on.
 */
import { isErrorData } from "@mc/shared/errors";
import type { Priority } from "@mc/shared/task/priority";
import type { TaskStatus } from "@mc/shared/task/status";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";
import { type Assignees, requireAssignees, setAssignees } from "./assignments";
import { LIMITS } from "./limits";
import { changeStatus } from "./taskStatus";
import { editTask, getTaskOrThrow } from "./tasks";

type Task = Doc<"tasks">;
export type BatchResult = {
  taskId: Id<"tasks">;
  number: number;
  /** null when it worked. */
  error: { code: string; message: string } | null;
};

export type BatchEdit = {
  priority?: Priority | undefined;
  addLabels?: string[] | undefined;
  removeLabels?: string[] | undefined;
  dueAt?: number | null | undefined;
};

export async function editMany(ctx: WriteCtx, taskIds: readonly Id<"tasks">[], edit: BatchEdit) {
  return await each(ctx, taskIds, async (task) => {
    const labels = [...task.labels, ...(edit.addLabels ?? [])].filter(
      (label) => !edit.removeLabels?.includes(label),
    );
    await editTask(ctx, task, { priority: edit.priority, dueAt: edit.dueAt, labels });
  });
}

export async function moveMany(
  ctx: WriteCtx,
  taskIds: readonly Id<"tasks">[],
  step: { to: TaskStatus; reason?: string | undefined },
) {
  return await each(ctx, taskIds, async (task) => {
    await changeStatus(ctx, task, step);
  });
}

export type BatchAssignment = Assignees & { mode: "add" | "remove" | "set" };

export async function assignMany(ctx: WriteCtx, taskIds: readonly Id<"tasks">[], wanted: BatchAssignment) {
  const { mode, memberIds, agentIds } = wanted;
  if (mode === "remove") await requireKnown(ctx, wanted);
  else await requireAssignees(ctx, wanted);
  const pick = <Key extends string>(before: readonly Key[], named: readonly Key[]): Key[] => {
    if (mode === "set") return [...named];
    return mode === "add"
      ? [...new Set([...before, ...named])]
      : before.filter((one) => !named.includes(one));
  };
  return await each(ctx, taskIds, async (task) => {
    await setAssignees(ctx, task, {
      memberIds: pick(task.memberIds, memberIds),
      agentIds: pick(task.agentIds, agentIds),
    });
  });
}

async function each(
  ctx: WriteCtx,
  taskIds: readonly Id<"tasks">[],
  act: (task: Task) => Promise<void>,
): Promise<{ results: BatchResult[] }> {
  const unique = [...new Set(taskIds)];
  if (unique.length > LIMITS.batch) throw invalid(`At most ${LIMITS.batch} tasks at once.`, "taskIds");
  for (const taskId of unique) await getTaskOrThrow(ctx, taskId);
  const results: BatchResult[] = [];
  for (const taskId of unique) {
    // Read again: an earlier one of the batch may have changed this one.
    const task = await getTaskOrThrow(ctx, taskId);
    results.push({ taskId, number: task.number, error: await refusalOf(act(task)) });
  }
  ctx.activity.bookkeeping("every task of the batch was already so");
  return { results };
}

/** Rules are asked before anything is written, so a refusal leaves its task as it was; a bug undoes the batch. */
async function refusalOf(act: Promise<void>): Promise<BatchResult["error"]> {
  try {
    await act;
    return null;
  } catch (thrown) {
    const data = typeof thrown === "object" && thrown !== null && "data" in thrown ? thrown.data : null;
    if (!isErrorData(data) || data.code === "internal") throw thrown;
    return { code: data.code, message: data.message };
  }
}

/** Those who have left may still be taken off. */
async function requireKnown(ctx: ReadCtx, { memberIds, agentIds }: Assignees): Promise<void> {
  for (const id of memberIds) if (!(await ctx.db.get("memberships", id))) throw missing("member");
  for (const id of agentIds) if (!(await ctx.db.get("agents", id))) throw missing("agent");
}
