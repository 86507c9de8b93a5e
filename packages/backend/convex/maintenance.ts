/** Internal: the end of accounts, and what the clock tidies up. Every job is bounded and can be started again. */
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { eraseMutation } from "./functions/erase";
import { eraseStep, resumeDeletions as resume } from "./lib/accountDeletion";

/** One batch of a deleted account; schedules itself until nothing is left. */
export const eraseAccount = eraseMutation({
  args: { deletionId: v.id("accountDeletions"), generation: v.number() },
  handler: async (ctx, args): Promise<null> => {
    const { isDone } = await eraseStep(ctx, args);
    if (!isDone) await ctx.scheduler.runAfter(0, internal.maintenance.eraseAccount, args);
    return null;
  },
});

export const resumeDeletions = eraseMutation({ args: {}, handler: (ctx) => resume(ctx) });
