/**
 * A real upgrade of a real gateway, 2026.9.4 to 2026.9.6 with its database migrations, and one to a version that does not
 * come up, which goes back. The older version is installed on first use (about 650 MB and a minute).
 */
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../src/observability/logger.ts";
import { ensureInstalled } from "../src/openclaw/install.ts";
import { FakeMissionControl } from "./fake-mission-control.ts";
import { installations, makeDir, openRealGateway, type RealGateway, testConfig } from "./real-gateway.ts";

const [OLD, NEW, BROKEN] = ["2026.9.4", "2026.9.6", "2026.9.999"];
const office = new FakeMissionControl();
let dir = "";
let real: RealGateway;

beforeAll(async () => {
  dir = await makeDir();
  const settings = {
    MC_RUNTIME_DIR: join(dir, "runtime"),
    MC_OPENCLAW_DIR: join(dir, "openclaw"),
    MC_OPENCLAW_VERSION: OLD,
    MC_GATEWAY_STABLE_MS: "1000",
  };
  const { npmEnv: env, logLevel } = testConfig(dir, settings);
  for (const version of [OLD, NEW]) {
    await ensureInstalled({
      ...{ dir: installations, version, env, logger: createLogger(logLevel), onProgress: () => undefined },
      signal: AbortSignal.timeout(300_000),
    });
    await mkdir(join(dir, "openclaw"), { recursive: true });
    await symlink(join(installations, version), join(dir, "openclaw", version));
  }
  await breakVersion();
  real = await openRealGateway(office, settings, dir);
  await untilOnline(OLD);
}, 400_000);
afterAll(() => real.close());

/** A version whose preflight is the real one, and whose gateway ends while it starts. */
async function breakVersion(): Promise<void> {
  const folder = join(dir, "openclaw", BROKEN, "node_modules", "openclaw");
  await mkdir(folder, { recursive: true });
  const real = join(installations, NEW, "node_modules", "openclaw");
  const about = JSON.parse(await readFile(join(real, "package.json"), "utf8")) as object;
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...about, version: BROKEN }));
  await writeFile(
    join(folder, "openclaw.mjs"),
    `if (process.argv.includes("gateway")) { console.error("no such module"); process.exit(1); }\nawait import(${JSON.stringify(join(real, "openclaw.mjs"))});\n`,
  );
  await cp(
    join(installations, NEW, ".mission-control.json"),
    join(dir, "openclaw", BROKEN, ".mission-control.json"),
  );
}

const untilOnline = (version: string) =>
  office.until(() => {
    const last = office.reports.at(-1);
    return last?.status === "online" && last.openclawVersion === version;
  });

async function answered(title: string): Promise<string | null | undefined> {
  const run = office.add({ task: "t1", title });
  await office.untilOver(run);
  return run.answers[0]?.answer;
}

describe("a real gateway", () => {
  it("is upgraded, remembers what was said, and comes back when the next version does not start", async () => {
    expect(await answered("Before the upgrade")).toContain("Before the upgrade");
    const upgrade = office.order("upgrade", NEW);
    await office.until(() => upgrade.ended !== null);
    expect([upgrade.ended, upgrade.reason]).toEqual(["succeeded", ""]);
    expect(upgrade.steps).toEqual(expect.arrayContaining(["preflighting", "snapshotting", "verifying"]));
    await untilOnline(NEW);
    expect(await answered("After the upgrade")).toContain("After the upgrade");

    const bad = office.order("upgrade", BROKEN);
    await office.until(() => bad.ended !== null);
    expect(bad.ended).toBe("rolled_back");
    expect(bad.reason).toContain("ended unexpectedly");
    await untilOnline(NEW);
    expect(await answered("After the failed upgrade")).toContain("After the failed upgrade");
  });
});
