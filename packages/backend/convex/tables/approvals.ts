import { defineTable } from "convex/server";
import { v } from "convex/values";
import { approvalStatus, toolName } from "./vocabulary";

/** A tool call that waits for a person's word; life cycle in shared agent/approvals. */
export const approvals = defineTable({
  accountId: v.id("accounts"),
  runId: v.id("runs"),
  taskId: v.id("tasks"),
  agentId: v.id("agents"),
  tool: toolName,
  argsHash: v.string(),
  /** The arguments as JSON, for the person who decides. */
  args: v.string(),
  /** Of the whole, where `args` had to be cut. */
  argsLength: v.optional(v.number()),
  status: approvalStatus,
  expiresAt: v.number(),
  decidedBy: v.union(v.id("memberships"), v.null()),
  decidedByName: v.union(v.string(), v.null()),
  decidedAt: v.union(v.number(), v.null()),
  reason: v.union(v.string(), v.null()),
  /** When the agent was told what was decided, as the answer to its call or in a turn; missing until then. */
  toldAt: v.optional(v.number()),
})
  .index("by_account", ["accountId"])
  .index("by_account_agent", ["accountId", "agentId"])
  .index("by_account_status", ["accountId", "status"])
  .index("by_account_run", ["accountId", "runId"])
  .index("by_account_task_agent", ["accountId", "taskId", "agentId"])
  .index("by_status_expiresAt", ["status", "expiresAt"]);
