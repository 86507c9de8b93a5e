/**
 * A run from lease to end, as a runtime drives it. Every act names the fence of its lease; an act under an
 * older one is refused and changes nothing. However often a runtime repeats an act, its effect happens once.
 */
import type { AgentPlace } from "@mc/shared/agent/place";
import { clampLeaseMs, holdsLease } from "@mc/shared/delivery/lease";
import { isActive, isTerminal, type RunUsage } from "@mc/shared/delivery/run";
import { isQuietAnswer } from "@mc/shared/heartbeat/quiet";
import { taskKey } from "@mc/shared/task/limits";
import { tokensOf } from "@mc/shared/usage/usage";
import type { Doc, Id } from "../_generated/dataModel";
import { agentCaller, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { effectiveSettings } from "./agentSettings";
import { deliverUntold, markTold } from "./decisions";
import { withReads } from "./documentReads";
import { holdNow } from "./holds";
import { judgeLease } from "./leases";
import { answerOf, postMessage } from "./messages";
import { buildRunContext } from "./runContext";
import { endAttempt, endCancelled, type Failure, requeue } from "./runEnds";
import { changeRun, leaseOf, requireLease } from "./runState";
import { markSeen, sessionOf } from "./sessions";
import { runTarget } from "./targets";
import { isLeadChat } from "./threads";
import { countTurn } from "./turnRate";
import { recordSpent, type Spent } from "./usage";

type Run = Doc<"runs">;

export async function getRunOrThrow(ctx: ReadCtx, runId: Id<"runs">): Promise<Run> {
  const run = await ctx.db.get("runs", runId);
  if (!run) throw missing("run");
  return run;
}

type LeaseAsked = { run: Run; leaseMs: number; place?: AgentPlace; runtimeId?: Id<"runtimes"> };

/** `place` is where the caller works: nobody takes a run of an agent that works somewhere else. */
export async function leaseRun(
  ctx: WriteCtx,
  { run: asked, leaseMs, place = "gateway", runtimeId }: LeaseAsked,
) {
  let run = asked;
  const lease = await leaseOf(ctx, run._id);
  const agent = await ctx.db.get("agents", run.agentId);
  const task = await ctx.db.get("tasks", run.taskId);
  if (agent?.status !== "active" || !task) return { kind: "refused" as const, reason: "The work is gone." };
  const decided = await judgeLease(ctx, { run, lease, agent, place }, () => holdNow(ctx, agent));
  if (decided.kind === "refuse") {
    if (decided.isHold) ctx.activity.bookkeeping("a stop that people were told of before");
    return { kind: "refused" as const, reason: decided.reason };
  }
  const now = Date.now();
  if (lease) run = await requeue(ctx, run);
  if (run.status !== "queued") return { kind: "refused" as const, reason: "The run has ended." };
  const [fence, attempt] = [run.fence + 1, run.attempt + 1];
  const session = await sessionOf(ctx, run.sessionKey);
  const turn = { agent, task, run: { ...run, fence, attempt } };
  const { context, newsThrough } = await buildRunContext(ctx, turn, session?.newsThrough ?? 0);
  const given = context.documents.filter(({ text }) => text !== null);
  await ctx.db.insert("leases", {
    accountId: ctx.account._id,
    runId: run._id,
    sessionKey: run.sessionKey,
    fence,
    place,
    ...(runtimeId === undefined ? {} : { runtimeId }),
    leaseUntil: now + clampLeaseMs(leaseMs),
  });
  await countTurn(ctx, agent);
  await markTold(ctx, turn);
  await changeRun(ctx, run, {
    status: "leased",
    fence,
    attempt,
    startedAt: now,
    acceptedAt: null,
    gatewayRunId: null,
    tools: [],
    newsThrough,
    documentsRead: withReads(ctx, run, given),
    activity: "starting",
  });
  ctx.activity.bookkeeping("a lease is visible in the run");
  return {
    kind: "leased" as const,
    fence,
    attempt,
    runId: run._id,
    agentSlug: agent.slug,
    sessionKey: run.sessionKey,
    /** New tokens; a turn that uses more is stopped at the gateway. */
    maxTurnTokens: effectiveSettings(ctx, agent).maxTurnTokens,
    context,
  };
}

export async function renewLease(ctx: WriteCtx, run: Run, act: { fence: number; leaseMs: number }) {
  const lease = await leaseOf(ctx, run._id);
  if (!lease || !holdsLease(lease, act.fence)) return { kind: "lost" as const };
  await ctx.db.patch("leases", lease._id, { leaseUntil: Date.now() + clampLeaseMs(act.leaseMs) });
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

/** What a runtime says of the attempt that it holds under `fence`: what it has used, when it knows. */
export type AttemptReport = { fence: number; spent?: Spent | undefined };

export type Completion = {
  fence: number;
  answer: string | null;
  model: string;
  isDemoModel: boolean;
  usage: RunUsage;
};

/** Writes the one answer of a run. A run that has already succeeded answers as it did then. */
export async function completeRun(
  ctx: WriteCtx,
  run: Run,
  done: Completion,
): Promise<{ messageId: Id<"messages"> | null }> {
  const known = await answerOf(ctx, run._id);
  const { model, isDemoModel } = done;
  const spent = { model, isDemoModel, usage: done.usage };
  if (run.status === "succeeded") {
    await chargeAttempt(ctx, run, { fence: done.fence, spent });
    return { messageId: known?._id ?? null };
  }
  await requireLease(ctx, run, done.fence);
  const now = Date.now();
  const usage = (await recordSpent(ctx, run, { fence: done.fence, spent })) ?? done.usage;
  // A person's stop holds, also where the answer was on its way: it would speak, and wake others, after the stop.
  if (run.cancelRequestedAt !== null) {
    await endCancelled(ctx, await changeRun(ctx, run, { model, isDemoModel, usage }));
    return { messageId: null };
  }
  const next = await changeRun(ctx, run, {
    status: "succeeded",
    model,
    isDemoModel,
    usage,
    error: null,
    endedAt: now,
  });
  await markSeen(ctx, run);
  const task = await ctx.db.get("tasks", run.taskId);
  const agent = await ctx.db.get("agents", run.agentId);
  if (!task || !agent) {
    ctx.activity.bookkeeping("the task of the run was deleted meanwhile");
    return { messageId: null };
  }
  const asAgent = ctx.actAs({
    caller: agentCaller(ctx.account, { agent, run: next }),
    cause: { kind: "run", runId: run._id },
  });
  await asAgent.activity.record({
    event: {
      type: "run_succeeded",
      attempt: run.attempt,
      model,
      durationMs: run.startedAt === null ? null : now - run.startedAt,
      tokens: tokensOf(usage),
    },
    target: runTarget(run, task),
    taskId: task._id,
  });
  await deliverUntold(ctx, next, { task, agent });
  if (known) return { messageId: known._id };
  if (!done.answer?.trim() || isQuietAnswer(run, done.answer)) return { messageId: null };
  const origin = { runId: run._id, model, isDemoModel };
  return await postMessage(asAgent, { task, body: done.answer, kind: "answer", origin, isLenient: true });
}

export async function failRun(
  ctx: WriteCtx,
  run: Run,
  failed: AttemptReport & { error: Failure; isRetryable: boolean; retryAfterMs?: number | undefined },
) {
  await requireLease(ctx, run, failed.fence);
  const next = await endAttempt(ctx, await charge(ctx, run, failed), failed);
  return { status: next.status };
}

export async function confirmCancelled(ctx: WriteCtx, run: Run, report: AttemptReport) {
  if (run.status === "cancelled") return { status: run.status };
  await requireLease(ctx, run, report.fence);
  return { status: (await endCancelled(ctx, await charge(ctx, run, report))).status };
}

/** What an attempt used that is not ours any more (its lease was lost): it is counted and changes nothing else. */
export async function chargeAttempt(ctx: WriteCtx, run: Run, report: AttemptReport): Promise<null> {
  if (report.fence < 1 || report.fence > run.fence)
    throw invalid("There was no such attempt of this run.", "fence");
  ctx.activity.bookkeeping("what an attempt used is in the ledger");
  await charge(ctx, run, report);
  return null;
}

/** The run with what its attempts have used up to now. */
async function charge(ctx: WriteCtx, run: Run, report: AttemptReport): Promise<Run> {
  const usage = await recordSpent(ctx, run, report);
  return usage === run.usage ? run : await changeRun(ctx, run, { usage });
}

/** A draining runtime gives the run back; the attempt does not count. */
export async function releaseRun(ctx: WriteCtx, held: Run, report: AttemptReport) {
  await requireLease(ctx, held, report.fence);
  const run = await charge(ctx, held, report);
  if (run.cancelRequestedAt !== null) return { status: (await endCancelled(ctx, run)).status };
  const next = await changeRun(ctx, run, {
    status: "queued",
    attempt: Math.max(0, run.attempt - 1),
    availableAt: Date.now(),
    startedAt: null,
    gatewayRunId: null,
  });
  return { status: next.status };
}

/** A person sends an ended run again, with all its attempts. */
export async function retryRun(ctx: WriteCtx, run: Run) {
  const task = await ctx.db.get("tasks", run.taskId);
  if (!task) throw missing("run");
  if (task.state.status === "archived" && !isLeadChat(task)) {
    throw conflict(`${taskKey(task.number)} is archived; restore it to send its runs again.`, "archived");
  }
  const agent = await ctx.db.get("agents", run.agentId);
  if (agent?.status !== "active") {
    throw conflict(`${agent?.name ?? "The agent"} was removed; assign somebody else.`, "removed");
  }
  if (!isTerminal(run.status) || run.status === "succeeded") {
    throw conflict(`The run is ${run.status}; only an ended one can be sent again.`, run.status);
  }
  await changeRun(ctx, run, {
    status: "queued",
    attempt: 0,
    availableAt: Date.now(),
    startedAt: null,
    endedAt: null,
    cancelRequestedAt: null,
    gatewayRunId: null,
    error: null,
  });
  await ctx.activity.record({
    event: { type: "run_retried", attempts: run.attempt },
    target: runTarget(run, task),
    taskId: task._id,
  });
  return { status: "queued" as const };
}

/** A turn taken back by a person does not count as an attempt, as one that its runtime released. */
export async function freeRun(ctx: WriteCtx, run: Run) {
  if (!isActive(run.status)) {
    throw conflict(`The run is ${run.status}; only one that a runtime holds can be freed.`, run.status);
  }
  const task = await ctx.db.get("tasks", run.taskId);
  if (!task) throw missing("run");
  if (run.cancelRequestedAt !== null) {
    const ended = await endCancelled(ctx, run);
    return { status: ended.status };
  }
  await changeRun(ctx, run, {
    status: "queued",
    attempt: Math.max(0, run.attempt - 1),
    availableAt: Date.now(),
    startedAt: null,
    acceptedAt: null,
    gatewayRunId: null,
    error: { code: "freed", message: `${callerName(ctx.caller)} took the turn back.` },
  });
  await ctx.activity.record({
    event: { type: "run_retried", attempts: run.attempt },
    target: runTarget(run, task),
    taskId: task._id,
  });
  return { status: "queued" as const };
}
