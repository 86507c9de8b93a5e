import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { actor, priority, recipient, runStatus, taskStatus } from "./vocabulary";

export const taskState = v.union(
  v.object({ status: v.literal("inbox") }),
  v.object({ status: v.literal("assigned") }),
  v.object({ status: v.literal("in_progress") }),
  v.object({ status: v.literal("review") }),
  v.object({ status: v.literal("blocked"), reason: v.string(), since: v.number() }),
  v.object({ status: v.literal("done"), at: v.number() }),
  v.object({ status: v.literal("archived"), at: v.number(), from: taskStatus }),
);

/**
 * One row is one card: small, because the board reads 300 of them. The long text is in `taskDescriptions`,
 * streamed text in `runStreams`.
 */
export const tasks = defineTable({
  accountId: v.id("accounts"),
  /** Counted per account; people write MC-42. */
  number: v.number(),
  title: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
  priority,
  labels: v.array(v.string()),
  dueAt: v.union(v.number(), v.null()),
  state: taskState,
  /** Place in the column; see shared task/order. */
  position: v.string(),
  memberIds: v.array(v.id("memberships")),
  agentIds: v.array(v.id("agents")),
  creator: actor,
  /** Of its agents' sessions; grows when the task comes back from the archive. */
  generation: v.number(),
  messageCount: v.number(),
  documentCount: v.number(),
  lastMessageAt: v.union(v.number(), v.null()),
  /** Last change by someone (not by a run getting on); guards against overwriting. */
  updatedAt: v.number(),
  /** Runs that are not at their end, kept by lib/runState.ts, so that a card costs no further read. */
  running: v.array(
    v.object({
      runId: v.id("runs"),
      agentId: v.id("agents"),
      status: runStatus,
      startedAt: v.union(v.number(), v.null()),
      activity: v.union(v.string(), v.null()),
    }),
  ),
})
  .index("by_account_number", ["accountId", "number"])
  .index("by_account_status_position", ["accountId", "state.status", "position"])
  .searchIndex("search_title", { searchField: "title", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });

/** The long text of a task; a row exists when there is one. */
export const taskDescriptions = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  text: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
})
  .index("by_account_task", ["accountId", "taskId"])
  .searchIndex("search_text", { searchField: "text", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });

/** Assignees the other way round, so that "what does she have" never scans the tasks. */
export const assignments = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  assignee: recipient,
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_member", ["accountId", "assignee.memberId"])
  .index("by_account_agent", ["accountId", "assignee.agentId"]);

/** Who hears of a task. `muted` stays silent except when named. */
export const subscriptions = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  recipient,
  level: literals("following", "muted"),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_member", ["accountId", "recipient.memberId"])
  .index("by_account_agent", ["accountId", "recipient.agentId"]);
