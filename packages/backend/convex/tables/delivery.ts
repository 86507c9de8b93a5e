import { defineTable } from "convex/server";
import { v } from "convex/values";
import {
  actor,
  agentPlace,
  failure,
  notificationType,
  runCause,
  runStatus,
  toolName,
  usage,
} from "./vocabulary";

const instant = v.union(v.number(), v.null());

/** One hand-off of work to an agent; life cycle in shared delivery/run. Changed by lib/runState.ts alone. */
export const runs = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  agentId: v.id("agents"),
  sessionKey: v.string(),
  status: runStatus,
  /** Leases so far, a released one not counted. */
  attempt: v.number(),
  /** Grows with every lease; acts under an older one have no effect. */
  fence: v.number(),
  cause: v.object({
    kind: runCause,
    actor,
    actorName: v.string(),
    messageId: v.union(v.id("messages"), v.null()),
  }),
  /** How many agents woke one another before this run. */
  hop: v.number(),
  /** Names of those agents, first to last, for the notice when the chain is cut. */
  chain: v.array(v.string()),
  notificationTypes: v.array(notificationType),
  queuedAt: v.number(),
  /** Not before: the backoff after a failed attempt. */
  availableAt: v.number(),
  /** Lease of the attempt, and the gateway's word that it has the turn. */
  startedAt: instant,
  acceptedAt: instant,
  endedAt: instant,
  /** Entry into the status, or the last sign of life while running. */
  phaseSince: v.number(),
  /** End of the phase, found by the sweep; null when the status has none. */
  deadlineAt: instant,
  cancelRequestedAt: instant,
  gatewayRunId: v.union(v.string(), v.null()),
  model: v.union(v.string(), v.null()),
  isDemoModel: v.boolean(),
  usage: v.union(usage, v.null()),
  error: v.union(failure, v.null()),
  /** The message of `error`, for search; empty without one. */
  errorText: v.string(),
  tools: v.array(v.object({ name: v.string(), at: v.number(), ok: v.union(v.boolean(), v.null()) })),
  /** Creation time of the newest message that the agent was given. */
  newsThrough: v.number(),
  /** Which versions it was given or has read, each once, so that its answer can be judged by what its author knew. Missing in runs from before it was kept. */
  documentsRead: v.optional(
    v.array(
      v.object({
        documentId: v.id("documents"),
        version: v.number(),
        /** As it was called then; the document may be gone. */
        title: v.string(),
      }),
    ),
  ),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_agent", ["accountId", "agentId"])
  .index("by_account_agent_status_availableAt", ["accountId", "agentId", "status", "availableAt"])
  .index("by_account_session_status", ["accountId", "sessionKey", "status"])
  .index("by_deadlineAt", ["deadlineAt"])
  .searchIndex("search_error", { searchField: "errorText", filterFields: ["accountId"] });

/** A lease exists while a run is leased, accepted, running or awaiting approval. Renewals touch only this row. */
export const leases = defineTable({
  accountId: v.id("accounts"),
  runId: v.id("runs"),
  sessionKey: v.string(),
  fence: v.number(),
  leaseUntil: v.number(),
  /** Where the turn runs; missing in rows from before it was kept, which run out within minutes. */
  place: v.optional(agentPlace),
  /** Which runtime holds it; missing at agents outside, and in rows from before it was kept. */
  runtimeId: v.optional(v.id("runtimes")),
})
  .index("by_account_run", ["accountId", "runId"])
  .index("by_account_session", ["accountId", "sessionKey"])
  .index("by_account_place_leaseUntil", ["accountId", "place", "leaseUntil"])
  .index("by_leaseUntil", ["leaseUntil"]);

/** Text that an agent is writing right now; its own table, so that the board does not re-run per token. */
export const runStreams = defineTable({
  accountId: v.id("accounts"),
  runId: v.id("runs"),
  taskId: v.id("tasks"),
  agentId: v.id("agents"),
  text: v.string(),
  tool: v.union(v.string(), v.null()),
  startedAt: v.number(),
  updatedAt: v.number(),
})
  .index("by_account_run", ["accountId", "runId"])
  .index("by_account_task", ["accountId", "taskId"]);

/** An agent's session for a task at the gateway, and up to where it has read the thread. */
export const sessions = defineTable({
  accountId: v.id("accounts"),
  sessionKey: v.string(),
  agentId: v.id("agents"),
  taskId: v.id("tasks"),
  /** Creation time of the newest message that a finished turn has seen. */
  newsThrough: v.number(),
  /** Creation time of the newest message over which no heartbeat starts a turn: one that was told of it ended without an answer, or a person stopped it. */
  endedThrough: v.optional(v.number()),
})
  .index("by_account_session", ["accountId", "sessionKey"])
  .index("by_account_agent", ["accountId", "agentId"])
  .index("by_account_task", ["accountId", "taskId"]);

/**
 * Calls of tools by agents, kept so that no effect happens twice: the same call answers with the same result,
 * and the nth equal call of a repeated attempt answers with the result of the first attempt's nth.
 */
export const toolCalls = defineTable({
  accountId: v.id("accounts"),
  runId: v.id("runs"),
  /** Of the lease it was called under; attempts start anew when a person sends a run again, fences do not. */
  fence: v.number(),
  callId: v.string(),
  tool: toolName,
  argsHash: v.string(),
  occurrence: v.number(),
  /** The answer as JSON. */
  result: v.string(),
  /** What it did, for the agent's next attempt; null when this call repeated an earlier one or only read. */
  sentence: v.union(v.string(), v.null()),
})
  .index("by_account_run_call", ["accountId", "runId", "callId"])
  .index("by_account_run_tool_args", ["accountId", "runId", "tool", "argsHash"]);

/** Agents that woke one another in a thread since a person last wrote there; rules in shared delivery/loops. */
export const threadWakes = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  /** Ids of agents. */
  wakes: v.array(v.object({ from: v.string(), to: v.string(), at: v.number() })),
  /** The last change of the task's status. */
  progressAt: v.number(),
  /** Since when agents wake nobody here; null while they may. */
  pausedAt: v.union(v.number(), v.null()),
}).index("by_account_task", ["accountId", "taskId"]);

/** The last heartbeat of an agent: a beat that is asked for twice is one beat. */
export const heartbeats = defineTable({
  accountId: v.id("accounts"),
  agentId: v.id("agents"),
  beat: v.number(),
  decidedAt: v.number(),
  decision: v.union(
    v.object({ kind: v.literal("quiet") }),
    v.object({ kind: v.literal("woken"), runId: v.id("runs") }),
    v.object({ kind: v.literal("refused"), reason: v.string() }),
  ),
  /** Beats so far that needed no model. */
  saved: v.number(),
}).index("by_account_agent", ["accountId", "agentId"]);
