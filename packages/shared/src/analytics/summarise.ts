/** The picture of a range, made from the rows of its days. */
import { type KeptMetrics, type Metrics, RUN_OUTCOMES, sumMetrics } from "./metrics.ts";

export type DayRow<Kept = KeptMetrics> = { day: string; metrics: Kept };

export type Summary = {
  totals: Metrics;
  /** One entry per day of the range, days without any event included. */
  series: DayRow<Metrics>[];
  /** null when no task with a known start was completed. */
  averageCycleMs: number | null;
  /** Completed tasks per day of the range. */
  throughput: number;
  /** Of runs that reached an end by themselves; null when there were none. */
  successRate: number | null;
  averageResponseMs: number | null;
};

export function summariseDays(days: readonly string[], rows: readonly DayRow[]): Summary {
  const byDay = new Map<string, KeptMetrics[]>(days.map((day) => [day, []]));
  for (const { day, metrics } of rows) byDay.get(day)?.push(metrics);
  const series = [...byDay].map(([day, all]) => ({ day, metrics: sumMetrics(all) }));
  const totals = sumMetrics(series.map(({ metrics }) => metrics));
  const ended = RUN_OUTCOMES.filter((outcome) => outcome !== "cancelled").reduce(
    (sum, outcome) => sum + totals.runs[outcome],
    0,
  );
  return {
    totals,
    series,
    averageCycleMs: share(totals.cycleMs, totals.cycles),
    throughput: days.length === 0 ? 0 : totals.completed / days.length,
    successRate: share(totals.runs.succeeded, ended),
    averageResponseMs: share(totals.responseMs, totals.runs.succeeded),
  };
}

export type SubjectRow<Subject extends string, Kept = KeptMetrics> = { subject: Subject; metrics: Kept };

/** The totals of each person or agent, who completed most first. */
export function totalsBySubject<Subject extends string>(
  rows: readonly SubjectRow<Subject>[],
): SubjectRow<Subject, Metrics>[] {
  const bySubject = new Map<Subject, KeptMetrics[]>();
  for (const { subject, metrics } of rows) {
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), metrics]);
  }
  return [...bySubject]
    .map(([subject, all]) => ({ subject, metrics: sumMetrics(all) }))
    .sort(
      (one, other) =>
        other.metrics.completed - one.metrics.completed || (one.subject < other.subject ? -1 : 1),
    );
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
