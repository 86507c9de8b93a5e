import { defineConfig } from "vitest/config";

// tests that drive a real OpenClaw gateway: one file at a time, because a boot takes both cores for many seconds
export default defineConfig({
  test: {
    include: ["apps/runtime/**/*.gateway.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    // a poll ends when it is right; one second, Vitest's own limit, is short for a process that has to start
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 600_000,
  },
});
