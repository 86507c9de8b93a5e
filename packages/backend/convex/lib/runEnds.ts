/** Every way in which a run ends or comes back to the queue without an answer. No failure is silent. */
import { backoffMs } from "@mc/shared/delivery/backoff";
import { TURN_WITHIN_MS } from "@mc/shared/delivery/deadlines";
import { isActive, MAX_ATTEMPTS } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { deliverUntold } from "./decisions";
import { notifyAdmins, notifyMember } from "./notifications";
import { changeRun } from "./runState";
import { runTarget } from "./targets";

type Run = Doc<"runs">;
export type Failure = { code: string; message: string };

const MAX_ERROR_LENGTH = 2_000;

/** The runtime has gone silent: the lease is over, the work goes back into the queue or ends. */
export async function expireLease(ctx: WriteCtx, run: Run): Promise<void> {
  if (!isActive(run.status)) return;
  await requeue(ctx, run);
}

/** A phase took too long. A whole turn that did is not tried again: the next would take as long. */
export async function endOverdue(ctx: WriteCtx, run: Run, now: number): Promise<void> {
  if (!isActive(run.status)) return;
  if (run.cancelRequestedAt !== null) {
    await endCancelled(ctx, run);
    return;
  }
  const isWholeTurn = run.startedAt !== null && now - run.startedAt >= TURN_WITHIN_MS;
  const minutes = Math.round((now - (isWholeTurn ? (run.startedAt ?? now) : run.phaseSince)) / 60_000);
  if (!isWholeTurn) {
    const message = `No sign from the agent for ${minutes} min (${run.status}).`;
    await endAttempt(ctx, run, { error: { code: "timed_out", message }, isRetryable: true });
    return;
  }
  const error = { code: "timed_out", message: `The turn was still running after ${minutes} min.` };
  const next = await changeRun(ctx, run, { status: "timed_out", error, endedAt: now });
  await reportEnd(ctx, next, error);
}

/** After a lost lease; at once, because nothing says that the work itself was at fault. */
export async function requeue(ctx: WriteCtx, run: Run): Promise<Run> {
  if (run.cancelRequestedAt !== null) return await endCancelled(ctx, run);
  const error = {
    code: "lease_expired",
    message: "The runtime stopped answering in the middle of the turn.",
  };
  if (run.attempt >= MAX_ATTEMPTS) return await endAttempt(ctx, run, { error, isRetryable: true });
  const now = Date.now();
  const next = await changeRun(ctx, run, { status: "queued", availableAt: now, startedAt: null, error });
  await recordFailure(ctx, next, { error, retryAt: now });
  return next;
}

type AttemptEnd = { error: Failure; isRetryable: boolean; retryAfterMs?: number | undefined };

export async function endAttempt(ctx: WriteCtx, run: Run, end: AttemptEnd): Promise<Run> {
  const now = Date.now();
  const error = { code: end.error.code, message: end.error.message.slice(0, MAX_ERROR_LENGTH) };
  if (run.cancelRequestedAt !== null) return await endCancelled(ctx, run);
  if (end.isRetryable && run.attempt < MAX_ATTEMPTS) {
    const { retryAfterMs } = end;
    const availableAt = now + backoffMs({ attempt: run.attempt, random: Math.random(), retryAfterMs });
    const next = await changeRun(ctx, run, { status: "queued", availableAt, error, startedAt: null });
    await recordFailure(ctx, next, { error, retryAt: availableAt });
    return next;
  }
  const status = end.isRetryable ? "dead_letter" : "failed";
  const next = await changeRun(ctx, run, { status, error, endedAt: now });
  await reportEnd(ctx, next, error);
  return next;
}

export async function endCancelled(ctx: WriteCtx, run: Run): Promise<Run> {
  const next = await changeRun(ctx, run, { status: "cancelled", endedAt: Date.now() });
  const task = await ctx.db.get("tasks", run.taskId);
  if (!task) {
    ctx.activity.bookkeeping("the task of the run was deleted meanwhile");
    return next;
  }
  await ctx.activity.record({
    event: { type: "run_cancelled", attempt: run.attempt, wasRunning: true },
    target: runTarget(run, task),
    taskId: task._id,
    cause: { kind: "run", runId: run._id },
  });
  return next;
}

async function recordFailure(
  ctx: WriteCtx,
  run: Run,
  { error, retryAt }: { error: Failure; retryAt: number | null },
) {
  const task = await ctx.db.get("tasks", run.taskId);
  const agent = await ctx.db.get("agents", run.agentId);
  if (!task || !agent) {
    ctx.activity.bookkeeping("the task of the run was deleted meanwhile");
    return;
  }
  await ctx.activity.record({
    event: { type: "run_failed", attempt: run.attempt, ...error, retryAt },
    target: runTarget(run, task),
    taskId: task._id,
    cause: { kind: "run", runId: run._id },
    by: { actor: { kind: "agent", agentId: agent._id }, name: agent.name },
  });
}

/** No failure is silent: whoever handed the work over hears that it ended badly, and the feed keeps it. */
async function reportEnd(ctx: WriteCtx, run: Run, error: Failure): Promise<void> {
  const task = await ctx.db.get("tasks", run.taskId);
  const agent = await ctx.db.get("agents", run.agentId);
  if (!task || !agent) {
    ctx.activity.bookkeeping("the task of the run was deleted meanwhile");
    return;
  }
  if (run.status === "failed") await recordFailure(ctx, run, { error, retryAt: null });
  else {
    await ctx.activity.record({
      event:
        run.status === "timed_out"
          ? { type: "run_timed_out", attempt: run.attempt, message: error.message }
          : { type: "run_dead_lettered", attempts: run.attempt, ...error },
      target: runTarget(run, task),
      taskId: task._id,
      cause: { kind: "run", runId: run._id },
      by: { actor: { kind: "agent", agentId: agent._id }, name: agent.name },
    });
  }
  const notice = {
    type: "runtime_alert" as const,
    reason: "run_ended",
    title: `${agent.name} could not finish ${taskKey(task.number)}`,
    body: error.message,
    task,
    runId: run._id,
  };
  await deliverUntold(ctx, run, { task, agent });
  const assigner = await activeAssigner(ctx, run, task);
  if (assigner) await notifyMember(ctx, assigner, notice);
  else await notifyAdmins(ctx, notice);
}

async function activeAssigner(
  ctx: WriteCtx,
  run: Run,
  task: Doc<"tasks">,
): Promise<Id<"memberships"> | null> {
  for (const actor of [run.cause.actor, task.creator]) {
    if (actor.kind !== "member") continue;
    const member = await ctx.db.get("memberships", actor.memberId);
    if (member?.status === "active") return member._id;
  }
  return null;
}
