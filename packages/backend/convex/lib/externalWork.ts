/**
 * The inbox of an agent outside the gateway: it looks, claims, works under a lease, answers or gives back. The life of a run
 * is the one of lib/runs; what differs is who renews the lease: here every call of the agent does.
 */
import { EXTERNAL_LEASE_MS, PARKED_LEASE_MS } from "@mc/shared/agent/place";
import { formatLease, parseLease } from "@mc/shared/delivery/lease";
import type { RunUsage } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import { type ToolName, toolsAllowedFor } from "@mc/shared/tools/catalog";
import type { Doc, Id } from "../_generated/dataModel";
import { agentCapabilities, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import type { ExternalMutationCtx } from "../functions/external";
import type { AgentMutationCtx } from "../functions/service";
import { causeSentence } from "./runContext";
import { acceptRun, progressRun } from "./runProgress";
import { agentState, leaseOf } from "./runState";
import { completeRun, failRun, getRunOrThrow, leaseRun, releaseRun } from "./runs";
import { queuedOf } from "./runViews";

type Run = Doc<"runs">;

/** What such an agent costs is known to whoever runs it. */
const UNKNOWN_USAGE: RunUsage = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  costUsd: null,
  basis: "unknown",
};
const MAX_MODEL = 80;

/** Who the token speaks for, and what it may do. */
export async function readSelf(ctx: ExternalMutationCtx) {
  const { agent, account } = ctx;
  return {
    agent: {
      name: agent.name,
      slug: agent.slug,
      role: agent.role,
      isPaused: agent.isPaused,
      soul: agent.soul,
      identity: agent.identity,
    },
    account: { name: account.name, slug: account.slug },
    tools: toolsAllowedFor(agentCapabilities(account, agent), agent.isLead === true),
  };
}

export async function listWork(ctx: ExternalMutationCtx) {
  const held = await heldRuns(ctx);
  const now = Date.now();
  const busy = new Set(held.filter(({ lease }) => lease.leaseUntil > now).map(({ run }) => run.sessionKey));
  const heads = new Map<string, Run>();
  for (const run of await queuedOf(ctx, ctx.agent._id)) {
    const known = heads.get(run.sessionKey);
    if (!busy.has(run.sessionKey) && (!known || run._creationTime < known._creationTime)) {
      heads.set(run.sessionKey, run);
    }
  }
  return {
    isPaused: ctx.agent.isPaused,
    waiting: await Promise.all([...heads.values()].map((run) => waitingView(ctx, run))),
    held: await Promise.all(
      held.map(async ({ run, lease }) => ({
        lease: formatLease({ runId: run._id, fence: lease.fence }),
        leaseUntil: lease.leaseUntil,
        isStopRequested: run.cancelRequestedAt !== null,
        status: run.status,
        ...(await taskOf(ctx, run)),
      })),
    ),
  };
}

/** Takes one run: the named one, else the one that has waited longest. Of two that ask, one gets it. */
export async function claimWork(ctx: ExternalMutationCtx, { run: wanted }: { run?: string | undefined }) {
  const run = wanted === undefined ? await oldestWaiting(ctx) : await ownRunOrThrow(ctx, wanted);
  if (!run) {
    ctx.activity.bookkeeping("nothing waits");
    return { kind: "nothing" as const, note: nothingNote(ctx.agent) };
  }
  const leased = await leaseRun(ctx, { run, leaseMs: EXTERNAL_LEASE_MS, place: "external" });
  if (leased.kind === "refused") throw conflict(leased.reason, run.status);
  const { fence, attempt, context } = leased;
  await acceptRun(ctx, await getRunOrThrow(ctx, run._id), {
    fence,
    gatewayRunId: formatLease({ runId: run._id, fence }),
    model: ctx.agent.model,
  });
  await progressRun(ctx, await getRunOrThrow(ctx, run._id), { fence });
  return {
    kind: "claimed" as const,
    lease: formatLease({ runId: run._id, fence }),
    leaseUntil: Date.now() + EXTERNAL_LEASE_MS,
    attempt,
    context,
  };
}

/** A sign of life, with what people may see of the work so far. */
export async function noteProgress(
  ctx: ExternalMutationCtx,
  act: { lease: string; text?: string | undefined },
) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const leaseUntil = await keepLease(ctx, run._id, { fence, text: act.text });
  return { leaseUntil, isStopRequested: run.cancelRequestedAt !== null };
}

export async function answerWork(
  ctx: ExternalMutationCtx,
  act: { lease: string; answer: string; model?: string | undefined },
) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const model = act.model?.trim().slice(0, MAX_MODEL) || ctx.agent.model || "external";
  const done = { fence, answer: act.answer, model, isDemoModel: false, usage: UNKNOWN_USAGE };
  return await completeRun(ctx, run, done);
}

