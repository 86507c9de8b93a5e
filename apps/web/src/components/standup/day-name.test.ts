import { expect, it } from "vitest";
import { dayName } from "./day-name";

it("names a calendar day, and leaves alone what is none", () => {
  expect(dayName("2026-11-22")).toMatch(/^Sunday,? 22 November 2026$/);
  expect(dayName("someday")).toBe("someday");
});
