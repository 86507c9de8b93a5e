import { describe, expect, it } from "vitest";
import { dayWords, duration, durationTicks, figure } from "./figures";

describe("figures in words", () => {
  it("speaks of durations in at most two units", () => {
    const minute = 60_000;
    expect([40_000, 12 * minute, 185 * minute, 120 * minute, 52 * 60 * minute].map(duration)).toEqual([
      "40 s",
      "12 min",
      "3 h 5 min",
      "2 h",
      "2 d 4 h",
    ]);
  });

  it("marks an axis of durations at whole minutes, hours and days", () => {
    const hour = 3_600_000;
    const marks = (most: number) => durationTicks(most).map(duration);
    expect(marks(0)).toEqual(["0 s", "1 min"]);
    expect(marks(50 * hour)).toEqual(["0 s", "1 d", "2 d", "3 d"]);
    expect(marks(100_000)).toEqual(["0 s", "1 min", "2 min"]);
    for (const most of [1, 59_000, 7 * hour, 30 * hour, 900 * hour, 9_000 * hour]) {
      expect(durationTicks(most).at(-1)).toBeGreaterThanOrEqual(most);
      expect(durationTicks(most).length).toBeLessThanOrEqual(5);
    }
  });

  it("names a calendar day the same in every time zone", () => {
    expect(dayWords("2026-03-12")).toBe("12 Mar");
    expect(dayWords("no day")).toBe("no day");
  });

  it("shows what could not be measured as a dash, not as nought", () => {
    expect([
      figure(null, "duration"),
      figure(0, "count"),
      figure(0.5, "money"),
      figure(12_400, "tokens"),
    ]).toEqual(["–", "0", "$0.50", "12.4k"]);
  });
});
