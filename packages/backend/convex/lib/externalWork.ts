/**
 * The inbox of an agent outside the gateway: it looks, claims, works under a lease, answers or gives back. The life of a run
 * is the one of lib/runs; what differs is who renews the lease: here every call of the agent does.
 */
import { EXTERNAL_LEASE_MS, PARKED_LEASE_MS } from "@mc/shared/agent/place";
import { boundedContext } from "@mc/shared/delivery/contextBounds";
import type { Hold } from "@mc/shared/delivery/deadlines";
import { formatLease, holdsLease, parseLease } from "@mc/shared/delivery/lease";
import { isActive, type RunUsage } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import { type ToolName, toolsAllowedFor } from "@mc/shared/tools/catalog";
import type { Doc, Id } from "../_generated/dataModel";
import { agentCapabilities, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import { type ExternalMutationCtx, stopRequested } from "../functions/external";
import type { AgentMutationCtx } from "../functions/turn";
import { holdNow } from "./holds";
import { judgeLease } from "./leases";
import { causeSentence } from "./runContext";
import { acceptRun, progressRun } from "./runProgress";
import { agentState, leaseOf } from "./runState";
import { chargeAttempt, completeRun, failRun, getRunOrThrow, leaseRun, releaseRun } from "./runs";
import { queuedOf } from "./runViews";
import type { Spent } from "./usage";

type Run = Doc<"runs">;

const NO_TOKENS: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const MAX_MODEL = 80;

type Tokens = Pick<RunUsage, "input" | "output" | "cacheRead" | "cacheWrite">;
/** What an agent says that its turn has used. Its word, so it is priced by the list and never counts as billed. */
type Reported = { model?: string | undefined; tokens?: Partial<Tokens> | undefined };

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
  const hold = heads.size === 0 ? null : await holdNow(ctx, ctx.agent);
  ctx.activity.bookkeeping("a look at what waits; it judges budgets as a claim does");
  return {
    isPaused: ctx.agent.isPaused,
    waiting: await Promise.all([...heads.values()].map((run) => waitingView(ctx, run, hold))),
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
    ctx.activity.bookkeeping("nothing can be taken");
    return { kind: "nothing" as const, note: await nothingNote(ctx) };
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
    context: boundedContext(context),
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
  act: { lease: string; answer: string } & Reported,
) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const spent = spentBy(ctx, act);
  // The answer of this very lease that comes again answers as it did.
  const isRepeat = run.status === "succeeded" && fence === run.fence;
  if (!isRepeat && !(await isHeldUnder(ctx, run, fence))) return await chargeLost(ctx, run, { fence, spent });
  if (isActive(run.status) && run.cancelRequestedAt !== null) throw stopRequested();
  return await completeRun(ctx, run, { fence, answer: act.answer, ...spent });
}

export async function failWork(
  ctx: ExternalMutationCtx,
  act: { lease: string; reason: string; isRetryable: boolean } & Reported,
) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const spent = spentBy(ctx, act);
  if (!(await isHeldUnder(ctx, run, fence))) return await chargeLost(ctx, run, { fence, spent });
  const error = { code: "agent_failed", message: act.reason };
  return await failRun(ctx, run, { fence, error, isRetryable: act.isRetryable, spent });
}

/** Back into the queue, the attempt does not count; confirms a stop that was asked for. */
export async function giveBackWork(ctx: ExternalMutationCtx, act: { lease: string } & Reported) {
  const { run, fence } = await heldOrThrow(ctx, act.lease);
  const spent = spentBy(ctx, act);
  if (!(await isHeldUnder(ctx, run, fence))) return await chargeLost(ctx, run, { fence, spent });
  ctx.activity.bookkeeping("given back unfinished; the run is queued as before");
  return await releaseRun(ctx, run, { fence, spent });
}

/** The end of a turn under a lease that is over. An answer and not a throw: what was counted with it must stay. */
export type LeaseLost = { kind: "lost"; message: string; current: Run["status"] };

/** Money that is gone counts, whoever has the run by now; nothing else of the turn does. */
async function chargeLost(
  ctx: ExternalMutationCtx,
  run: Run,
  report: { fence: number; spent: Spent },
): Promise<LeaseLost> {
  await chargeAttempt(ctx, run, report);
  const message =
    "This lease is over, so nothing was done but counting what you have used. Stop this work; work_list shows what waits for you.";
  return { kind: "lost", message, current: run.status };
}

async function isHeldUnder(ctx: ReadCtx, run: Run, fence: number): Promise<boolean> {
  return holdsLease(await leaseOf(ctx, run._id), fence);
}

/** Without tokens it stays unknown, as the ledger calls it; with them the price of the model decides. */
function spentBy(ctx: ExternalMutationCtx, { model, tokens }: Reported): Spent {
  return {
    model: model?.trim().slice(0, MAX_MODEL) || ctx.agent.model || "external",
    isDemoModel: false,
    usage: { ...NO_TOKENS, ...tokens, costUsd: null, basis: "unknown" },
  };
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
  const first = waiting.find(({ onHold }) => onHold === null);
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
  const isAttempt = run !== null && named !== null && named.fence >= 1 && named.fence <= run.fence;
  if (!isAttempt || run.agentId !== ctx.agent._id) throw missing("lease");
  return { run, fence: named.fence };
}

async function waitingView(ctx: ExternalMutationCtx, run: Run, hold: Hold | null) {
  const task = await ctx.db.get("tasks", run.taskId);
  const asked = { run, lease: await leaseOf(ctx, run._id), agent: ctx.agent, place: "external" as const };
  const decided = await judgeLease(ctx, asked, async () => hold);
  return {
    run: run._id,
    ...(await taskOf(ctx, run)),
    why: task ? causeSentence(run, task) : "",
    priority: task?.priority ?? null,
    waitingSince: run.queuedAt,
    availableAt: run.availableAt,
    /** Why it cannot be claimed now, and when that ends by itself. */
    onHold: decided.kind === "lease" ? null : { reason: decided.reason, until: decided.until },
    attempts: run.attempt,
  };
}

async function taskOf(ctx: ReadCtx, run: Run) {
  const task = await ctx.db.get("tasks", run.taskId);
  return { task: task ? taskKey(task.number) : "", title: task?.title ?? "" };
}

async function nothingNote(ctx: ExternalMutationCtx): Promise<string> {
  if (ctx.agent.isPaused) return "You are paused: an admin has to resume you before you can claim work.";
  const [first] = (await listWork(ctx)).waiting.flatMap(({ onHold }) => onHold ?? []);
  return first
    ? `What waits cannot be claimed now: ${first.reason} work_list says until when.`
    : "Nothing waits for you now. Ask again later.";
}
