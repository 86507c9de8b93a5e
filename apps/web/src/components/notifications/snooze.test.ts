import { expect, test } from "vitest";
import { snoozeUntil } from "./snooze";

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();

test("what is put off comes back in three hours, tomorrow or next Monday at nine", () => {
  const friday = at(27, 15);
  expect(snoozeUntil("later", friday)).toBe(at(27, 18));
  expect(snoozeUntil("tomorrow", friday)).toBe(at(28, 9));
  expect(snoozeUntil("monday", friday)).toBe(at(30, 9));
  expect(snoozeUntil("monday", at(30, 8))).toBe(new Date(2026, 11, 7, 9).getTime());
  expect(snoozeUntil("monday", at(29, 8))).toBe(at(30, 9));
});
