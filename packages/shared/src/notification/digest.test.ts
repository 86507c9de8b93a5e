import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, dayNumber, wallTimeAt, weekdayOf } from "../time/zone.ts";
import { type DigestChoice, digestFor, nextDigestAt } from "./digest.ts";

const choice: fc.Arbitrary<DigestChoice> = fc.record({
  frequency: fc.constantFrom("daily" as const, "weekly" as const),
  time: fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`),
  weekday: fc.nat({ max: 6 }),
  timeZone: fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
  ),
});
const now = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });

describe("digests", () => {
  test("the next one is later, within its period, at its time and on its day", () => {
    fc.assert(
      fc.property(choice, now, (one, at) => {
        const next = nextDigestAt(one, at) ?? Number.NaN;
        expect(next).toBeGreaterThan(at);
        expect(next - at).toBeLessThanOrEqual((one.frequency === "daily" ? 1 : 7) * DAY_MS + 2 * 3_600_000);
        const wall = wallTimeAt(next, one.timeZone);
        if (one.frequency === "weekly") expect(weekdayOf(dayNumber(wall))).toBe(one.weekday);
        const shown = `${String(wall.hour).padStart(2, "0")}:${String(wall.minute).padStart(2, "0")}`;
        // Where the clocks are put forward, the time may not be there; then it is the first one after the gap.
        if (shown !== one.time) expect(shown > one.time).toBe(true);
      }),
    );
  });

  test("two in a row are never the same day", () => {
    fc.assert(
      fc.property(choice, now, (one, at) => {
        const first = nextDigestAt(one, at) ?? Number.NaN;
        const second = nextDigestAt(one, first) ?? Number.NaN;
        const day = (instant: number) => dayNumber(wallTimeAt(instant, one.timeZone));
        expect(day(second)).toBeGreaterThan(day(first));
      }),
    );
  });

  test("what the person says counts before what the account says", () => {
    const own = { frequency: "weekly" as const, time: "07:30", weekday: 5, timeZone: "UTC" };
    const account = { emailDigest: true, timeZone: "Europe/Berlin" };
    expect(digestFor(own, account)).toEqual(own);
    expect(digestFor({ ...own, frequency: "off" }, account)).toBeNull();
    expect(digestFor(null, account)).toMatchObject({ frequency: "daily", timeZone: "Europe/Berlin" });
    expect(digestFor(null, { timeZone: "UTC" })).toBeNull();
    expect(nextDigestAt({ ...own, frequency: "off" }, 0)).toBeNull();
  });
});
