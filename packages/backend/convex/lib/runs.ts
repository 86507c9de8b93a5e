/**
 * A run from lease to end, as a runtime drives it. Every act names the fence of its lease; an act under an
 * older one is refused and changes nothing. However often a runtime repeats an act, its effect happens once.
 */
import { backoffMs } from "@mc/shared/delivery/backoff";
import { TURN_WITHIN_MS } from "@mc/shared/delivery/deadlines";
import { clampLeaseMs, decideLease, holdsLease } from "@mc/shared/delivery/lease";
import { isActive, isTerminal, MAX_ATTEMPTS, type RunUsage } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import { agentCaller, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import { bumpCounter, dayOf } from "./counters";
import { answerOf, postMessage } from "./messages";
import { notifyAdmins, notifyMember } from "./notifications";
import { buildRunContext, sessionOf } from "./runContext";
import { changeRun, leaseOf, streamOf } from "./runState";
import { runTarget } from "./targets";

type Run = Doc<"runs">;
export type Failure = { code: string; message: string };

/** Characters of streamed text that are kept while an agent writes; the end is what people watch. */
const MAX_STREAM_LENGTH = 50_000;
const MAX_TOOLS = 100;
const MAX_ERROR_LENGTH = 2_000;
/** A running turn shows a sign of life in its row at most this often; each sign re-runs who watches it. */
const SIGN_OF_LIFE_MS = 10_000;

export async function getRunOrThrow(ctx: ReadCtx, runId: Id<"runs">): Promise<Run> {
  const run = await ctx.db.get("runs", runId);
  if (!run) throw missing("run");
  return run;
}

export async function leaseRun(ctx: WriteCtx, { run: asked, leaseMs }: { run: Run; leaseMs: number }) {
  const now = Date.now();
  let run = asked;
  const lease = await leaseOf(ctx, run._id);
  const agent = await ctx.db.get("agents", run.agentId);
  const task = await ctx.db.get("tasks", run.taskId);
  if (agent?.status !== "active" || !task) return { kind: "refused" as const, reason: "The work is gone." };
  const decision = decideLease(
    {
      status: run.status,
      attempt: run.attempt,
      availableAt: run.availableAt,
      leaseUntil: lease?.leaseUntil ?? null,
      isSessionBusy: await isSessionBusy(ctx, run, now),
      isAgentPaused: agent.isPaused,
    },
    now,
  );
  if (decision.kind === "refuse") return { kind: "refused" as const, reason: decision.reason };
  if (lease) run = await requeue(ctx, run);
  if (run.status !== "queued") return { kind: "refused" as const, reason: "The run has ended." };
  const [fence, attempt] = [run.fence + 1, run.attempt + 1];
  const session = await sessionOf(ctx, run.sessionKey);
  const turn = { agent, task, run: { ...run, fence, attempt } };
  const { context, newsThrough } = await buildRunContext(ctx, turn, session?.newsThrough ?? 0);
  await ctx.db.insert("leases", {
    accountId: ctx.account._id,
    runId: run._id,
    sessionKey: run.sessionKey,
    fence,
    leaseUntil: now + clampLeaseMs(leaseMs),
  });
  await changeRun(ctx, run, {
    status: "leased",
    fence,
    attempt,
    startedAt: now,
    gatewayRunId: null,
    tools: [],
    newsThrough,
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
    context,
  };
}

export async function renewLease(ctx: WriteCtx, run: Run, act: { fence: number; leaseMs: number }) {
  const lease = await leaseOf(ctx, run._id);
  if (!lease || !holdsLease(lease, act.fence)) return { kind: "lost" as const };
  await ctx.db.patch("leases", lease._id, { leaseUntil: Date.now() + clampLeaseMs(act.leaseMs) });
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

export async function acceptRun(
  ctx: WriteCtx,
  run: Run,
  act: { fence: number; gatewayRunId: string; model: string | null },
) {
  await requireLease(ctx, run, act.fence);
  const fields = { gatewayRunId: act.gatewayRunId, model: act.model };
  if (run.status === "leased") await changeRun(ctx, run, { status: "accepted", ...fields });
  else await changeRun(ctx, run, fields);
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

export type Progress = {
  fence: number;
  /** All text so far; it replaces what was shown. */
  text?: string | undefined;
  tool?: { name: string; phase: "start" | "end"; ok?: boolean | undefined } | undefined;
};

export async function progressRun(ctx: WriteCtx, run: Run, { fence, text, tool }: Progress) {
  await requireLease(ctx, run, fence);
  await writeStream(ctx, run, { text, tool });
  const now = Date.now();
  const isStarting = run.status === "leased" || run.status === "accepted";
  const hasNews = isStarting || tool !== undefined || now - run.phaseSince > SIGN_OF_LIFE_MS;
  if (hasNews) {
    await changeRun(ctx, run, {
      ...(isStarting ? { status: "running" } : {}),
      phaseSince: now,
      ...(tool ? { tools: noteTool(run, tool, now) } : {}),
      ...(tool
        ? { activity: tool.phase === "start" ? tool.name : "writing" }
        : isStarting
          ? { activity: "writing" }
          : {}),
    });
  }
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

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
  if (run.status === "succeeded") return { messageId: known?._id ?? null };
  await requireLease(ctx, run, done.fence);
  const now = Date.now();
  const { model, isDemoModel, usage } = done;
  const next = await changeRun(ctx, run, {
    status: "succeeded",
    model,
    isDemoModel,
    usage,
    error: null,
    endedAt: now,
  });
  await countUsage(ctx, run, { usage, now });
  const session = await sessionOf(ctx, run.sessionKey);
  if (session) {
    await ctx.db.patch("sessions", session._id, {
      newsThrough: Math.max(session.newsThrough, run.newsThrough),
    });
  }
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
      tokens: usage.input + usage.output,
    },
    target: runTarget(run, task),
    taskId: task._id,
  });
  if (known) return { messageId: known._id };
  if (!done.answer?.trim()) return { messageId: null };
  const origin = { runId: run._id, model, isDemoModel };
  return await postMessage(asAgent, { task, body: done.answer, kind: "answer", origin, isLenient: true });
}

export async function failRun(
  ctx: WriteCtx,
  run: Run,
  failed: { fence: number; error: Failure; isRetryable: boolean; retryAfterMs?: number | undefined },
) {
  await requireLease(ctx, run, failed.fence);
  const next = await endAttempt(ctx, run, failed);
  return { status: next.status };
}

export async function confirmCancelled(ctx: WriteCtx, run: Run, fence: number) {
  if (run.status === "cancelled") return { status: run.status };
  await requireLease(ctx, run, fence);
  return { status: (await endCancelled(ctx, run)).status };
}

/** A draining runtime gives the run back; the attempt does not count. */
export async function releaseRun(ctx: WriteCtx, run: Run, fence: number) {
  await requireLease(ctx, run, fence);
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

async function requeue(ctx: WriteCtx, run: Run): Promise<Run> {
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

async function endAttempt(ctx: WriteCtx, run: Run, end: AttemptEnd): Promise<Run> {
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

async function endCancelled(ctx: WriteCtx, run: Run): Promise<Run> {
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

async function requireLease(ctx: ReadCtx, run: Run, fence: number): Promise<void> {
  if (holdsLease(await leaseOf(ctx, run._id), fence)) return;
  throw conflict("The lease of this run is lost; stop the turn, nothing was changed.", run.status);
}

async function isSessionBusy(ctx: ReadCtx, run: Run, now: number): Promise<boolean> {
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_session", (q) =>
      q.eq("accountId", ctx.account._id).eq("sessionKey", run.sessionKey),
    )
    .take(10);
  return leases.some((lease) => lease.runId !== run._id && lease.leaseUntil > now);
}

async function writeStream(ctx: WriteCtx, run: Run, { text, tool }: Omit<Progress, "fence">): Promise<void> {
  const now = Date.now();
  const stream = await streamOf(ctx, run._id);
  const shown = text === undefined ? (stream?.text ?? "") : text.slice(-MAX_STREAM_LENGTH);
  const running = tool === undefined ? (stream?.tool ?? null) : tool.phase === "start" ? tool.name : null;
  if (stream) await ctx.db.patch("runStreams", stream._id, { text: shown, tool: running, updatedAt: now });
  else {
    await ctx.db.insert("runStreams", {
      accountId: ctx.account._id,
      runId: run._id,
      taskId: run.taskId,
      agentId: run.agentId,
      text: shown,
      tool: running,
      startedAt: now,
      updatedAt: now,
    });
  }
}

/** The newest tools of a run; an end completes the last open start of the same name. */
function noteTool(run: Run, tool: NonNullable<Progress["tool"]>, now: number): Run["tools"] {
  const entry = { name: tool.name, at: now, ok: tool.phase === "end" ? (tool.ok ?? true) : null };
  const open = run.tools.findLastIndex(({ name, ok }) => name === tool.name && ok === null);
  if (tool.phase === "start" || open === -1) return [...run.tools, entry].slice(-MAX_TOOLS);
  return run.tools.map((known, index) => (index === open ? { ...known, ok: entry.ok } : known));
}

async function countUsage(
  ctx: WriteCtx,
  run: Run,
  { usage, now }: { usage: RunUsage; now: number },
): Promise<void> {
  const day = dayOf(now);
  const tokens = usage.input + usage.output;
  if (tokens > 0) await bumpCounter(ctx, `tokens:${run.agentId}:${day}`, tokens);
  if (usage.costUsd) await bumpCounter(ctx, `costUsd:${day}`, usage.costUsd);
}
