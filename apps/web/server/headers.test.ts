import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "./headers.ts";

const policy = (clerkHost: string | null) =>
  contentSecurityPolicy({ nonce: "n", connect: [], clerkHost, isDev: false });

describe("the content security policy", () => {
  test("lets pages talk to nobody but this origin while accounts are local", () => {
    expect(policy(null)).toContain("connect-src 'self';");
    expect(policy(null)).not.toMatch(/https:|frame-src/);
  });

  test("lets Clerk's panel work when Clerk keeps the accounts, and opens scripts no further", () => {
    const text = policy("lucky-ant-3.clerk.accounts.dev");
    expect(text).toContain("connect-src 'self' https://lucky-ant-3.clerk.accounts.dev;");
    expect(text).toContain("img-src 'self' data: blob: https://img.clerk.com;");
    expect(text).toContain("script-src 'self' 'nonce-n' 'strict-dynamic';");
  });
});
