/** Every 30 seconds: leases that nobody renewed and phases that took too long, a bounded number at a time. */
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { endOverdue, expireLease } from "./runEnds";

export async function sweepRuns(ctx: SystemMutationCtx): Promise<{ expired: number; overdue: number }> {
  const now = Date.now();
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_leaseUntil", (q) => q.lte("leaseUntil", now))
    .take(LIMITS.batch);
  for (const lease of leases) {
    const account = await ctx.open(lease.accountId);
    const run = await account?.db.get("runs", lease.runId);
    if (account && run) await expireLease(account, run);
  }
  const overdue = await ctx.db
    .query("runs")
    .withIndex("by_deadlineAt", (q) => q.gt("deadlineAt", 0).lte("deadlineAt", now))
    .take(LIMITS.batch);
  for (const { _id, accountId } of overdue) {
    const account = await ctx.open(accountId);
    const run = await account?.db.get("runs", _id);
    if (account && run) await endOverdue(account, run, now);
  }
  return { expired: leases.length, overdue: overdue.length };
}
