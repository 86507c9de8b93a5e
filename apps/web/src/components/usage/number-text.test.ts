import { expect, test } from "vitest";
import { numberOf, textOf } from "./number-text";

test("numbers are read as people type them, and nothing else is one", () => {
  expect(["", " ", "5", "0.5", "1,000,000", "1 000"].map(numberOf)).toEqual([
    null,
    null,
    5,
    0.5,
    1_000_000,
    1_000,
  ]);
  expect(["a", "-1", "1e3", "1.2.3", "$5"].map(numberOf)).toEqual(
    Array.from({ length: 5 }, () => Number.NaN),
  );
  expect([textOf(null), textOf(undefined), textOf(0)]).toEqual(["", "", "0"]);
});
