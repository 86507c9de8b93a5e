/** The one writer of the daily figures: called where the event is written, so that they can never differ. */
import { dayKeyAt, MAX_RANGE_DAYS } from "@mc/shared/analytics/days";
import { applyDelta, keptOf, type MetricDelta, RUN_OUTCOMES } from "@mc/shared/analytics/metrics";
import type { OpenWorkChange } from "@mc/shared/analytics/openWork";
import type { Doc } from "../_generated/dataModel";
import type { ActorRef, ReadCtx, WriteCtx } from "../functions/context";
import { actTime } from "./times";

export type MetricSubject = Doc<"dailyMetrics">["subject"];
const ACCOUNT = { kind: "account" } as const;

/**
 * Counts for the account, and for those in `of` (the system is nobody). One row each; open tasks are counted on the
 * days on which they were made, today's with the rest of today.
 */
export async function recordMetric(
  ctx: WriteCtx,
  delta: MetricDelta,
  { of = [], open = {} }: { of?: readonly ActorRef[]; open?: OpenWorkChange["days"] } = {},
): Promise<void> {
  const today = dayKeyAt(actTime(ctx), zoneOf(ctx));
  const { [today]: openToday = 0, ...before } = open;
  await recordMetricOn(ctx, today, { delta, of, openToday });
  await recordOpen(ctx, before);
}

/** Open tasks alone, on the days on which they were made. */
export async function recordOpen(ctx: WriteCtx, open: OpenWorkChange["days"]): Promise<void> {
  for (const [day, count] of Object.entries(open)) {
    const row = await metricRow(ctx, { subject: ACCOUNT, day });
    if (row) await ctx.db.patch("dailyMetrics", row._id, { stillOpen: sumOrNone(row.stillOpen, count) });
    else await insertMetrics(ctx, { subject: ACCOUNT, day, metrics: {}, stillOpen: count });
  }
}

/** For what belongs to a day that may be over. */
export async function recordMetricOn(
  ctx: WriteCtx,
  day: string,
  { delta, of, openToday = 0 }: { delta: MetricDelta; of: readonly ActorRef[]; openToday?: number },
): Promise<void> {
  const subjects: MetricSubject[] = [
    ACCOUNT,
    ...of.flatMap((actor) => (actor.kind === "system" ? [] : [actor])),
  ];
  for (const subject of subjects) {
    const row = await metricRow(ctx, { subject, day });
    const metrics = applyDelta(row?.metrics ?? {}, delta);
    const count = subject.kind === "account" ? openToday : 0;
    const open = count === 0 ? {} : { stillOpen: sumOrNone(row?.stillOpen, count) };
    if (row) await ctx.db.patch("dailyMetrics", row._id, { metrics, ...open });
    else await insertMetrics(ctx, { subject, day, metrics, ...open });
  }
}

export async function insertMetrics(
  ctx: WriteCtx,
  row: Pick<Doc<"dailyMetrics">, "subject" | "day" | "metrics"> & { stillOpen?: number | undefined },
): Promise<void> {
  const subjectKey = subjectKeyOf(row.subject);
  const { stillOpen, day, subject } = row;
  const open = stillOpen === undefined ? {} : { stillOpen };
  await ctx.db.insert("dailyMetrics", {
    accountId: ctx.account._id,
    day,
    subject,
    subjectKey,
    metrics: keptOf(row.metrics),
    ...open,
  });
}

function sumOrNone(before: number | undefined, count: number): number | undefined {
  return (before ?? 0) + count || undefined;
}

export async function metricRow(ctx: ReadCtx, { subject, day }: { subject: MetricSubject; day: string }) {
  return await ctx.db
    .query("dailyMetrics")
    .withIndex("by_account_subject_day", (q) =>
      q.eq("accountId", ctx.account._id).eq("subjectKey", subjectKeyOf(subject)).eq("day", day),
    )
    .unique();
}

/** Open tasks by the day on which they were made, from `first` on: at most a row per day. */
export async function openDays(ctx: ReadCtx, first: string): Promise<{ day: string; open: number }[]> {
  const rows = await ctx.db
    .query("dailyMetrics")
    .withIndex("by_account_subject_day", (q) =>
      q.eq("accountId", ctx.account._id).eq("subjectKey", subjectKeyOf(ACCOUNT)).gte("day", first),
    )
    .take(2 * MAX_RANGE_DAYS);
  return rows.flatMap(({ day, stillOpen }) => (stillOpen === undefined ? [] : [{ day, open: stillOpen }]));
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
