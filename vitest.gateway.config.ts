import { defineConfig } from "vitest/config";

// tests that drive a real OpenClaw gateway: one file at a time, because a boot takes both cores for many seconds
export default defineConfig({
  test: {
    include: ["apps/runtime/**/*.gateway.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
