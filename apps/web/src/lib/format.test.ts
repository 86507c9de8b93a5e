import { describe, expect, test } from "vitest";
import {
  ago,
  compactCount,
  dueWords,
  duration,
  elapsed,
  fromDateInput,
  money,
  plural,
  toDateInput,
} from "./format.ts";

const NOON = new Date(2026, 10, 18, 12).getTime();
const HOUR = 3_600_000;

describe("times as people read them", () => {
  test.each([
    [10_000, "just now"],
    [50_000, "1 min ago"],
    [4 * 60_000, "4 min ago"],
    [3 * HOUR, "3 h ago"],
    [47 * HOUR, "1 d ago"],
    [8 * 24 * HOUR, "10 Nov"],
    [400 * 24 * HOUR, "14 Oct 2025"],
  ])("%d ms back reads %s", (back, words) => {
    expect(ago(NOON - back, NOON)).toBe(words);
  });

  test("a clock that is ahead of ours still reads just now", () => {
    expect(ago(NOON + 5_000, NOON)).toBe("just now");
  });

  test.each([
    [42_000, "0:42"],
    [725_000, "12:05"],
    [3_753_000, "1:02:33"],
  ])("%d ms elapsed reads %s", (ms, words) => {
    expect(elapsed(ms)).toBe(words);
  });

  test.each([
    [-26 * HOUR, "yesterday", "late"],
    [5 * HOUR, "today", "soon"],
    [20 * HOUR, "tomorrow", "soon"],
    [3 * 24 * HOUR, "Sat", "later"],
    [30 * 24 * HOUR, "18 Dec", "later"],
  ])("due %d ms from now reads %s and is %s", (ahead, text, tone) => {
    expect(dueWords(NOON + ahead, NOON)).toEqual({ text, tone });
  });

  test("a due day ends at its midnight and comes back as the same day", () => {
    const at = fromDateInput("2026-11-22");
    expect(at).toBe(new Date(2026, 10, 22, 23, 59, 59, 999).getTime());
    expect(toDateInput(at)).toBe("2026-11-22");
    expect(fromDateInput("")).toBeNull();
  });
});

describe("numbers", () => {
  test("counts are short", () => {
    expect([950, 1_000, 12_440, 250_400, 1_200_000].map(compactCount)).toEqual([
      "950",
      "1k",
      "12.4k",
      "250k",
      "1.2M",
    ]);
  });
  test("money never hides that something was spent", () => {
    expect([0, 0.004, 0.84, 12].map(money)).toEqual(["$0", "<$0.01", "$0.84", "$12.00"]);
  });
  test("one thing is not many", () => {
    expect([plural(1, "task"), plural(0, "task"), plural(2, "reply", "replies")]).toEqual([
      "1 task",
      "0 tasks",
      "2 replies",
    ]);
  });

  test("a length of time reads in its two largest units", () => {
    expect([200, 42_000, 12 * 60_000, 3 * 3_600_000 + 5 * 60_000, 4 * 86_400_000].map(duration)).toEqual([
      "<1 s",
      "42 s",
      "12 min",
      "3 h 5 min",
      "4 d",
    ]);
  });
});
