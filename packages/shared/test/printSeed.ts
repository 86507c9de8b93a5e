/** One seed for all property tests of a run, printed before it, so that a run can be repeated: MC_PROPERTY_SEED=… npm test -- unit. */
import type { TestProject } from "vitest/node";

declare module "vitest" {
  // The name of the interface is Vitest's.
  interface ProvidedContext {
    propertySeed: number;
  }
}

export default function printSeed(project: TestProject): void {
  const { env } = process;
  const seed = Number(env["MC_PROPERTY_SEED"] ?? Date.now() % 2 ** 31);
  process.stdout.write(`property tests of packages/shared: MC_PROPERTY_SEED=${seed}\n`);
  project.provide("propertySeed", seed);
}
