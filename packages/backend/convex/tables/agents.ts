import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { agentPlace, agentSettings, capabilitySettings, runStatus, toolName } from "./vocabulary";

/** Who an agent is. What it is doing changes often and lives in `agentStates`. */
export const agents = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  /** Never changes: sessions at the gateway are named after it. */
  slug: v.string(),
  role: v.string(),
  icon: v.string(),
  soul: v.string(),
  identity: v.string(),
  /** Model reference of the gateway; null for the account's default. */
  model: v.union(v.string(), v.null()),
  isPaused: v.boolean(),
  capabilities: capabilitySettings,
  /** Tools whose calls wait for an admin; the account's list when missing. */
  requiresApprovalForActions: v.optional(v.array(toolName)),
  /** How it works, where it differs from the account's defaults; see shared agent/settings. */
  settings: v.optional(agentSettings),
  /** The squad lead: reads every thread and hands out work through tools. One per account. */
  isLead: v.optional(v.boolean()),
  /** Where its turns run; at the account's gateway when missing. Never changes. */
  runsIn: v.optional(agentPlace),
  /** Skills of its own, beside those that every agent has. */
  skillIds: v.optional(v.array(v.id("skills"))),
  status: literals("active", "removed"),
})
  .index("by_account_status", ["accountId", "status"])
  .index("by_account_slug", ["accountId", "slug"]);

/** What an agent is doing, kept by the one function that changes runs (lib/runState.ts). */
export const agentStates = defineTable({
  accountId: v.id("accounts"),
  agentId: v.id("agents"),
  /** Runs under a lease, oldest first. */
  activeRuns: v.array(
    v.object({ runId: v.id("runs"), taskId: v.id("tasks"), status: runStatus, since: v.number() }),
  ),
  lastSeenAt: v.union(v.number(), v.null()),
  /** Message of the last run when that one ended badly; null after a good one. */
  lastFailure: v.union(v.string(), v.null()),
}).index("by_account_agent", ["accountId", "agentId"]);

/**
 * A credential of one agent that runs outside the gateway. Only its hash is kept; the token is shown once. Account and
 * agent of every call come from this row and from nothing else.
 */
export const agentTokens = defineTable({
  accountId: v.id("accounts"),
  agentId: v.id("agents"),
  name: v.string(),
  tokenHash: v.string(),
  /** First characters, to recognise a token by. */
  hint: v.string(),
  createdBy: v.id("memberships"),
  /** To the minute. */
  lastUsedAt: v.union(v.number(), v.null()),
  revokedAt: v.union(v.number(), v.null()),
})
  .index("by_account_agent_revokedAt", ["accountId", "agentId", "revokedAt"])
  .index("by_tokenHash", ["tokenHash"]);
