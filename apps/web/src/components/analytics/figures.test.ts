import { describe, expect, it } from "vitest";
import { dayWords, duration, figure } from "./figures";

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
