import { PERIODS } from "@mc/shared/usage/period";
import { USAGE_TOTAL_NAMES } from "@mc/shared/usage/usage";
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { agentRef, usage as runUsage } from "./vocabulary";

export const period = literals(...PERIODS);
/** Whose usage or budget it is. */
export const usageSubject = v.union(v.object({ kind: v.literal("account") }), agentRef);

const count = v.number();
type Counts = Record<(typeof USAGE_TOTAL_NAMES)[number], typeof count>;
const totals = v.object(Object.fromEntries(USAGE_TOTAL_NAMES.map((name) => [name, count])) as Counts);

/**
 * The ledger: one row per attempt of a run that used tokens, however it ended. Written by lib/usage.ts alone, in the
 * transaction of the report that names the usage; later reports of the same attempt only make it grow.
 */
export const usage = defineTable({
  accountId: v.id("accounts"),
  agentId: v.id("agents"),
  taskId: v.id("tasks"),
  runId: v.id("runs"),
  /** Of the attempt's lease. */
  fence: v.number(),
  attempt: v.number(),
  model: v.string(),
  isDemoModel: v.boolean(),
  usage: runUsage,
  /** True while the cost is our estimate and no figure of the gateway. Missing: false. */
  isOwnEstimate: v.optional(v.boolean()),
  /** Day (of the account's zone) on which the attempt first reported; all of it counts there. */
  day: v.string(),
  at: v.number(),
})
  .index("by_account_run_fence", ["accountId", "runId", "fence"])
  .index("by_account_agent", ["accountId", "agentId"]);

/** Sums of a day or month, of the account and of each agent, so that no sum is ever counted by reading the ledger. */
export const usageTotals = defineTable({
  accountId: v.id("accounts"),
  subject: usageSubject,
  /** The subject as one word: "account", or the agent's id. */
  subjectKey: v.string(),
  unit: period,
  /** "2026-11-27" or "2026-11" */
  period: v.string(),
  totals,
})
  .index("by_account_subject_unit_period", ["accountId", "subjectKey", "unit", "period"])
  .index("by_account_unit_period", ["accountId", "unit", "period"]);

/** What an agent or the account may use; life cycle in shared usage/budget. One per subject and period. */
export const budgets = defineTable({
  accountId: v.id("accounts"),
  subject: usageSubject,
  subjectKey: v.string(),
  period,
  limitUsd: v.union(v.number(), v.null()),
  limitTokens: v.union(v.number(), v.null()),
  warnPercent: v.number(),
  /** Periods in which people were last warned, and told that no turn starts. */
  warnedIn: v.union(v.string(), v.null()),
  stoppedIn: v.union(v.string(), v.null()),
  /** While it holds turns back: when the period ends. */
  stoppedUntil: v.union(v.number(), v.null()),
})
  .index("by_account_subject_period", ["accountId", "subjectKey", "period"])
  .index("by_account_stoppedUntil", ["accountId", "stoppedUntil"])
  .index("by_stoppedUntil", ["stoppedUntil"]);
