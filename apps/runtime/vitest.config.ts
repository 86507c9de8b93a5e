import { defineConfig } from "vitest/config";

// `*.gateway.test.ts` boots a real OpenClaw (installed once into the repository's cache folder) and takes minutes: one file at a
// time, never beside the quick tests. MC_TEST_GATEWAY=0 leaves it out, MC_TEST_GATEWAY=only runs nothing else.
const gateway = process.env["MC_TEST_GATEWAY"] ?? "1";

export default defineConfig({
  test: {
    name: "runtime",
    projects: [
      ...(gateway === "only"
        ? []
        : [
            {
              test: {
                name: "runtime",
                include: ["src/**/*.test.ts", "test/**/*.test.ts"],
                exclude: ["**/*.gateway.test.ts"],
                testTimeout: 20_000,
              },
            },
          ]),
      ...(gateway === "0"
        ? []
        : [
            {
              test: {
                name: "gateway",
                include: ["test/**/*.gateway.test.ts"],
                testTimeout: 240_000,
                hookTimeout: 600_000,
                fileParallelism: false,
                pool: "forks" as const,
              },
            },
          ]),
    ],
  },
});
