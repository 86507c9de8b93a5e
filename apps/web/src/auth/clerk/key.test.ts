import { describe, expect, test } from "vitest";
import { clerkHost } from "./key.ts";

const keyOf = (text: string) => `pk_test_${Buffer.from(text).toString("base64")}`;

describe("Clerk's publishable key", () => {
  test("names the host of its API", () => {
    expect(clerkHost(keyOf("lucky-ant-3.clerk.accounts.dev$"))).toBe("lucky-ant-3.clerk.accounts.dev");
  });

  test.each([
    "",
    "sk_test_c2VjcmV0",
    "pk_test_",
    keyOf("no-end.example"),
    keyOf("evil.example; script-src *$"),
  ])("anything else is none: %s", (key) => {
    expect(clerkHost(key)).toBeNull();
  });
});
