import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarDay, dayNumber, instantOf, wallTimeAt, weekdayOf } from "../time/zone.ts";
import { nextRuns, parseCron } from "./recurrence.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
];
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) });
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    fc.integer({ min, max }).map(String),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`),
    fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
  );
const cron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), fc.constantFrom("*", "1", "mon-fri", "0,6"))
  .map((fields) => fields.join(" "));

function runs(text: string, options: { after: string; timeZone?: string; count?: number }): string[] {
  const found = nextRuns(
    { cron: text, timeZone: options.timeZone ?? "UTC" },
    Date.parse(options.after),
    options.count ?? 5,
  );
  return found.ok ? found.decision.map(iso) : [found.error.message];
}

describe("time in a zone", () => {
  test("days count as the calendar does", () => {
    fc.assert(
      fc.property(instant, (at) => {
        const date = new Date(at);
        const number = Math.floor(at / 86_400_000);
        const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(dayNumber(day)).toBe(number);
        expect(calendarDay(number)).toEqual(day);
        expect(weekdayOf(number)).toBe(date.getUTCDay());
      }),
    );
  });

  test("what a clock shows leads back to an instant at which it shows just that", () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const wall = wallTimeAt(at, name);
        expect(wallTimeAt(instantOf(wall, name), name)).toEqual(wall);
      }),
    );
  });
});

describe("schedules of recurring tasks", () => {
  test("the next runs are five, growing, after the given instant, and fit the expression", () => {
    fc.assert(
      fc.property(cron, instant, zone, (text, after, timeZone) => {
        const parsed = parseCron(text);
        const found = nextRuns({ cron: text, timeZone }, after, 5);
        if (!parsed.ok || !found.ok) throw new TypeError(`refused: ${text}`);
        expect(found.decision).toHaveLength(5);
        let before = after;
        for (const at of found.decision) {
          expect(at).toBeGreaterThan(before);
          before = at;
          expect(parsed.decision.months).toContain(wallTimeAt(at, timeZone).month);
        }
        // Asking again from any of them goes on where it was.
        const [first = after, second = after] = found.decision;
        expect(nextRuns({ cron: text, timeZone }, first, 1)).toEqual({ ok: true, decision: [second] });
      }),
      { numRuns: 60 },
    );
  });

  test("weekdays at nine stay at nine over the change of the clocks", () => {
    expect(runs("0 9 * * mon-fri", { after: "2026-03-26T00:00Z", timeZone: "Europe/Berlin" })).toEqual([
      "2026-03-26T08:00",
      "2026-03-27T08:00",
      "2026-03-30T07:00",
      "2026-03-31T07:00",
      "2026-04-01T07:00",
    ]);
  });

  test("an hour that the clocks skip runs once right after, one that they repeat runs once", () => {
    const berlin = { timeZone: "Europe/Berlin", count: 2 };
    expect(runs("30 2 * * *", { after: "2026-03-28T12:00Z", ...berlin })).toEqual([
      "2026-03-29T01:30",
      "2026-03-30T00:30",
    ]);
    expect(runs("30 2 * * *", { after: "2026-10-24T12:00Z", ...berlin })).toEqual([
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ]);
  });

  test("day and weekday together mean either; 29 February waits for its year; 31 February never comes", () => {
    expect(runs("0 0 13 * fri", { after: "2026-02-01T00:00Z", count: 3 })).toEqual([
      "2026-02-06T00:00",
      "2026-02-13T00:00",
      "2026-02-20T00:00",
    ]);
    expect(runs("0 0 29 2 *", { after: "2096-03-01T00:00Z", count: 1 })).toEqual(["2104-02-29T00:00"]);
    expect(runs("0 0 31 2 *", { after: "2026-01-01T00:00Z" })).toEqual([]);
  });

  test.each([
    "",
    "* * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "5-1 * * * *",
    "*/0 * * * *",
    "a b c d e",
    "*-3 * * * *",
  ])("%j is refused with a sentence", (text) => {
    const parsed = parseCron(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.error.message.length).toBeGreaterThan(10);
  });

  test("a time zone that does not exist is refused", () => {
    expect(runs("0 9 * * *", { after: "2026-01-01T00:00Z", timeZone: "Mars/Olympus" })[0]).toContain(
      "Mars/Olympus",
    );
  });
});
