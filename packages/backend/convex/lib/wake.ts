/**
 * Handing work to an agent. News for a task whose run is still queued joins that run, so that ten messages are
 * one turn; otherwise a new run is queued. Chains of agents waking agents carry their length and are cut.
 */
import { RUN_CAUSES, type RunCauseKind } from "@mc/shared/delivery/run";
import { taskSessionKey } from "@mc/shared/delivery/sessionKey";
import type { NotificationType } from "@mc/shared/notification/types";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type WriteCtx } from "../functions/context";
import { broken } from "../functions/errors";
import { judgeWake, type LoopStop, rememberWake } from "./loops";
import { insertRun } from "./runState";

export type Wake = {
  agent: Doc<"agents">;
  task: Doc<"tasks">;
  type: NotificationType;
  messageId: Id<"messages"> | null;
};

export type Woken =
  | { kind: "run"; runId: Id<"runs"> }
  /** An agent would wake itself. */
  | { kind: "self" }
  /** The agents of this thread were stopped before and wait for a person's word. */
  | { kind: "paused" }
  /** Agents woke one another too often; the caller tells people. */
  | ({ kind: "loop" } & LoopStop);

/** Queues a run, or extends the one that is still queued. */
export async function wakeAgent(ctx: WriteCtx, wake: Wake): Promise<Woken> {
  const { agent, task, type } = wake;
  const { caller } = ctx;
  if (caller.kind === "agent" && caller.agentId === agent._id) return { kind: "self" };
  const chain = caller.kind === "agent" ? caller.chain : [];
  const asked =
    caller.kind === "agent"
      ? { from: caller.agentId, to: agent._id, hops: chain.length, now: Date.now() }
      : null;
  const verdict = asked ? await judgeWake(ctx, task._id, asked) : null;
  if (verdict?.kind === "paused") return { kind: "paused" };
  if (verdict?.kind === "stop") return { kind: "loop", verdict, chain: [...chain, agent.name] };
  const sessionKey = taskSessionKey({ agentSlug: agent.slug, taskId: task._id, generation: task.generation });
  const queued = await ctx.db
    .query("runs")
    .withIndex("by_account_session_status", (q) =>
      q.eq("accountId", ctx.account._id).eq("sessionKey", sessionKey).eq("status", "queued"),
    )
    .first();
  if (queued) return { kind: "run", runId: await joinRun(ctx, queued, { type, chain }) };
  if (asked) await rememberWake(ctx, task._id, asked);
  await ensureSession(ctx, { sessionKey, agentId: agent._id, taskId: task._id });
  const runId = await insertRun(ctx, {
    taskId: task._id,
    agentId: agent._id,
    sessionKey,
    cause: {
      kind: causeKind(type),
      actor: actorRef(caller),
      actorName: callerName(caller),
      messageId: wake.messageId,
    },
    chain,
    notificationTypes: [type],
  });
  return { kind: "run", runId };
}

/** A turn that nobody asked for: the heartbeat found something that the agent has not seen. */
export async function wakeForNews(
  ctx: WriteCtx,
  { agent, task }: { agent: Doc<"agents">; task: Doc<"tasks"> },
): Promise<Id<"runs">> {
  const place = { agentSlug: agent.slug, taskId: task._id, generation: task.generation };
  const session = { sessionKey: taskSessionKey(place), agentId: agent._id, taskId: task._id };
  await ensureSession(ctx, session);
  return await insertRun(ctx, {
    ...session,
    cause: {
      kind: "heartbeat",
      actor: actorRef(ctx.caller),
      actorName: callerName(ctx.caller),
      messageId: null,
    },
    chain: [],
    notificationTypes: [],
  });
}

/** A person's news shortens the chain of a run that agents had queued: somebody is looking. */
async function joinRun(ctx: WriteCtx, run: Doc<"runs">, news: { type: NotificationType; chain: string[] }) {
  const isKnown = run.notificationTypes.includes(news.type);
  const chain = news.chain.length < run.chain.length ? news.chain : run.chain;
  if (!isKnown || chain !== run.chain) {
    const notificationTypes = isKnown ? run.notificationTypes : [...run.notificationTypes, news.type];
    await ctx.db.patch("runs", run._id, { notificationTypes, chain, hop: chain.length });
  }
  return run._id;
}

async function ensureSession(
  ctx: WriteCtx,
  session: { sessionKey: string; agentId: Id<"agents">; taskId: Id<"tasks"> },
) {
  const accountId = ctx.account._id;
  const existing = await ctx.db
    .query("sessions")
    .withIndex("by_account_session", (q) => q.eq("accountId", accountId).eq("sessionKey", session.sessionKey))
    .unique();
  if (!existing) await ctx.db.insert("sessions", { accountId, ...session, newsThrough: 0 });
}

function causeKind(type: NotificationType): RunCauseKind {
  const kind = RUN_CAUSES.find((cause) => cause === type);
  if (!kind) throw broken(`A notification of type ${type} wakes no agent.`);
  return kind;
}
