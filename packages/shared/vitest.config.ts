import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    testTimeout: 30_000,
    globalSetup: ["test/printSeed.ts"],
    setupFiles: ["test/useSeed.ts"],
  },
});
