import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CronSchedule, CronScheduleError, nextRun, nextRunAfter } from "./cronSchedule.ts";

const at = (text: string) => Date.parse(text);
const shown = (schedule: CronSchedule, after: string) => new Date(nextRun(schedule, at(after))).toISOString();
const cron = (text: string): CronSchedule => ({ type: "cron", cron: text });

describe("the next run", () => {
  test.each<[CronSchedule, string, string]>([
    [{ type: "interval", seconds: 30 }, "2026-01-01T00:00:07.250Z", "2026-01-01T00:00:37.250Z"],
    [{ type: "interval", minutes: 2 }, "2026-01-01T00:00:00Z", "2026-01-01T00:02:00.000Z"],
    [{ type: "interval", hours: 1 }, "2026-01-01T23:30:00Z", "2026-01-02T00:30:00.000Z"],
    [{ type: "hourly", minuteUTC: 15 }, "2026-01-01T10:15:00Z", "2026-01-01T11:15:00.000Z"],
    [{ type: "hourly" }, "2026-01-01T10:15:00Z", "2026-01-01T11:00:00.000Z"],
    [{ type: "daily", hourUTC: 7, minuteUTC: 30 }, "2026-02-28T07:30:00Z", "2026-03-01T07:30:00.000Z"],
    [{ type: "daily", hourUTC: 7 }, "2026-02-28T06:59:59.999Z", "2026-02-28T07:00:00.000Z"],
    [
      { type: "weekly", dayOfWeek: "tuesday", hourUTC: 1 },
      "2026-01-01T00:00:00Z",
      "2026-01-06T01:00:00.000Z",
    ],
    [
      { type: "weekly", dayOfWeek: "sunday", hourUTC: 0, minuteUTC: 5 },
      "2026-01-04T00:05:00Z",
      "2026-01-11T00:05:00.000Z",
    ],
    [{ type: "monthly", day: 31, hourUTC: 0 }, "2026-01-31T00:00:00Z", "2026-03-31T00:00:00.000Z"],
    [
      { type: "monthly", day: 1, hourUTC: 16, minuteUTC: 0 },
      "2025-12-01T16:00:00Z",
      "2026-01-01T16:00:00.000Z",
    ],
    [cron("15 7 * * *"), "2026-01-01T07:15:00Z", "2026-01-02T07:15:00.000Z"],
    [cron("*/20 8-9 * * MON-FRI"), "2026-01-02T09:40:00Z", "2026-01-05T08:00:00.000Z"],
    [cron("0 0 29 2 *"), "2096-02-29T00:00:00Z", "2104-02-29T00:00:00.000Z"],
    [cron("0 0 13 * 5"), "2026-01-01T00:00:00Z", "2026-01-02T00:00:00.000Z"],
    [cron("0 0 * * 7"), "2026-01-01T00:00:00Z", "2026-01-04T00:00:00.000Z"],
    [cron("5,10 0 1 jan,jul ?"), "2026-01-01T00:10:00Z", "2026-07-01T00:05:00.000Z"],
    [cron("50/5 * * * *"), "2026-01-01T00:55:00Z", "2026-01-01T01:50:00.000Z"],
  ])("%j after %s", (schedule, after, expected) => {
    expect(shown(schedule, after)).toBe(expected);
  });

  test.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "a * * * *",
    "5-1 * * * *",
    "*/0 * * * *",
    "1- * * * *",
    "L * * * *",
  ])("the expression %j is refused", (text) => {
    expect(() => nextRun(cron(text), 0)).toThrow(CronScheduleError);
  });

  test("a date that does not exist is refused instead of searched for ever", () => {
    expect(() => nextRun(cron("0 0 31 2 *"), 0)).toThrow(CronScheduleError);
    expect(() => nextRun({ type: "interval", seconds: 0 }, 0)).toThrow(CronScheduleError);
  });

  test("a date that a weekday makes rare is found across the years", () => {
    // Steps of the weekday leave Sunday alone, and must hold beside the day of the month.
    expect(nextRun(cron("0 0 28 2 */13"), at("2016-03-01T00:00:00Z"))).toBe(at("2021-02-28T00:00:00Z"));
    expect(nextRun(cron("0 0 29 2 */7"), at("2088-03-01T00:00:00Z"))).toBe(at("2128-02-29T00:00:00Z"));
  });

  const number = (min: number, max: number) => fc.integer({ min, max });
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant("*"),
      number(min, max).map(String),
      number(2, 20).map((step) => `*/${step}`),
      fc.tuple(number(min, max), number(min, max)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
  const expression = fc
    .tuple(field(0, 59), field(0, 23), field(1, 29), field(1, 12), field(0, 6))
    .map((fields) => fields.join(" "));
  const instant = fc.integer({ min: at("2000-01-01T00:00:00Z"), max: at("2100-01-01T00:00:00Z") });

  test("is the first matching minute after the instant: no minute in between matches", () => {
    fc.assert(
      fc.property(expression, instant, (text, after) => {
        const next = nextRun(cron(text), after);
        expect(next).toBeGreaterThan(after);
        expect(next % 60_000).toBe(0);
        expect(matches(text, next)).toBe(true);
        const firstMinute = Math.floor(after / 60_000) * 60_000 + 60_000;
        const end = Math.min(next, firstMinute + 3_000 * 60_000);
        const missed: number[] = [];
        for (let minute = firstMinute; minute < end; minute += 60_000)
          if (matches(text, minute)) missed.push(minute);
        expect(missed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("after missed runs lies in the future, on the schedule's grid, and counts them", () => {
    const schedules: CronSchedule[] = [
      { type: "interval", seconds: 30 },
      { type: "hourly", minuteUTC: 3 },
      cron("*/7 * * * *"),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        instant,
        fc.integer({ min: 0, max: 40 * 3_600_000 }),
        (...[schedule, plannedMs, pause]) => {
          const nowMs = plannedMs + pause;
          const { nextMs, skipped } = nextRunAfter(schedule, { plannedMs, nowMs });
          expect(nextMs).toBeGreaterThan(nowMs);
          if (skipped >= 1_000) return;
          let walked = plannedMs;
          for (let i = 0; i < skipped; i += 1) walked = nextRun(schedule, walked);
          expect(walked <= nowMs).toBe(true);
          expect(nextRun(schedule, walked)).toBe(nextMs);
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** An independent reading of the same expressions, for the property above. */
function matches(text: string, ms: number): boolean {
  const date = new Date(ms);
  const values = [
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
  ];
  const lows = [0, 0, 1, 1, 0];
  const fields = text.split(" ");
  const hits = fields.map((field, i) => {
    const value = values[i] ?? 0;
    if (field === "*") return true;
    if (field.startsWith("*/")) return (value - (lows[i] ?? 0)) % Number(field.slice(2)) === 0;
    const [low = 0, high = low] = field.split("-").map(Number);
    return value >= low && value <= high;
  });
  const isRestricted = (field: string | undefined) => field !== undefined && !field.startsWith("*");
  const days = isRestricted(fields[2]) && isRestricted(fields[4]) ? hits[2] || hits[4] : hits[2] && hits[4];
  return Boolean(hits[0] && hits[1] && hits[3] && days);
}
