/**
 * The only writer of runs and of everything that mirrors them: leases, streams, the strip on the task's card,
 * what the agent is doing, the counters. A status change that the life cycle does not know is a bug.
 */
import { phaseDeadline, TURN_WITHIN_MS } from "@mc/shared/delivery/deadlines";
import { holdsLease } from "@mc/shared/delivery/lease";
import { canRunBecome, isActive, isTerminal, type RunStatus } from "@mc/shared/delivery/run";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { broken, conflict } from "../functions/errors";
import { bumpCounter } from "./counters";
import { LIMITS } from "./limits";
import { recordMetric, runDelta } from "./metrics";
import { markGivenUp } from "./sessions";

type Run = Doc<"runs">;
type RunPatch = Partial<
  Pick<
    Run,
    | "status"
    | "attempt"
    | "fence"
    | "availableAt"
    | "startedAt"
    | "acceptedAt"
    | "endedAt"
    | "phaseSince"
    | "cancelRequestedAt"
    | "gatewayRunId"
    | "model"
    | "isDemoModel"
    | "usage"
    | "error"
    | "tools"
    | "newsThrough"
    | "documentsRead"
  >
>;
type StripEntry = Doc<"tasks">["running"][number];

export type QueuedRun = Pick<
  Run,
  "taskId" | "agentId" | "sessionKey" | "cause" | "chain" | "notificationTypes"
>;

export async function insertRun(ctx: WriteCtx, queued: QueuedRun): Promise<Id<"runs">> {
  const now = Date.now();
  const runId = await ctx.db.insert("runs", {
    accountId: ctx.account._id,
    ...queued,
    status: "queued",
    attempt: 0,
    fence: 0,
    hop: queued.chain.length,
    queuedAt: now,
    availableAt: now,
    startedAt: null,
    acceptedAt: null,
    endedAt: null,
    phaseSince: now,
    deadlineAt: null,
    cancelRequestedAt: null,
    gatewayRunId: null,
    model: null,
    isDemoModel: false,
    usage: null,
    error: null,
    errorText: "",
    tools: [],
    newsThrough: 0,
  });
  await bumpCounter(ctx, "runs:queued", 1);
  const run = await ctx.db.get("runs", runId);
  if (run) await mirrorOnTask(ctx, run, null);
  return runId;
}

/** Changes a run and all its mirrors; `activity` is the short line on the card ("writing document"). */
export async function changeRun(
  ctx: WriteCtx,
  run: Run,
  patch: RunPatch & { activity?: string | null },
): Promise<Run> {
  const { activity, ...fields } = patch;
  const next: Run = { ...run, ...fields };
  const hasMoved = next.status !== run.status;
  if (hasMoved) {
    if (!canRunBecome(run.status, next.status))
      throw broken(`A run cannot go from ${run.status} to ${next.status}.`);
    next.phaseSince = Date.now();
  }
  next.deadlineAt = deadlineOf(next);
  await ctx.db.patch("runs", run._id, {
    ...fields,
    errorText: next.error?.message ?? "",
    phaseSince: next.phaseSince,
    deadlineAt: next.deadlineAt,
  });
  if (!hasMoved && activity === undefined) return next;
  await mirrorOnTask(ctx, next, activity ?? null);
  if (hasMoved) await followStatus(ctx, run.status, next);
  const isRetry = hasMoved && next.status === "queued" && Boolean(fields.error);
  const counted = isRetry ? { retries: 1 } : hasMoved ? runDelta(next) : null;
  if (counted) await recordMetric(ctx, counted, { of: [{ kind: "agent", agentId: run.agentId }] });
  return next;
}

export async function leaseOf(ctx: ReadCtx, runId: Id<"runs">) {
  return await ctx.db
    .query("leases")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id).eq("runId", runId))
    .unique();
}

/** Refuses whatever is done under a fence that is no longer the newest. */
export async function requireLease(ctx: ReadCtx, run: Run, fence: number): Promise<void> {
  if (holdsLease(await leaseOf(ctx, run._id), fence)) return;
  throw conflict("The lease of this run is lost; stop the turn, nothing was changed.", run.status);
}

export async function streamOf(ctx: ReadCtx, runId: Id<"runs">) {
  return await ctx.db
    .query("runStreams")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id).eq("runId", runId))
    .unique();
}

export async function agentState(ctx: ReadCtx, agentId: Id<"agents">) {
  return await ctx.db
    .query("agentStates")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .unique();
}

