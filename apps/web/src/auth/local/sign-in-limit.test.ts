import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { createSignInLimit } from "./sign-in-limit.ts";

const MINUTE = 60_000;
const failing = (times: number, now: number) => {
  const limit = createSignInLimit(new DatabaseSync(":memory:"));
  for (let i = 0; i < times; i++) limit.recordFailure("ada@example.com", now);
  return limit;
};

describe("tries per account", () => {
  test("nine wrong passwords still leave a try", () => {
    expect(failing(9, 0).retryAfterSeconds("ada@example.com", 0)).toBe(0);
  });

  test("ten close the account's door until the window ends, however the e-mail is written", () => {
    const limit = failing(10, 0);
    expect(limit.retryAfterSeconds(" ADA@example.com", 5 * MINUTE)).toBe(600);
    expect(limit.retryAfterSeconds("ada@example.com", 15 * MINUTE)).toBe(0);
  });

  test("a failure after the window begins a new count", () => {
    const limit = failing(10, 0);
    limit.recordFailure("ada@example.com", 16 * MINUTE);
    expect(limit.retryAfterSeconds("ada@example.com", 16 * MINUTE)).toBe(0);
  });

  test("another person is not affected", () => {
    expect(failing(10, 0).retryAfterSeconds("ben@example.com", 0)).toBe(0);
  });

  test("signing in clears the count", () => {
    const limit = failing(10, 0);
    limit.clear("ada@example.com");
    expect(limit.retryAfterSeconds("ada@example.com", 0)).toBe(0);
  });
});
