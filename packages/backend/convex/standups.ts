/** The daily stand-up: reading it, running it by hand, and the work of the clock. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { accountQuery, adminMutation } from "./functions/account";
import { systemMutation, systemQuery } from "./functions/system";
import { LIMITS } from "./lib/limits";
import { listStandups, type Posted, postStandup, readStandup, runScheduled } from "./lib/standup";

export const list = accountQuery({
  role: "viewer",
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, { paginationOpts }) => listStandups(ctx, paginationOpts),
});

/** That of a day ("2026-11-22"), or the newest; null when there is none. */
export const get = accountQuery({
  role: "viewer",
  args: { day: v.optional(v.string()) },
  handler: (ctx, { day }) => readStandup(ctx, day),
});

export const runNow = adminMutation({
  audit: ["standup_posted"],
  args: {},
  handler: (ctx) => postStandup(ctx, { isQuietSkipped: false }),
});

/** Accounts whose time has come, longest waiting first. */
export const due = systemQuery({
  args: {},
  handler: async ({ db }): Promise<Id<"accounts">[]> => {
    const rows = await db
      .query("standupSchedules")
      .withIndex("by_nextAt", (q) => q.lte("nextAt", Date.now()))
      .take(LIMITS.batch);
    return rows.map(({ accountId }) => accountId);
  },
});

/** One account in one transaction; asked twice on a day it writes once. */
export const runOne = systemMutation({
  audit: ["standup_posted"],
  schedule: "standup",
  args: { accountId: v.id("accounts") },
  handler: async (ctx, { accountId }): Promise<Posted | null> => {
    const account = await ctx.open(accountId);
    return account ? await runScheduled(account) : null;
  },
});
