/**
 * Handing work to an agent. News for a task whose run is still queued joins that run, so that ten messages are
 * one turn; otherwise a new run is queued. Chains of agents waking agents carry their length and are cut.
 */
import { RUN_CAUSES, type RunCauseKind } from "@mc/shared/delivery/run";
import { taskSessionKey } from "@mc/shared/delivery/sessionKey";
import type { NotificationType } from "@mc/shared/notification/types";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, type Caller, callerName, type WriteCtx } from "../functions/context";
import { broken } from "../functions/errors";
import { judgeWake, type LoopStop, rememberWake } from "./loops";
import { insertRun } from "./runState";
import { ensureSession } from "./sessions";
import { isLeadChat } from "./threads";

export type Wake = {
  agent: Doc<"agents">;
  task: Doc<"tasks">;
  type: NotificationType;
  messageId: Id<"messages"> | null;
};

/** The agent that wakes another, and the names of those that woke one another up to it, its own last. */
export type Waker = {
  agentId: Id<"agents">;
  chain: string[];
  /** It follows from what the agent did in another task. */
  isConsequence?: boolean;
};

export type WokenByNews = Pick<Wake, "agent" | "task"> & {
  /** null where a person's word, or the product's, is among the news. */
  waker: Waker | null;
};

export type Woken =
  | { kind: "run"; runId: Id<"runs"> }
  /** An agent would wake itself. */
  | { kind: "self" }
  /** The task lies in the archive, where nobody works. */
  | { kind: "at_rest" }
  /** The agents of this thread were stopped before and wait for a person's word. */
  | { kind: "paused" }
  /** Agents woke one another too often; the caller tells people. */
  | ({ kind: "loop" } & LoopStop);

/** Queues a run, or extends the one that is still queued. */
export async function wakeAgent(ctx: WriteCtx, wake: Wake): Promise<Woken> {
  const { agent, task, type } = wake;
  const { caller } = ctx;
  if (caller.kind === "agent" && caller.agentId === agent._id) return { kind: "self" };
  // The last word of a turn that archiving stopped may name others: nobody is to begin what was put away.
  if (task.state.status === "archived" && !isLeadChat(task)) return { kind: "at_rest" };
  const waker = wakerIn(caller);
  const chain = waker?.chain ?? [];
  const refused = waker && (await whyNotWoken(ctx, { agent, task }, waker));
  if (refused) return refused;
  const sessionKey = taskSessionKey({ agentSlug: agent.slug, taskId: task._id, generation: task.generation });
  const queued = await ctx.db
    .query("runs")
    .withIndex("by_account_session_status", (q) =>
      q.eq("accountId", ctx.account._id).eq("sessionKey", sessionKey).eq("status", "queued"),
    )
    .first();
  if (queued) return { kind: "run", runId: await joinRun(ctx, queued, { type, chain }) };
  if (waker) await rememberWake(ctx, task._id, askedBy(waker, agent));
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

/**
 * A turn that nobody asked for: the heartbeat found something that the agent has not seen. Where other agents alone wrote it, it
 * was the last of them that wakes this one, and that counts as if it had named it.
 */
export async function wakeForNews(ctx: WriteCtx, { agent, task, waker }: WokenByNews): Promise<Woken> {
  const refused = waker && (await whyNotWoken(ctx, { agent, task }, waker));
  if (refused) return refused;
  if (waker) await rememberWake(ctx, task._id, askedBy(waker, agent));
  const place = { agentSlug: agent.slug, taskId: task._id, generation: task.generation };
  const session = { sessionKey: taskSessionKey(place), agentId: agent._id, taskId: task._id };
  await ensureSession(ctx, session);
  const runId = await insertRun(ctx, {
    ...session,
    cause: {
      kind: "heartbeat",
      actor: actorRef(ctx.caller),
      actorName: callerName(ctx.caller),
      messageId: null,
    },
    chain: waker?.chain ?? [],
    notificationTypes: [],
  });
  return { kind: "run", runId };
}

/** The loop breaker's word on one agent that wakes another; null when it may. */
async function whyNotWoken(
  ctx: WriteCtx,
  { agent, task }: Pick<Wake, "agent" | "task">,
  waker: Waker,
): Promise<Woken | null> {
  const verdict = await judgeWake(ctx, task._id, askedBy(waker, agent));
  switch (verdict.kind) {
    case "go":
      return null;
    case "paused":
      return { kind: "paused" };
    case "stop":
      return { kind: "loop", verdict, chain: [...waker.chain, agent.name] };
  }
}

function wakerIn(caller: Caller): Waker | null {
  if (caller.kind === "agent") return { agentId: caller.agentId, chain: caller.chain };
  return caller.kind === "system" && caller.after ? { ...caller.after, isConsequence: true } : null;
}

function askedBy({ agentId, chain, isConsequence = false }: Waker, agent: Doc<"agents">) {
  return { from: agentId, to: agent._id, hops: chain.length, isConsequence, now: Date.now() };
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

function causeKind(type: NotificationType): RunCauseKind {
  const kind = RUN_CAUSES.find((cause) => cause === type);
  if (!kind) throw broken(`A notification of type ${type} wakes no agent.`);
  return kind;
}
