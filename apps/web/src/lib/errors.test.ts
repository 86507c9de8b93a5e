import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import { toAppError } from "./errors.ts";

describe("[E1] what a person reads when a call is refused", () => {
  test("a refusal keeps the server's sentence and gets the title of its code", () => {
    const error = toAppError(new ConvexError({ code: "conflict", message: "The task is already review." }));
    expect(error).toEqual({
      code: "conflict",
      title: "Someone was faster",
      message: "The task is already review.",
      step: "none",
    });
  });

  test("data that travelled as text is read too", () => {
    expect(toAppError({ data: '{"code":"not_found","message":"No such task."}' }).code).toBe("not_found");
  });

  test("a rate limit says how long to wait", () => {
    expect(
      toAppError(new ConvexError({ code: "rate_limited", message: "slow down", retryAfterMs: 2100 })).message,
    ).toMatch(/^Wait 3 seconds/);
  });

  test("anything else is our fault and does not leak its text", () => {
    const error = toAppError(new TypeError("undefined is not a function"));
    expect(error.code).toBe("internal");
    expect(error.message).not.toMatch(/undefined/);
  });
});
