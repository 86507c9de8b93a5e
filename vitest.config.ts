import { defineConfig } from "vitest/config";

// one run over all packages; two cores, so at most two workers
export default defineConfig({
  test: { projects: ["packages/*/vitest.config.ts", "apps/*/vitest.config.ts"], maxWorkers: 2 },
});
