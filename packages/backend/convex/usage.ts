/** What agents use: today, this month, day by day, by agent and attempt; and what models cost here. */
import { PERIODS } from "@mc/shared/usage/period";
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountQuery, adminMutation } from "./functions/account";
import { readPrices, setPrice as writePrice } from "./lib/prices";
import { getAgentOrThrow } from "./lib/roster";
import { pageOfLedger, readUsage, readUsageByAgent } from "./lib/usage";
import { priceFields } from "./tables/vocabulary";

/** Of the account. */
export const summary = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => readUsage(ctx, { kind: "account" }),
});

export const ofAgent = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents") },
  handler: async (ctx, { agentId }) =>
    readUsage(ctx, { kind: "agent", agentId: (await getAgentOrThrow(ctx, agentId))._id }),
});

export const byAgent = accountQuery({
  role: "viewer",
  args: { period: literals(...PERIODS) },
  handler: (ctx, { period }) => readUsageByAgent(ctx, period),
});

/** The attempts of an agent that used tokens, newest first. */
export const ledger = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { agentId, paginationOpts }) =>
    pageOfLedger(ctx, (await getAgentOrThrow(ctx, agentId))._id, paginationOpts),
});

/** What estimates use: the account's own prices, and the product's list. */
export const prices = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readPrices(ctx) });

/** The account's price of a model; null goes back to the product's list. */
export const setPrice = adminMutation({
  audit: ["price_set"],
  args: { model: v.string(), price: v.union(priceFields, v.null()) },
  handler: (ctx, args) => writePrice(ctx, args),
});
