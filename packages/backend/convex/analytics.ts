/** Analytics of an account, and the repair of a day's figures. */
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { internal } from "./_generated/api";
import { accountQuery } from "./functions/account";
import { systemMutation } from "./functions/system";
import { readAnalytics } from "./lib/analytics";
import { repairDay } from "./lib/metricRepair";
import { metricSubject, metrics } from "./tables/analytics";

/** The last day, week or month, or the days from `from` to `to` ("2026-11-22"), in the account's time zone. */
export const overview = accountQuery({
  role: "viewer",
  args: {
    range: v.union(literals("day", "week", "month"), v.object({ from: v.string(), to: v.string() })),
  },
  handler: (ctx, { range }) => readAnalytics(ctx, range),
});

/** Counts one day again; schedules itself until the day is through. The nightly round only checks. */
export const repair = systemMutation({
  audit: "none",
  schedule: "analytics.repair",
  args: {
    accountId: v.id("accounts"),
    day: v.string(),
    after: v.optional(v.number()),
    sums: v.optional(v.array(v.object({ subject: metricSubject, metrics }))),
    isCheck: v.optional(v.boolean()),
  },
  handler: async (ctx, { accountId, day, after = null, sums = [], isCheck = false }): Promise<null> => {
    const account = await ctx.open(accountId);
    const next = account ? await repairDay(account, { day, after, sums, isCheck }) : null;
    if (!next) return null;
    const rest = next.after === null ? {} : { after: next.after };
    const args = { accountId, day, sums: next.sums, isCheck, ...rest };
    await ctx.scheduler.runAfter(0, internal.analytics.repair, args);
    return null;
  },
});
