/** Internal: the end of accounts, and what the clock tidies up. Every job is bounded and can be started again. */
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { internal } from "./_generated/api";
import { eraseMutation } from "./functions/erase";
import { systemMutation } from "./functions/system";
import { eraseStep, forgetDeletions as forget, resumeDeletions as resume } from "./lib/accountDeletion";
import { nextChecks, recountStep } from "./lib/counterRepair";
import { RETENTION, retainStep } from "./lib/retention";
import { load } from "./tables/analytics";

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

export const forgetDeletions = eraseMutation({ args: {}, handler: (ctx) => forget(ctx) });

/** Daily: what is not kept for ever, rule by rule, batch by batch; see lib/retention.ts. */
export const retain = systemMutation({
  audit: "none",
  schedule: "maintenance.retain",
  args: { rule: v.optional(literals(...RETENTION)), after: v.optional(v.number()) },
  handler: async (ctx, { rule = RETENTION[0], after = null }): Promise<{ removed: number }> => {
    const { removed, next } = await retainStep(ctx, rule, after);
    const following = RETENTION[RETENTION.indexOf(rule) + 1];
    if (next !== null) await ctx.scheduler.runAfter(0, internal.maintenance.retain, { rule, after: next });
    else if (following) await ctx.scheduler.runAfter(0, internal.maintenance.retain, { rule: following });
    return { removed };
  },
});

/** Daily: every account's day of yesterday is checked, its small counters too, and its large ones once a week. */
export const checkFigures = systemMutation({
  audit: "none",
  schedule: "maintenance.checkFigures",
  args: { after: v.optional(v.number()) },
  handler: async (ctx, { after = 0 }): Promise<{ accounts: number }> => {
    const { accounts, next } = await nextChecks(ctx, after);
    for (const { accountId, day, isFull } of accounts) {
      await ctx.scheduler.runAfter(0, internal.analytics.repair, { accountId, day, isCheck: true });
      await ctx.scheduler.runAfter(0, internal.maintenance.recount, { accountId, isFull });
    }
    if (next !== null) await ctx.scheduler.runAfter(0, internal.maintenance.checkFigures, { after: next });
    return { accounts: accounts.length };
  },
});

const count = v.object({
  table: literals("tasks", "files"),
  after: v.union(v.number(), v.null()),
  sums: v.record(v.string(), v.number()),
  open: v.optional(v.object({ days: v.record(v.string(), v.number()), loads: v.record(v.string(), load) })),
  stillAs: v.string(),
});

/** Counts an account's figures again, step by step. What was wrong is in the operators' log. */
export const recount = systemMutation({
  audit: "none",
  schedule: "maintenance.recount",
  args: {
    accountId: v.id("accounts"),
    isFull: v.boolean(),
    step: v.optional(v.union(v.object({ members: v.number() }), v.object({ count }))),
  },
  handler: async (ctx, { accountId, isFull, step }): Promise<{ corrected: number }> => {
    const account = await ctx.open(accountId);
    if (!account) return { corrected: 0 };
    const { corrections, next } = await recountStep(account, step ?? null, isFull);
    if (corrections.length > 0) {
      await ctx.operations.record({ type: "counters_corrected", slug: account.account.slug, corrections });
    }
    if (next)
      await ctx.scheduler.runAfter(0, internal.maintenance.recount, { accountId, isFull, step: next });
    return { corrected: corrections.length };
  },
});
