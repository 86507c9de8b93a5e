/** The one place where a task changes its status; every door and every automatic step comes through here. */
import { startAfter, statusDelta } from "@mc/shared/analytics/metrics";
import { openWorkChange } from "@mc/shared/analytics/openWork";
import { taskKey } from "@mc/shared/task/limits";
import { positionBetween } from "@mc/shared/task/order";
import { doneAtOf, STATUS_LABEL, type TaskStatus } from "@mc/shared/task/status";
import { decideStatusChange, planAutomaticSteps, type StatusDecision } from "@mc/shared/task/transitions";
import type { Doc } from "../_generated/dataModel";
import { type ReadCtx, statusActor, type WriteCtx } from "../functions/context";
import { conflict, refuse } from "../functions/errors";
import { assigneesOf } from "./assignees";
import { countTasks } from "./counters";
import { announce } from "./deliver";
import { noteProgress } from "./loops";
import { recordMetric } from "./metrics";
import { birthOf, countedOf } from "./openWork";
import { cancelRunsOfTask } from "./runCancel";
import { taskTarget } from "./targets";
import { followLinks, openBlockersOf } from "./taskLinks";
import { actTime } from "./times";

type Task = Doc<"tasks">;

export type StatusStep = {
  to: TaskStatus;
  /** What the caller believes the status to be; a mismatch is a conflict, not a surprise. */
  from?: TaskStatus | undefined;
  reason?: string | undefined;
  /** Place in the new column; on top when left out. */
  position?: string | undefined;
  /** The same act tells everyone by a message. */
  isQuiet?: boolean;
};

export async function changeStatus(ctx: WriteCtx, task: Task, step: StatusStep): Promise<Task> {
  const status = task.state.status;
  if (step.from !== undefined && step.from !== status) throw movedMeanwhile(task);
  const decided = decideStatusChange({
    status,
    assigneeCount: assigneesOf(task).length,
    to: step.to,
    actor: statusActor(ctx.caller),
    reason: step.reason,
    openBlockerCount: task.openBlockerCount,
    openBlockers: task.openBlockerCount ? await openBlockersOf(ctx, task._id) : [],
    now: actTime(ctx),
  });
  if (!decided.ok) {
    if (decided.error.code === "conflict") throw movedMeanwhile(task);
    throw refuse(decided.error);
  }
  const moved = await applyStatus(ctx, task, {
    ...decided.decision,
    position: step.position,
    isAutomatic: false,
  });
  if (step.isQuiet) return moved;
  await announce(
    ctx,
    {
      kind: "status_changed",
      from: status,
      to: step.to,
      assignees: assigneesOf(task),
      creator: task.creator.kind === "system" ? null : task.creator,
    },
    { task: moved, body: statusSentence(moved, decided.decision) },
  );
  return moved;
}

/** Steps that follow from a new number of assignees; recorded as automatic, nobody is notified twice. */
export async function followAssignees(ctx: WriteCtx, task: Task): Promise<Task> {
  let current = task;
  const assigneeCount = assigneesOf(task).length;
  for (const to of planAutomaticSteps(task.state.status, assigneeCount)) {
    const from = current.state.status;
    if (to !== "inbox" && to !== "assigned") continue;
    const decision: StatusDecision = { from, to, state: { status: to }, reason: null };
    current = await applyStatus(ctx, current, { ...decision, isAutomatic: true });
  }
  return current;
}

type Applied = StatusDecision & { position?: string | undefined; isAutomatic: boolean };

async function applyStatus(ctx: WriteCtx, task: Task, step: Applied): Promise<Task> {
  const { from, to, state, reason, isAutomatic } = step;
  const now = state.status === "done" ? state.at : actTime(ctx);
  const startedAt = startAfter({ from, to, startedAt: task.startedAt ?? null, now });
  const doneAt = doneAtOf(task.state);
  const fields = {
    state: state.status === "archived" && doneAt !== null ? { ...state, doneAt } : state,
    ...(startedAt === null ? {} : { startedAt }),
    position: step.position ?? (await topOf(ctx, to)),
    updatedAt: actTime(ctx),
    // Back from the archive the agents start afresh: a new generation names new sessions.
    generation: from === "archived" ? task.generation + 1 : task.generation,
    bornOn: birthOf(ctx, task),
  };
  const moved = { ...task, ...fields };
  await ctx.db.patch("tasks", task._id, fields);
  const counted = openWorkChange(countedOf(task), countedOf(moved));
  await countTasks(ctx, counted);
  await recordMetric(ctx, statusDelta({ from, to, startedAt: task.startedAt ?? null, now }), {
    of: to === "done" ? assigneesOf(task) : [],
    open: counted.days,
  });
  await ctx.activity.record({
    event: { type: "task_status_changed", from, to, reason, isAutomatic },
    target: taskTarget(task),
    taskId: task._id,
  });
  await noteProgress(ctx, task._id);
  if (to === "archived") await cancelRunsOfTask(ctx, task._id);
  await followLinks(ctx, task, state);
  return moved;
}

/** A place above the first card of a column; a thread that is no card has no place. */
export async function topOf(ctx: ReadCtx, status: TaskStatus): Promise<string> {
  const first = await ctx.db
    .query("tasks")
    .withIndex("by_account_status_position", (q) =>
      q.eq("accountId", ctx.account._id).eq("state.status", status).gt("position", ""),
    )
    .first();
  return positionBetween(null, first?.position ?? null);
}

function movedMeanwhile(task: Task) {
  const label = STATUS_LABEL[task.state.status].toLowerCase();
  return conflict(`${taskKey(task.number)} is already ${label}; nothing was changed.`, task.state.status);
}

function statusSentence(task: Task, { from, to, reason }: StatusDecision): string {
  const sentence = `${task.title}: ${STATUS_LABEL[from]} → ${STATUS_LABEL[to]}`;
  return reason ? `${sentence} (${reason})` : sentence;
}
