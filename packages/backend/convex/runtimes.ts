/** The account's runtime as people see it, and the conclusion from its silence. */
import { OFFLINE_AFTER_MS, REPORTED_STATUSES } from "@mc/shared/runtime/report";
import { v } from "convex/values";
import { accountQuery } from "./functions/account";
import { systemMutation } from "./functions/system";
import { LIMITS } from "./lib/limits";
import { alertOffline as alert, markOffline, readRuntime } from "./lib/runtimes";

export const current = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readRuntime(ctx) });

export const sweep = systemMutation({
  audit: ["runtime_status_changed"],
  schedule: "runtimes.sweep",
  args: {},
  handler: async (ctx): Promise<null> => {
    const before = Date.now() - OFFLINE_AFTER_MS;
    for (const status of REPORTED_STATUSES) {
      const silent = await ctx.db
        .query("runtimes")
        .withIndex("by_status_lastCheckInAt", (q) => q.eq("status", status).lte("lastCheckInAt", before))
        .take(LIMITS.batch);
      for (const runtime of silent) {
        const account = await ctx.open(runtime.accountId);
        if (account) await markOffline(account, runtime);
      }
    }
    return null;
  },
});

/** Scheduled when a runtime goes offline; tells people if the same outage still lasts. */
export const alertOffline = systemMutation({
  audit: ["runtime_status_changed"],
  schedule: "runtimes.alertOffline",
  args: { runtimeId: v.id("runtimes"), since: v.number() },
  handler: async (ctx, { runtimeId, since }): Promise<null> => {
    const runtime = await ctx.db.get("runtimes", runtimeId);
    const account = runtime ? await ctx.open(runtime.accountId) : null;
    if (runtime && account) await alert(account, runtime, since);
    return null;
  },
});
