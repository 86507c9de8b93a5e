import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TASK_STATUSES } from "../task/status.ts";
import { dayBounds, dayKeyAt, dayKeyOf, dayNumberOf, daysBetween, lastDays } from "./days.ts";
import {
  applyDelta,
  isNothing,
  type KeptMetrics,
  keptOf,
  METRIC_NAMES,
  type MetricDelta,
  NO_METRICS,
  RUN_OUTCOMES,
  startAfter,
  statusDelta,
  sumMetrics,
} from "./metrics.ts";
import { summariseDays, totalsBySubject } from "./summarise.ts";

const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia");
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const delta: fc.Arbitrary<MetricDelta> = fc.oneof(
  fc.record({ created: fc.nat(3), messages: fc.nat(9), tokens: fc.nat(999) }),
  fc.record({ moved: fc.constantFrom(...TASK_STATUSES), completed: fc.constantFrom(0, 1) }),
  fc.record({ run: fc.constantFrom(...RUN_OUTCOMES), responseMs: fc.nat(99) }),
);
const kept = fc.array(delta, { maxLength: 8 }).map((all) => all.reduce<KeptMetrics>(applyDelta, {}));
/** As rows are, and as they were when nought was written out. */
const metrics = fc.oneof(
  kept,
  kept.map((one) => sumMetrics([one])),
);

describe("days", () => {
  test("an instant lies within the bounds of its day, in every zone", () => {
    fc.assert(
      fc.property(instant, zone, (at, inZone) => {
        const bounds = dayBounds(dayKeyAt(at, inZone), inZone);
        expect(bounds && bounds.start <= at && at < bounds.end).toBe(true);
      }),
    );
  });

  test("keys and numbers are the same days, and the next day's start is this day's end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), zone, (number, inZone) => {
        const key = dayKeyOf(number);
        expect(dayNumberOf(key)).toBe(number);
        expect(dayBounds(key, inZone)?.end).toBe(dayBounds(dayKeyOf(number + 1), inZone)?.start);
      }),
    );
  });

  test("what is no day is none", () => {
    for (const key of ["2026-02-30", "2026-13-01", "2026-1-1", "today", ""])
      expect(dayNumberOf(key)).toBeNull();
    expect(dayBounds("2026-02-30", "UTC")).toBeNull();
  });

  test("ranges end today and go over the ends of months", () => {
    expect(daysBetween("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysBetween("2026-03-01", "2026-02-27")).toEqual([]);
    expect(lastDays("week", "2026-03-01")).toHaveLength(7);
    expect(lastDays("day", "2026-03-01")).toEqual(["2026-03-01"]);
  });
});

describe("figures", () => {
  test("adding knows no order and nothing is the zero of it", () => {
    fc.assert(
      fc.property(fc.array(metrics), (all) => {
        expect(sumMetrics([...all, NO_METRICS])).toEqual(sumMetrics(all.toReversed()));
      }),
    );
  });

  test("counting events one by one is the same as adding their days", () => {
    fc.assert(
      fc.property(fc.array(delta), fc.nat(), (all, cut) => {
        const at = all.length === 0 ? 0 : cut % all.length;
        const parts = [all.slice(0, at), all.slice(at)].map((part) =>
          part.reduce<KeptMetrics>(applyDelta, {}),
        );
        expect(sumMetrics(parts)).toEqual(sumMetrics([all.reduce<KeptMetrics>(applyDelta, {})]));
      }),
    );
  });

  test("what is nought is left out and says the same, also for what is counted on", () => {
    fc.assert(
      fc.property(metrics, delta, (one, next) => {
        const short = keptOf(one);
        expect(sumMetrics([short])).toEqual(sumMetrics([one]));
        expect(JSON.stringify(short)).not.toMatch(/:(0|\{\})[,}]/);
        expect(sumMetrics([applyDelta(short, next)])).toEqual(sumMetrics([applyDelta(one, next)]));
        expect(sumMetrics([applyDelta(one, next)])).toEqual(sumMetrics([one, applyDelta({}, next)]));
        expect(isNothing(one)).toBe(Object.keys(short).length === 0);
      }),
    );
  });

  test("every completion counts once, and its time from the first work on it", () => {
    const change = { from: "review" as const, to: "done" as const, now: 900 };
    expect(statusDelta({ ...change, startedAt: 400 })).toEqual({
      moved: "done",
      completed: 1,
      cycleMs: 500,
      cycles: 1,
    });
    expect(statusDelta({ ...change, startedAt: null })).toEqual({ moved: "done", completed: 1 });
    expect(statusDelta({ from: "done", to: "review", startedAt: 1, now: 2 })).toEqual({
      moved: "review",
      reopened: 1,
    });
  });

  test("work begins when it is first in progress, and anew when it is reopened", () => {
    const start = (
      from: "assigned" | "blocked" | "done",
      to: "in_progress" | "review" | "blocked",
      startedAt: number | null,
    ) => startAfter({ from, to, startedAt, now: 9 });
    expect(start("assigned", "in_progress", null)).toBe(9);
    expect(start("blocked", "in_progress", 4)).toBe(4);
    expect(start("done", "review", 4)).toBe(9);
    expect(start("assigned", "blocked", null)).toBeNull();
  });
});

describe("summaries", () => {
  const days = daysBetween("2026-05-01", "2026-05-07");
  const row = fc.record({ day: fc.constantFrom(...days), metrics });

  test("the series has every day once, and its sum is the total", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const { series, totals } = summariseDays(days, rows);
        expect(series.map(({ day }) => day)).toEqual(days);
        expect(totals).toEqual(sumMetrics(rows.map((one) => one.metrics)));
        expect(sumMetrics(series.map((one) => one.metrics))).toEqual(totals);
      }),
    );
  });

  test("rates are between nothing and all, and unknown when there was nothing", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const { successRate, totals } = summariseDays(days, rows);
        const ended =
          totals.runs.succeeded + totals.runs.failed + totals.runs.dead_letter + totals.runs.timed_out;
        if (ended === 0) expect(successRate).toBeNull();
        else expect(successRate).toBeGreaterThanOrEqual(0);
        expect(successRate ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("each person or agent is one line with the sum of their rows", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ subject: fc.constantFrom("a", "b", "c"), metrics })), (rows) => {
        const lines = totalsBySubject(rows);
        expect(new Set(lines.map(({ subject }) => subject)).size).toBe(lines.length);
        for (const name of METRIC_NAMES) {
          const sum = (all: readonly { metrics: KeptMetrics }[]) =>
            all.reduce((total, one) => total + (one.metrics[name] ?? 0), 0);
          expect(sum(lines)).toBe(sum(rows));
        }
      }),
    );
  });
});