export async function failWork(
  ctx: ExternalMutationCtx,
  act: { lease: string; reason: string; isRetryable: boolean },
) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const error = { code: "agent_failed", message: act.reason };
  return await failRun(ctx, run, { fence, error, isRetryable: act.isRetryable });
}

/** Back into the queue, the attempt does not count; confirms a stop that was asked for. */
export async function giveBackWork(ctx: ExternalMutationCtx, { lease }: { lease: string }) {
  const { run, fence } = await heldOrThrow(ctx, lease);
  ctx.activity.bookkeeping("given back unfinished; the run is queued as before");
  return await releaseRun(ctx, run, { fence });
}

/** Wraps a tool's handler so that the call keeps the lease and shows in the run. */
export function underLease<
  Definition extends { handler: (ctx: AgentMutationCtx, args: never) => Promise<unknown> },
>(tool: ToolName, definition: Definition): Definition {
  const handler = async (ctx: AgentMutationCtx, args: never) => {
    const result = await definition.handler(ctx, args);
    await keepLease(ctx, ctx.run._id, { fence: ctx.run.fence, tool });
    return result;
  };
  return { ...definition, handler };
}

/** Answers until when the run is held now. A run that waits for a person ages no further. */
async function keepLease(
  ctx: WriteCtx,
  runId: Id<"runs">,
  { fence, tool, text }: { fence: number; tool?: ToolName; text?: string | undefined },
): Promise<number> {
  const run = await getRunOrThrow(ctx, runId);
  const lease = await leaseOf(ctx, runId);
  if (lease?.fence !== fence) throw conflict("This lease is over, so nothing was done.", run.status);
  const isParked = run.status === "awaiting_approval";
  const leaseUntil = Date.now() + (isParked ? PARKED_LEASE_MS : EXTERNAL_LEASE_MS);
  await ctx.db.patch("leases", lease._id, { leaseUntil });
  if (!isParked) {
    const noted = tool === undefined ? {} : { tool: { name: tool, phase: "end" as const, ok: true } };
    await progressRun(ctx, run, { fence, text, ...noted });
  }
  ctx.activity.bookkeeping("a sign of life under a lease");
  return leaseUntil;
}

async function heldRuns(ctx: ExternalMutationCtx) {
  const active = (await agentState(ctx, ctx.agent._id))?.activeRuns ?? [];
  const rows = await Promise.all(
    active.map(async ({ runId }) => ({
      run: await ctx.db.get("runs", runId),
      lease: await leaseOf(ctx, runId),
    })),
  );
  return rows.flatMap(({ run, lease }) => (run && lease ? [{ run, lease }] : []));
}

async function oldestWaiting(ctx: ExternalMutationCtx): Promise<Run | null> {
  if (ctx.agent.isPaused) return null;
  const { waiting } = await listWork(ctx);
  const now = Date.now();
  const first = waiting.filter(({ availableAt }) => availableAt <= now).at(0);
  return first ? await ctx.db.get("runs", first.run) : null;
}

/** Its own run; one of another agent and one that never was answer alike. */
async function ownRunOrThrow(ctx: ExternalMutationCtx, text: string): Promise<Run> {
  const runId = ctx.db.normalizeId("runs", text.trim());
  const run = runId ? await ctx.db.get("runs", runId) : null;
  if (run?.agentId !== ctx.agent._id) throw missing("run");
  return run;
}

async function heldOrThrow(ctx: ExternalMutationCtx, text: string) {
  const named = parseLease(text);
  const runId = named ? ctx.db.normalizeId("runs", named.runId) : null;
  const run = runId ? await ctx.db.get("runs", runId) : null;
  if (!named || run?.agentId !== ctx.agent._id) throw missing("lease");
  return { run, fence: named.fence };
}

async function waitingView(ctx: ReadCtx, run: Run) {
  const task = await ctx.db.get("tasks", run.taskId);
  return {
    run: run._id,
    ...(await taskOf(ctx, run)),
    why: task ? causeSentence(run, task) : "",
    priority: task?.priority ?? null,
    waitingSince: run.queuedAt,
    availableAt: run.availableAt,
    attempts: run.attempt,
  };
}

async function taskOf(ctx: ReadCtx, run: Run) {
  const task = await ctx.db.get("tasks", run.taskId);
  return { task: task ? taskKey(task.number) : "", title: task?.title ?? "" };
}

function nothingNote(agent: Doc<"agents">): string {
  return agent.isPaused
    ? "You are paused: an admin has to resume you before you can claim work."
    : "Nothing waits for you now. Ask again later.";
}
