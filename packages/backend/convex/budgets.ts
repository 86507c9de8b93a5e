/** Budgets of the account and of its agents, and the clock that lets work go on when a period has ended. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import { listBudgets, removeBudget, reviewBudget, setBudget, sweepBudgets } from "./lib/budgets";
import { getAgentOrThrow } from "./lib/roster";
import { period } from "./tables/usage";

const limit = v.union(v.number(), v.null());

/** All of the account, or those of one agent. */
export const list = accountQuery({
  role: "viewer",
  args: { agentId: v.optional(v.id("agents")) },
  handler: async (ctx, { agentId }) => {
    const agent = agentId ? await getAgentOrThrow(ctx, agentId) : null;
    return await listBudgets(ctx, agent && { kind: "agent", agentId: agent._id });
  },
});

/** Of an agent, or of the whole account when none is named. Replaces the one of the same period. */
export const set = adminMutation({
  audit: ["budget_set", "budget_stopped", "budget_released"],
  args: {
    agentId: v.union(v.id("agents"), v.null()),
    period,
    limitUsd: limit,
    limitTokens: limit,
    warnPercent: v.number(),
  },
  handler: async (ctx, { agentId, ...draft }) => {
    const agent = agentId ? await getAgentOrThrow(ctx, agentId) : null;
    const subject = agent ? ({ kind: "agent", agentId: agent._id } as const) : ({ kind: "account" } as const);
    return await setBudget(ctx, { ...draft, subject });
  },
});

export const remove = adminMutation({
  audit: ["budget_removed"],
  args: { budgetId: v.id("budgets") },
  handler: (ctx, { budgetId }) => removeBudget(ctx, budgetId),
});

export const sweep = systemMutation({
  audit: ["budget_stopped", "budget_released"],
  schedule: "budgets.sweep",
  args: {},
  handler: (ctx) => sweepBudgets(ctx),
});

export const reviewOne = systemMutation({
  audit: ["budget_stopped", "budget_released"],
  schedule: "budgets.sweep",
  args: { budgetId: v.id("budgets") },
  handler: (ctx, { budgetId }) => reviewBudget(ctx, budgetId),
});
