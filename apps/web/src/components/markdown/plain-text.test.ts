import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  [
    "The plan is in **Webhook signatures**. Short version: - both are accepted - replay is 5 minutes",
    "The plan is in Webhook signatures. Short version: both are accepted replay is 5 minutes",
  ],
  ["> quoted words", "quoted words"],
  ["# Title with `code` and [a link](https://x.y)", "Title with code and a link"],
  ["well-known 3 - 2 = 1", "well-known 3 2 = 1"],
  ["snake_case stays, 2.5 stays", "snake_case stays, 2.5 stays"],
])("%j reads %j", (source, words) => {
  expect(plainText(source)).toBe(words);
});
