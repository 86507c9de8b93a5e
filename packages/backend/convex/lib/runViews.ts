/** Runs as people and runtimes see them. */
import { whyStuck } from "@mc/shared/delivery/deadlines";
import { ACTIVE_RUN_STATUSES, MAX_ATTEMPTS, type RunStatus } from "@mc/shared/delivery/run";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { effectiveSettings } from "./agentSettings";
import { holdsOf } from "./holds";
import { boundedPage } from "./limits";
import { listAgents } from "./roster";
import { isActiveRuntime, runtimeFacts } from "./runtimes";

const RUNS_SHOWN = 50;
const QUEUE_SHOWN = 100;
const QUEUED_PER_AGENT = 25;
const LEASES_SHOWN = 200;
/** Ended without an answer; a person may send them again. */
const GIVEN_UP = ["dead_letter", "failed", "timed_out"] as const;

export async function runsOfTask(ctx: ReadCtx, taskId: Id<"tasks">) {
  const runs = await ctx.db
    .query("runs")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .take(RUNS_SHOWN);
  return await describeRuns(ctx, runs);
}

export async function runsOfAgent(ctx: ReadCtx, agentId: Id<"agents">, limit: number) {
  const runs = await ctx.db
    .query("runs")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .order("desc")
    .take(limit);
  return await describeRuns(ctx, runs);
}

/** Every turn of an agent, newest first. */
export async function pageOfAgent(ctx: ReadCtx, agentId: Id<"agents">, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("runs")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: await describeRuns(ctx, result.page) };
}

/** What an agent has before it: turns under way, turns that wait (soonest first), and those that were given up (latest first). */
export async function queueOfAgent(ctx: ReadCtx, agentId: Id<"agents">) {
  const inStatus = async (status: RunStatus, order: "asc" | "desc") =>
    await ctx.db
      .query("runs")
      .withIndex("by_account_agent_status_availableAt", (q) =>
        q.eq("accountId", ctx.account._id).eq("agentId", agentId).eq("status", status),
      )
      .order(order)
      .take(RUNS_SHOWN);
  const [active, waiting, givenUp] = await Promise.all([
    Promise.all(ACTIVE_RUN_STATUSES.map((status) => inStatus(status, "asc"))),
    inStatus("queued", "asc"),
    Promise.all(GIVEN_UP.map((status) => inStatus(status, "desc"))),
  ]);
  const lost = givenUp.flat().sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0));
  return {
    active: await describeRuns(ctx, active.flat()),
    waiting: await describeRuns(ctx, waiting),
    givenUp: await describeRuns(ctx, lost.slice(0, RUNS_SHOWN)),
  };
}

async function describeRuns(ctx: ReadCtx, runs: readonly Doc<"runs">[]) {
  const runtime = await runtimeFacts(ctx);
  const agents = await byId(
    runs.map((run) => run.agentId),
    (id) => ctx.db.get("agents", id),
  );
  const tasks = await byId(
    runs.map((run) => run.taskId),
    (id) => ctx.db.get("tasks", id),
  );
  const holds = await holdsOf(
    ctx,
    [...agents.values()].filter((agent) => agent !== null),
  );
  const now = Date.now();
  return runs.map((run) => {
    const agent = agents.get(run.agentId);
    const task = tasks.get(run.taskId);
    return {
      runId: run._id,
      taskId: run.taskId,
      taskNumber: task?.number ?? null,
      taskTitle: task?.title ?? null,
      agent: {
        agentId: run.agentId,
        name: agent?.name ?? "Former agent",
        icon: agent?.icon ?? "bot",
        slug: agent?.slug ?? "",
        isPaused: agent?.isPaused ?? false,
        isExternal: agent?.runsIn === "external",
      },
      hold: holds.get(run.agentId) ?? null,
      status: run.status,
      attempt: run.attempt,
      maxAttempts: MAX_ATTEMPTS,
      cause: { kind: run.cause.kind, actorName: run.cause.actorName, messageId: run.cause.messageId },
      hop: run.hop,
      queuedAt: run.queuedAt,
      availableAt: run.availableAt,
      /** With these an interface can keep `why` up to date by shared whyStuck(). */
      phaseSince: run.phaseSince,
      startedAt: run.startedAt,
      acceptedAt: run.acceptedAt,
      endedAt: run.endedAt,
      isCancelRequested: run.cancelRequestedAt !== null,
      model: run.model,
      isDemoModel: run.isDemoModel,
      usage: run.usage,
      error: run.error,
      tools: run.tools,
      why: whyStuck(
        {
          ...run,
          maxAttempts: MAX_ATTEMPTS,
          isCancelRequested: run.cancelRequestedAt !== null,
          isAgentPaused: agent?.isPaused ?? false,
          hold: holds.get(run.agentId) ?? null,
          agentName: agent?.name ?? "The agent",
          isExternal: agent?.runsIn === "external",
        },
        runtime,
        now,
      ),
    };
  });
}

