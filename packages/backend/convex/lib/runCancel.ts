/** Stopping work: what waits is cancelled at once, what runs is asked to stop and ends at the gateway. */
import { ACTIVE_RUN_STATUSES, type RunStatus } from "@mc/shared/delivery/run";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import type { Failure } from "./runEnds";
import { changeRun } from "./runState";
import { markStopped } from "./sessions";
import { runTarget } from "./targets";

/** More runs than agents can be assigned never exist at once on one task. */
const RUNS_PER_TASK = 200;
/** Each with its mirrors: about ten rows. */
const RUNS_PER_BATCH = 20;

export type Cancelled = "cancelled" | "requested" | "unchanged";

/** `reason` stays with the run, for a stop that nobody asked of this very run. */
export async function cancelRun(ctx: WriteCtx, run: Doc<"runs">, reason?: Failure): Promise<Cancelled> {
  const task = await ctx.db.get("tasks", run.taskId);
  const why = reason ? { error: reason } : {};
  if (run.status === "queued") {
    await markStopped(ctx, run);
    await changeRun(ctx, run, { status: "cancelled", endedAt: Date.now(), ...why });
    if (task) {
      await ctx.activity.record({
        event: { type: "run_cancelled", attempt: run.attempt, wasRunning: false },
        target: runTarget(run, task),
        taskId: task._id,
      });
    }
    return "cancelled";
  }
  if (run.cancelRequestedAt !== null) return "unchanged";
  await markStopped(ctx, run);
  await changeRun(ctx, run, { cancelRequestedAt: Date.now(), activity: "stopping", ...why });
  if (task) {
    await ctx.activity.record({
      event: { type: "run_cancel_requested", attempt: run.attempt },
      target: runTarget(run, task),
      taskId: task._id,
    });
  }
  return "requested";
}

/** All runs of a task that are not at their end, or those of one agent. */
export async function cancelRunsOfTask(
  ctx: WriteCtx,
  taskId: Id<"tasks">,
  { agentId, reason }: { agentId?: Id<"agents">; reason?: Failure } = {},
): Promise<number> {
  const task = await ctx.db.get("tasks", taskId);
  const entries = (task?.running ?? []).filter((entry) => agentId === undefined || entry.agentId === agentId);
  for (const { runId } of entries.slice(0, RUNS_PER_TASK)) {
    const run = await ctx.db.get("runs", runId);
    if (run) await cancelRun(ctx, run, reason);
  }
  return entries.length;
}

/** One batch of an agent's runs that are not at their end, whatever task they are for; answers whether it was all. */
export async function cancelRunsOfAgent(
  ctx: WriteCtx,
  agentId: Id<"agents">,
  reason: Failure,
): Promise<{ isDone: boolean }> {
  const queued = await runsIn(ctx, { agentId, status: "queued", limit: RUNS_PER_BATCH });
  // What runs stays where it is until the gateway has stopped it, so each status is looked at in full.
  const active = await Promise.all(
    ACTIVE_RUN_STATUSES.map((status) => runsIn(ctx, { agentId, status, limit: RUNS_PER_TASK })),
  );
  const running = active.flat().filter((run) => run.cancelRequestedAt === null);
  for (const run of [...queued, ...running.slice(0, RUNS_PER_BATCH)]) await cancelRun(ctx, run, reason);
  return { isDone: queued.length < RUNS_PER_BATCH && running.length <= RUNS_PER_BATCH };
}

async function runsIn(
  ctx: ReadCtx,
  { agentId, status, limit }: { agentId: Id<"agents">; status: RunStatus; limit: number },
) {
  return await ctx.db
    .query("runs")
    .withIndex("by_account_agent_status_availableAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("agentId", agentId).eq("status", status),
    )
    .take(limit);
}
