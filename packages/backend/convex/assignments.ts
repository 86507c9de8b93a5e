/** Internal: what someone who is gone leaves behind is cleared up, batch by batch. */
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { systemMutation } from "./functions/system";
import { release as releaseBatch } from "./lib/release";
import { recipient } from "./tables/vocabulary";

export const release = systemMutation({
  audit: [
    "task_assigned",
    "task_status_changed",
    "task_unblocked",
    "parts_done",
    "run_cancelled",
    "run_cancel_requested",
  ],
  schedule: "assignments.release",
  args: { accountId: v.id("accounts"), recipient },
  handler: async (ctx, args): Promise<null> => {
    const account = await ctx.open(args.accountId);
    if (!account) return null;
    account.activity.bookkeeping("what was only theirs, of someone whose removal is recorded");
    const { isDone } = await releaseBatch(account, args.recipient);
    if (!isDone) await account.scheduler.runAfter(0, internal.assignments.release, args);
    return null;
  },
});
