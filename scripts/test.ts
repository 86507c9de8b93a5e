// `npm test`: every test of the product, with everything that they need brought along. Ends with one line `N passed, N failed`.
//   checks (types, lint, layers) → vitest (unit, property, functions, host) → vitest with the real gateway → Playwright
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { check } from "./check.ts";
import { ensureBrowser } from "./ensureBrowser.ts";

type Tally = { passed: number; failed: number; skipped: number };
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
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  // a file that cannot be loaded fails without failing a test, and so does an unhandled error
  const failed =
    result.numFailedTests +
    (result.numFailedTests === 0 && code !== 0 ? Math.max(1, result.numFailedTestSuites) : 0);
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
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(report, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  // a test that passed only at a second try is broken
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
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
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
