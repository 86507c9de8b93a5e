/** Every 30 seconds: leases that nobody renewed and phases that took too long, a bounded number at a time. */
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { endOverdue, expireLease } from "./runEnds";
import { eachAlone } from "./sweeps";

export async function sweepRuns(ctx: SystemMutationCtx): Promise<{ expired: number; overdue: number }> {
  const now = Date.now();
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_leaseUntil", (q) => q.lte("leaseUntil", now))
    .take(LIMITS.batch);
  await eachAlone(ctx, leases, {
    one: internal.runs.expireOne,
    args: ({ _id }) => ({ leaseId: _id }),
  });
  const overdue = await ctx.db
    .query("runs")
    .withIndex("by_deadlineAt", (q) => q.gt("deadlineAt", 0).lte("deadlineAt", now))
    .take(LIMITS.batch);
  await eachAlone(ctx, overdue, {
    one: internal.runs.endOne,
    args: ({ _id }) => ({ runId: _id }),
  });
  return { expired: leases.length, overdue: overdue.length };
}

export async function expireOneLease(ctx: SystemMutationCtx, leaseId: Id<"leases">): Promise<null> {
  const lease = await ctx.db.get("leases", leaseId);
  const account = lease ? await ctx.open(lease.accountId) : null;
  const run = lease ? await account?.db.get("runs", lease.runId) : null;
  if (account && run) await expireLease(account, run);
  return null;
}

export async function endOneOverdue(ctx: SystemMutationCtx, runId: Id<"runs">): Promise<null> {
  const found = await ctx.db.get("runs", runId);
  const account = found ? await ctx.open(found.accountId) : null;
  const run = await account?.db.get("runs", runId);
  if (account && run) await endOverdue(account, run, Date.now());
  return null;
}
