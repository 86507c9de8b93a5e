/** Sums of usage by day and month, kept up to date by the ledger (lib/usage.ts), read by everyone who shows or limits. */
import { PERIODS, type Period, periodKey } from "@mc/shared/usage/period";
import { NO_USAGE_TOTALS, type UsageTotals } from "@mc/shared/usage/usage";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { zoneOf } from "./metrics";

export type UsageSubject = Doc<"usageTotals">["subject"];

export function usageKeyOf(subject: UsageSubject): string {
  return subject.kind === "account" ? "account" : subject.agentId;
}

export async function totalsIn(
  ctx: ReadCtx,
  subject: UsageSubject,
  { unit, period }: { unit: Period; period: string },
): Promise<UsageTotals> {
  return (await totalsRow(ctx, subject, { unit, period }))?.totals ?? NO_USAGE_TOTALS;
}

/** Of the day or month that it is now. */
export async function totalsNow(ctx: ReadCtx, subject: UsageSubject, unit: Period): Promise<UsageTotals> {
  return await totalsIn(ctx, subject, { unit, period: periodKey(unit, Date.now(), zoneOf(ctx)) });
}

export async function agentTotalsNow(
  ctx: ReadCtx,
  agentId: Id<"agents">,
  unit: Period,
): Promise<UsageTotals> {
  return await totalsNow(ctx, { kind: "agent", agentId }, unit);
}

/** Changes the sums of a day and of its month. */
export async function changeTotals(
  ctx: WriteCtx,
  subject: UsageSubject,
  { day, change }: { day: string; change: (totals: UsageTotals) => UsageTotals },
): Promise<void> {
  for (const unit of PERIODS) {
    const period = unit === "day" ? day : day.slice(0, 7);
    const row = await totalsRow(ctx, subject, { unit, period });
    if (row) await ctx.db.patch("usageTotals", row._id, { totals: change(row.totals) });
    else {
      await ctx.db.insert("usageTotals", {
        accountId: ctx.account._id,
        subject,
        subjectKey: usageKeyOf(subject),
        unit,
        period,
        totals: change(NO_USAGE_TOTALS),
      });
    }
  }
}

async function totalsRow(ctx: ReadCtx, subject: UsageSubject, at: { unit: Period; period: string }) {
  return await ctx.db
    .query("usageTotals")
    .withIndex("by_account_subject_unit_period", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("subjectKey", usageKeyOf(subject))
        .eq("unit", at.unit)
        .eq("period", at.period),
    )
    .unique();
}
