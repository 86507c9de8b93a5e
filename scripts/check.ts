// `npm run check`: types, lint, boundaries and generated files, the same here and in CI. `types` or `lint` runs only that part.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
type Step = { name: string; part: "types" | "lint"; command: string; args: string[] };

const projects = [
  ".",
  ...["apps", "packages"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  ),
];
const steps: Step[] = [
  ...projects
    .filter((project) => existsSync(join(root, project, "tsconfig.json")))
    .map(
      (project): Step => ({
        name: `types of ${project}`,
        part: "types",
        command: bin("tsc"),
        args: ["--noEmit", "-p", project],
      }),
    ),
  {
    name: "format, lint and layers",
    part: "lint",
    command: bin("biome"),
    args: ["check", "--error-on-warnings", "."],
  },
  {
    name: "promises and exhaustive switches",
    part: "lint",
    command: bin("oxlint"),
    args: ["--type-aware", "--deny-warnings", "."],
  },
  {
    name: "generated code is up to date",
    part: "lint",
    command: process.execPath,
    args: [
      "packages/convex-embedded/src/cli.ts",
      "codegen",
      "--functions",
      "packages/backend/convex",
      "--check",
    ],
  },
  {
    name: "settings are documented",
    part: "lint",
    command: process.execPath,
    args: ["scripts/settings.ts"],
  },
  {
    name: "states and links of documents",
    part: "lint",
    command: process.execPath,
    args: ["scripts/documents.ts"],
  },
];

/** Runs the steps and returns those that failed, with their output printed. */
export function check(part?: string): { passed: number; failed: string[] } {
  const chosen = steps.filter((step) => part === undefined || step.part === part);
  const failed: string[] = [];
  for (const step of chosen) {
    const result = spawnSync(step.command, step.args, { cwd: root, encoding: "utf8" });
    if (result.status === 0) continue;
    failed.push(step.name);
    console.log(`✗ ${step.name}\n${result.stdout}${result.stderr}`);
  }
  return { passed: chosen.length - failed.length, failed };
}

if (import.meta.main) {
  const { passed, failed } = check(process.argv[2]);
  console.log(`${passed} checks hold, ${failed.length} do not`);
  process.exit(failed.length === 0 ? 0 : 1);
}
