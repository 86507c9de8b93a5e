// `npm test`: every test of the product, with everything that they need brought along. Ends with what failed, whichever suite it was
// in and however long ago, and one line `N passed, N failed`.
//   checks (types, lint, layers) → vitest (unit, property, functions, host) → vitest with the real gateway → Playwright
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { check } from "./check.ts";
import { ensureBrowser } from "./ensureBrowser.ts";

type Tally = { passed: number; failed: number; skipped: number };
/** What failed and the beginning of why, for the end of the run. */
const failures: string[] = [];
const root = resolve(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "mc-test-"));
const openclawDir = process.env["MC_OPENCLAW_DIR"] ?? join(root, "node_modules/.cache/mc/openclaw");
const only = process.argv[2];

async function run(args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, MC_OPENCLAW_DIR: openclawDir, ...env },
  });
  return new Promise((done) => child.on("exit", (code) => done(code ?? 1)));
}

async function checks(): Promise<Tally> {
  const { passed, failed } = check();
  failures.push(...failed.map((name) => `checks: ${String(name)}`));
  return { passed, failed: failed.length, skipped: 0 };
}

async function vitest(name: string, config: string): Promise<Tally> {
  const report = join(reports, `${name}.json`);
  const code = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    config,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return ended(name, code);
  const result = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
    testResults: {
      name: string;
      message: string;
      assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
    }[];
  };
  for (const { name: file, message, assertionResults } of result.testResults) {
    const where = `${name}: ${relative(root, file)}`;
    if (message !== "") failures.push(`${where}\n${beginning(message)}`);
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === "failed")
        failures.push(`${where} › ${fullName}\n${beginning(failureMessages.join("\n"))}`);
  }
  // a file that cannot be loaded fails without failing a test, and so does an unhandled error
  const failed =
    result.numFailedTests +
    (result.numFailedTests === 0 && code !== 0 ? Math.max(1, result.numFailedTestSuites) : 0);
  if (result.numFailedTests + result.numFailedTestSuites === 0 && code !== 0) ended(name, code);
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests };
}

async function playwright(): Promise<Tally> {
  const report = join(reports, "e2e.json");
  const code = await run(
    ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json,./e2e/actsReporter.ts"],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      CHROMIUM_PATH: await ensureBrowser(),
    },
  );
  if (!existsSync(report)) return ended("e2e", code);
  const {
    stats,
    suites: files,
    errors,
  } = JSON.parse(readFileSync(report, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: JourneySuite[];
    errors: { message?: string }[];
  };
  failures.push(...errors.map(({ message = "" }) => `e2e:\n${beginning(message)}`));
  failures.push(...files.flatMap((file) => failedJourneys(file, "e2e: ")));
  // a test that passed only at a second try is broken
  const failed = stats.unexpected + stats.flaky;
  if (failed === 0 && code !== 0 && errors.length === 0) ended("e2e", code);
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
}

/** What failed is no test: an error that none caught, or an end before the report. */
function ended(name: string, code: number): Tally {
  failures.push(`${name}: ended with exit code ${code}; why stands in its output above`);
  return { passed: 0, failed: 1, skipped: 0 };
}

type JourneySuite = {
  title: string;
  suites?: JourneySuite[];
  specs: {
    title: string;
    ok: boolean;
    tests: { results: { status: string; error?: { message?: string } }[] }[];
  }[];
};

function failedJourneys({ title, suites: inner = [], specs }: JourneySuite, before: string): string[] {
  const where = `${before}${title} › `;
  return [
    ...specs
      .filter(({ ok }) => !ok)
      .map((spec) => {
        const why = spec.tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ""));
        return `${where}${spec.title}\n${beginning(why.join("\n"))}`;
      }),
    ...inner.flatMap((suite) => failedJourneys(suite, where)),
  ];
}

/** Enough of a message to know where to look, without colours. */
function beginning(message: string): string {
  return stripVTControlCharacters(message)
    .split("\n")
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
}

const suites: Record<string, () => Promise<Tally>> = {
  checks,
  unit: () => vitest("unit", "vitest.config.ts"),
  gateway: () => vitest("gateway", "vitest.gateway.config.ts"),
  e2e: playwright,
};

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for (const [name, suite] of Object.entries(suites)) {
  if (only !== undefined && only !== name) continue;
  const startedAt = performance.now();
  const tally = await suite();
  console.log(
    `— ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
}
rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join("\n")}\n`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
