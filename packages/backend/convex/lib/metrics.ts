/** The one writer of the daily figures: called where the event is written, so that they can never differ. */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { applyDelta, type MetricDelta, NO_METRICS, RUN_OUTCOMES } from "@mc/shared/analytics/metrics";
import type { Doc } from "../_generated/dataModel";
import type { ActorRef, ReadCtx, WriteCtx } from "../functions/context";

export type MetricSubject = Doc<"dailyMetrics">["subject"];

/** Counts for the account, and for those in `of` (the system is nobody). One row each. */
export async function recordMetric(
  ctx: WriteCtx,
  delta: MetricDelta,
  of: readonly ActorRef[] = [],
): Promise<void> {
  await recordMetricOn(ctx, dayKeyAt(Date.now(), zoneOf(ctx)), { delta, of });
}

/** For what belongs to a day that may be over. */
export async function recordMetricOn(
  ctx: WriteCtx,
  day: string,
  { delta, of }: { delta: MetricDelta; of: readonly ActorRef[] },
): Promise<void> {
  const subjects: MetricSubject[] = [
    { kind: "account" },
    ...of.flatMap((actor) => (actor.kind === "system" ? [] : [actor])),
  ];
  for (const subject of subjects) {
    const row = await metricRow(ctx, { subject, day });
    if (row) await ctx.db.patch("dailyMetrics", row._id, { metrics: applyDelta(row.metrics, delta) });
    else await insertMetrics(ctx, { subject, day, metrics: applyDelta(NO_METRICS, delta) });
  }
}

export async function insertMetrics(
  ctx: WriteCtx,
  row: Pick<Doc<"dailyMetrics">, "subject" | "day" | "metrics">,
): Promise<void> {
  const subjectKey = subjectKeyOf(row.subject);
  await ctx.db.insert("dailyMetrics", { accountId: ctx.account._id, subjectKey, ...row });
}

export async function metricRow(ctx: ReadCtx, { subject, day }: { subject: MetricSubject; day: string }) {
  return await ctx.db
    .query("dailyMetrics")
    .withIndex("by_account_subject_day", (q) =>
      q.eq("accountId", ctx.account._id).eq("subjectKey", subjectKeyOf(subject)).eq("day", day),
    )
    .unique();
}

export function subjectKeyOf(subject: MetricSubject): string {
  switch (subject.kind) {
    case "account":
      return "account";
    case "member":
      return subject.memberId;
    case "agent":
      return subject.agentId;
  }
}

/** What the end of a run counts as; null while it has none. What it used is counted by the ledger (lib/usage.ts). */
export function runDelta(run: Doc<"runs">): MetricDelta | null {
  const outcome = RUN_OUTCOMES.find((one) => one === run.status);
  if (!outcome) return null;
  const { endedAt } = run;
  return {
    run: outcome,
    responseMs: outcome === "succeeded" && endedAt !== null ? Math.max(0, endedAt - run.queuedAt) : 0,
  };
}

/** Days begin when they begin for the account; rows of days before a change of zone stay as they are. */
export function zoneOf({ account }: Pick<ReadCtx, "account">): string {
  return account.settings.timeZone ?? "UTC";
}
