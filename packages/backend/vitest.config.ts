import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Functions see UTC, as they do in a deployment.
    env: { TZ: "UTC" },
    pool: "forks",
    testTimeout: 30_000,
    // a poll ends when it is right; one second, Vitest's own limit, is short for a process that has to start
    expect: { poll: { timeout: 15_000 } },
    server: { deps: { inline: ["convex-test"] } },
  },
});