export async function liveOfTask(ctx: ReadCtx, taskId: Id<"tasks">) {
  const streams = await ctx.db
    .query("runStreams")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(RUNS_SHOWN);
  const agents = await byId(
    streams.map((stream) => stream.agentId),
    (id) => ctx.db.get("agents", id),
  );
  return streams.map((stream) => ({
    runId: stream.runId,
    agentId: stream.agentId,
    agentName: agents.get(stream.agentId)?.name ?? "Former agent",
    text: stream.text,
    tool: stream.tool,
    startedAt: stream.startedAt,
    updatedAt: stream.updatedAt,
  }));
}

/**
 * What a runtime has to do now: free work (heads of sessions, fair over agents) while it is the active one, and, on duty or not,
 * stops and what it holds itself. What another one holds it must not take up: it would look for the turn at the wrong gateway.
 */
export async function readQueue(ctx: ReadCtx, runtime: Doc<"runtimes">) {
  const isActive = isActiveRuntime(runtime);
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id))
    .take(LEASES_SHOWN);
  const atGateway = await heldAtGateway(ctx, leases);
  const own = atGateway.flatMap(({ lease, run, agent }) => {
    const isOwn = lease.runtimeId === undefined ? isActive : lease.runtimeId === runtime._id;
    return isOwn && run ? [{ lease, run, agent }] : [];
  });
  return {
    ready: isActive ? await freeWork(ctx, { leases, atGateway }) : [],
    cancels: own
      .filter(({ run }) => run.cancelRequestedAt !== null && isHeld(run))
      .map(({ run }) => ({ runId: run._id, sessionKey: run.sessionKey })),
    active: own.map(({ lease, run, agent }) => ({
      runId: run._id,
      sessionKey: run.sessionKey,
      fence: lease.fence,
      status: run.status,
      leaseUntil: lease.leaseUntil,
      gatewayRunId: run.gatewayRunId,
      /** For a runtime that takes a turn up again. */
      ...(agent ? { maxTurnTokens: effectiveSettings(ctx, agent).maxTurnTokens } : {}),
    })),
  };
}

type HeldRow = { lease: Doc<"leases">; run: Doc<"runs"> | null; agent: Doc<"agents"> | null };

async function freeWork(
  ctx: ReadCtx,
  { leases, atGateway }: { leases: readonly Doc<"leases">[]; atGateway: readonly HeldRow[] },
) {
  const now = Date.now();
  const busy = new Set(leases.filter((lease) => lease.leaseUntil > now).map((lease) => lease.sessionKey));
  const agents = (await listAgents(ctx)).filter((agent) => agent.runsIn !== "external");
  const working = agents.filter((agent) => !agent.isPaused);
  const holds = await holdsOf(ctx, working);
  const queued = (await Promise.all(working.map((agent) => queuedOf(ctx, agent._id)))).flat();
  const expired = atGateway.flatMap(({ lease, run }) => (run && lease.leaseUntil <= now ? [run] : []));
  const slugs = new Map(agents.map((agent) => [agent._id, agent.slug]));
  const heads = new Map<string, Doc<"runs">>();
  for (const run of [...expired, ...queued].sort((one, other) => one._creationTime - other._creationTime)) {
    // Of an agent over its budget nothing is offered; the end of the stop changes what this reads.
    const hold = holds.get(run.agentId);
    if (hold && hold.kind !== "rate") continue;
    if (!busy.has(run.sessionKey) && !heads.has(run.sessionKey)) heads.set(run.sessionKey, run);
  }
  return [...heads.values()]
    .sort((one, other) => one.availableAt - other.availableAt)
    .slice(0, QUEUE_SHOWN)
    .map((run) => ({
      runId: run._id,
      agentId: run.agentId,
      agentSlug: slugs.get(run.agentId) ?? "",
      sessionKey: run.sessionKey,
      availableAt: Math.max(run.availableAt, holds.get(run.agentId)?.until ?? 0),
      status: run.status,
    }));
}

/** What agents outside the gateway hold is no business of a runtime. */
async function heldAtGateway(ctx: ReadCtx, leases: readonly Doc<"leases">[]): Promise<HeldRow[]> {
  const rows = await Promise.all(
    leases.map(async (lease) => ({ lease, run: await ctx.db.get("runs", lease.runId) })),
  );
  const holders = await byId(
    rows.flatMap(({ run }) => (run ? [run.agentId] : [])),
    (id) => ctx.db.get("agents", id),
  );
  return rows
    .map(({ lease, run }) => ({ lease, run, agent: (run && holders.get(run.agentId)) ?? null }))
    .filter(({ agent }) => agent?.runsIn !== "external");
}

function isHeld(run: Doc<"runs">): boolean {
  return ACTIVE_RUN_STATUSES.some((status) => status === run.status);
}

export async function queuedOf(ctx: ReadCtx, agentId: Id<"agents">) {
  return await ctx.db
    .query("runs")
    .withIndex("by_account_agent_status_availableAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("agentId", agentId).eq("status", "queued"),
    )
    .take(QUEUED_PER_AGENT);
}

async function byId<Key extends string, Row>(ids: readonly Key[], read: (id: Key) => Promise<Row | null>) {
  const rows = await Promise.all([...new Set(ids)].map(async (id) => [id, await read(id)] as const));
  return new Map(rows);
}
