import { defineConfig } from "vitest/config";

// Tests that boot a real gateway (*.gateway.test.ts) take minutes: they are run by vitest.gateway.config.ts at the root.
export default defineConfig({
  test: {
    name: "runtime",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/*.gateway.test.ts"],
    testTimeout: 20_000,
    // a poll ends when it is right; one second, Vitest's own limit, is short for a process that has to start
    expect: { poll: { timeout: 15_000 } },
  },
});
