/** Stopping work: what waits is cancelled at once, what runs is asked to stop and ends at the gateway. */
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { changeRun } from "./runState";
import { runTarget } from "./targets";

/** More runs than agents can be assigned never exist at once on one task. */
const RUNS_PER_TASK = 200;

export type Cancelled = "cancelled" | "requested" | "unchanged";

export async function cancelRun(ctx: WriteCtx, run: Doc<"runs">): Promise<Cancelled> {
  const task = await ctx.db.get("tasks", run.taskId);
  if (run.status === "queued") {
    await changeRun(ctx, run, { status: "cancelled", endedAt: Date.now() });
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
  await changeRun(ctx, run, { cancelRequestedAt: Date.now(), activity: "stopping" });
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
  agentId?: Id<"agents">,
): Promise<number> {
  const task = await ctx.db.get("tasks", taskId);
  const entries = (task?.running ?? []).filter((entry) => agentId === undefined || entry.agentId === agentId);
  for (const { runId } of entries.slice(0, RUNS_PER_TASK)) {
    const run = await ctx.db.get("runs", runId);
    if (run) await cancelRun(ctx, run);
  }
  return entries.length;
}