/** The phase's own end, and never later than the end of the whole turn. */
function deadlineOf(run: Run): number | null {
  const phase = phaseDeadline(run.status, run.phaseSince);
  if (phase === null || run.startedAt === null) return phase;
  return Math.min(phase, run.startedAt + TURN_WITHIN_MS);
}

async function followStatus(ctx: WriteCtx, from: RunStatus, run: Run): Promise<void> {
  if (from === "queued") await bumpCounter(ctx, "runs:queued", -1);
  if (run.status === "queued") await bumpCounter(ctx, "runs:queued", 1);
  const delta = Number(isActive(run.status)) - Number(isActive(from));
  if (delta !== 0) await bumpCounter(ctx, "runs:active", delta);
  if (run.status === "cancelled") await withdrawApprovals(ctx, run._id);
  if (hasGivenUp(run.status)) await markGivenUp(ctx, run);
  if (!isActive(run.status)) {
    const [lease, stream] = [await leaseOf(ctx, run._id), await streamOf(ctx, run._id)];
    if (lease) await ctx.db.delete("leases", lease._id);
    if (stream) await ctx.db.delete("runStreams", stream._id);
  }
  await mirrorOnAgent(ctx, run);
}

/**
 * The strip of the card shows what is not at its end, and what ended badly until the agent has another turn here. The row is
 * read again: one act may queue several runs.
 */
async function mirrorOnTask(ctx: WriteCtx, run: Run, activity: string | null): Promise<void> {
  const task = await ctx.db.get("tasks", run.taskId);
  if (!task) return;
  const others = task.running.filter((other) => other.runId !== run._id);
  const running = isTerminal(run.status) ? others : [...others, stripEntry(run, activity)];
  const known = task.givenUp ?? [];
  const lost = known.filter((other) => other.agentId !== run.agentId);
  if (hasGivenUp(run.status)) {
    const { status, attempt, error } = run;
    lost.push({
      runId: run._id,
      agentId: run.agentId,
      status,
      attempt,
      endedAt: run.endedAt ?? Date.now(),
      error,
    });
  }
  const isSame = lost.length === 0 && known.length === 0;
  await ctx.db.patch("tasks", run.taskId, isSame ? { running } : { running, givenUp: lost });
}

function stripEntry(run: Run, activity: string | null): StripEntry {
  return {
    runId: run._id,
    agentId: run.agentId,
    status: run.status,
    startedAt: run.startedAt,
    activity,
    attempt: run.attempt,
    queuedAt: run.queuedAt,
    availableAt: run.availableAt,
    phaseSince: run.phaseSince,
    isCancelRequested: run.cancelRequestedAt !== null,
    error: run.error,
  };
}

function hasGivenUp(status: RunStatus): boolean {
  return status === "failed" || status === "timed_out" || status === "dead_letter";
}

async function mirrorOnAgent(ctx: WriteCtx, run: Run): Promise<void> {
  const state = await agentState(ctx, run.agentId);
  const others = (state?.activeRuns ?? []).filter((other) => other.runId !== run._id);
  const entry = {
    runId: run._id,
    taskId: run.taskId,
    status: run.status,
    since: run.startedAt ?? run.phaseSince,
  };
  const fields = {
    activeRuns: isActive(run.status) ? [...others, entry] : others,
    lastSeenAt: run.status === "cancelled" ? (state?.lastSeenAt ?? null) : Date.now(),
    lastFailure: failureOf(run, state?.lastFailure ?? null),
  };
  if (state) await ctx.db.patch("agentStates", state._id, fields);
  else await ctx.db.insert("agentStates", { accountId: ctx.account._id, agentId: run.agentId, ...fields });
}

function failureOf(run: Run, before: string | null): string | null {
  if (run.status === "succeeded") return null;
  return hasGivenUp(run.status) ? (run.error?.message ?? "unknown") : before;
}

/** Nobody has to decide for what a person stopped. After any other end the decision reaches the agent in a new turn. */
async function withdrawApprovals(ctx: WriteCtx, runId: Id<"runs">): Promise<void> {
  const rows = await ctx.db
    .query("approvals")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id).eq("runId", runId))
    .take(LIMITS.batch);
  for (const row of rows) {
    if (row.status === "pending") await ctx.db.patch("approvals", row._id, { status: "withdrawn" });
  }
}
