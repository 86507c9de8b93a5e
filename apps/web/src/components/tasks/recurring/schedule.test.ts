import { describe, expect, test } from "vitest";
import { choiceOf, cronOf, DEFAULT_SCHEDULE, plannedWords, scheduleWords } from "./schedule";

describe("a schedule", () => {
  test.each(["30 9 * * *", "0 8 * * 1-5", "15 17 * * 5", "0 6 15 * *"])(
    "%s is read back as it was",
    (cron) => {
      expect(cronOf(choiceOf(cron))).toBe(cron);
      expect(choiceOf(cron).rhythm).not.toBe("custom");
    },
  );
  test.each(["*/5 * * * *", "0 9 1 * 1", "0 9 * 1 *", "nonsense"])(
    "%s is custom and stays as it is",
    (cron) => {
      expect(choiceOf(cron).rhythm).toBe("custom");
      expect(cronOf(choiceOf(cron))).toBe(cron);
      expect(scheduleWords(cron)).toBe(cron);
    },
  );
  test("it is said in words", () => {
    expect(scheduleWords(cronOf(DEFAULT_SCHEDULE))).toBe("Every Monday at 09:00");
    expect(scheduleWords("0 9 * * 7")).toBe("Every Sunday at 09:00");
    expect(scheduleWords("5 7 3 * *")).toBe("On day 3 of every month at 07:05");
  });
  test("a planned time is said on the clock of its zone", () => {
    expect(plannedWords(Date.UTC(2026, 10, 30, 8), "Europe/Berlin")).toBe("Mon, 30 Nov 2026, 09:00");
  });
});
