/**
 * Upgrades with a stand-in for OpenClaw: real processes, real files, real kills. A child process runs the upgrade, is
 * killed with SIGKILL at each step, and the next one finishes or goes back.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CommandKind } from "@mc/shared/runtime/command";
import { writeFakeInstallation } from "@mc/testkit/fake-openclaw";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeMissionControl } from "../test/fake-mission-control.ts";
import { loadConfig } from "./config.ts";
import { composeRuntime, type Runtime } from "./main.ts";
import type { Installation } from "./openclaw/install.ts";
import { SelfUpgrade } from "./self-upgrade.ts";
import { ActiveVersion } from "./upgrade/active-version.ts";
import { UPGRADE_STEPS, UpgradeJournal } from "./upgrade/journal.ts";
import { StateCopies } from "./upgrade/state-copy.ts";

const OLD = "2026.9.4";
const GOOD = "2026.9.6";
const BAD = "2026.9.7";
const INCOMPATIBLE = "2026.9.8";
const MUTE = "2026.9.9";

let dir = "";
let office: FakeMissionControl;
let running: Runtime | null = null;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-upgrade-"));
  office = new FakeMissionControl();
  const installations = join(dir, "openclaw");
  writeFakeInstallation(installations, OLD);
  writeFakeInstallation(installations, GOOD);
  writeFakeInstallation(installations, BAD, { gateway: "dies" });
  writeFakeInstallation(installations, INCOMPATIBLE, { preflight: "incompatible" });
  writeFakeInstallation(installations, MUTE, { gateway: "hangs" });
  await writeNpm();
  await writeState("before");
});
afterEach(async () => {
  await running?.runner.stop("the test is over");
  running = null;
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

const runtimeDir = () => join(dir, "runtime");
const environment = (extra: Record<string, string> = {}) => ({
  PATH: [join(dir, "bin"), process.env["PATH"] ?? ""].join(delimiter),
  MC_BACKEND_URL: "http://127.0.0.1:1",
  MC_SERVICE_TOKEN: "service-token",
  MC_RUNTIME_DIR: runtimeDir(),
  MC_OPENCLAW_DIR: join(dir, "openclaw"),
  MC_OPENCLAW_VERSION: OLD,
  MC_GATEWAY_STOP_MS: "1000",
  // a good gateway is given time on a busy machine; only the one that never answers takes all of it
  MC_GATEWAY_READY_MS: "12000",
  MC_GATEWAY_STABLE_MS: "200",
  MC_UPGRADE_DRAIN_MS: "300",
  MC_LOG_LEVEL: "silent",
  MC_SKILL_TOKEN: "a-skill-credential",
  ...extra,
});

/** What npm says of a version that there is none of, without asking anybody: a registry out of reach is asked for minutes. */
async function writeNpm(): Promise<void> {
  await mkdir(join(dir, "bin"));
  const program = "#!/bin/sh\necho 'npm error notarget No matching version found' >&2\nexit 1\n";
  await writeFile(join(dir, "bin", "npm"), program, { mode: 0o755 });
}

/** A real database where OpenClaw keeps one, so that the preflight has something to copy. */
async function writeState(word: string): Promise<void> {
  const folder = join(runtimeDir(), "gateway", "state");
  await mkdir(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "openclaw.sqlite"));
  database.exec("create table if not exists words (word text); delete from words");
  database.prepare("insert into words values (?)").run(word);
  database.close();
}

async function start(): Promise<Runtime> {
  const runtime = composeRuntime(loadConfig(environment()), office, pino({ level: "silent" }));
  running = runtime;
  await runtime.runner.start();
  return runtime;
}

const untilOnline = (version: string) =>
  office.until(() => {
    const last = office.reports.at(-1);
    return last?.status === "online" && last.openclawVersion === version;
  });

async function order(kind: CommandKind, version: string | null = null) {
  const made = office.order(kind, version);
  await office.until(() => made.ended !== null);
  return made;
}

const leftOvers = async () =>
  (await readdir(runtimeDir())).filter((name) => /upgrade\.json|partial|replaced|preflight/.test(name));

describe("an upgrade", () => {
  it("ends on the new version, keeps the state of the old one, and can be taken back", async () => {
    await start();
    await untilOnline(OLD);
    expect(await order("upgrade", GOOD)).toMatchObject({ ended: "succeeded" });
    await untilOnline(GOOD);
    expect(office.reports.at(-1)).toMatchObject({ previousVersion: OLD, upgrade: null });
    expect(office.reports.some(({ status, upgrade }) => status === "upgrading" && upgrade?.to === GOOD)).toBe(
      true,
    );
    expect(await order("roll_back")).toMatchObject({ ended: "succeeded" });
    await untilOnline(OLD);
    expect(office.reports.at(-1)?.previousVersion).toBe(GOOD);
    expect(await leftOvers()).toEqual([]);
  });

  it.each([
    [BAD, "rolled_back", "ended unexpectedly"],
    [MUTE, "rolled_back", "did not become ready"],
    [INCOMPATIBLE, "failed", "cannot use the present database"],
    ["2026.1.1-none", "failed", "No matching version"],
  ] as const)(
    "to %s ends %s, and the gateway runs as before",
    async (version, ended, reason) => {
      await start();
      await untilOnline(OLD);
      const made = await order("upgrade", version);
      expect(made.ended).toBe(ended);
      expect(made.reason).toContain(reason);
      await untilOnline(OLD);
      const run = office.add({ title: "Still here" });
      await office.untilOver(run);
      expect(run.answers).toHaveLength(1);
      expect(await leftOvers()).toEqual([]);
    },
    40_000,
  );

  it("waits for a turn that runs, and the turn is answered once", async () => {
    await start();
    await untilOnline(OLD);
    const run = office.add({ description: "[[fake slow 1500]]" });
    await office.until(() => run.gatewayRunId !== null);
    expect(await order("upgrade", GOOD)).toMatchObject({ ended: "succeeded" });
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
    await untilOnline(GOOD);
  }, 30_000);

  it("of a runtime whose account has no agents checks the program alone", async () => {
    office.desired = { ...office.desired, agents: [] };
    await start();
    await untilOnline(OLD);
    expect(await order("upgrade", GOOD)).toMatchObject({ ended: "succeeded" });
    await untilOnline(GOOD);
  });

  it("is what a changed setting means, too", async () => {
    await start();
    await untilOnline(OLD);
    await running?.runner.stop("once more with other settings");
    running = composeRuntime(
      loadConfig(environment({ MC_OPENCLAW_VERSION: GOOD })),
      office,
      pino({ level: "silent" }),
    );
    await running.runner.start();
    await untilOnline(GOOD);
    expect(office.reports.at(-1)?.previousVersion).toBe(OLD);
  });
});

describe("other commands", () => {
  it("restart the gateway, and hand out logs without secrets", async () => {
    const runtime = await start();
    await untilOnline(OLD);
    const before = runtime.supervisor.pid;
    expect(await order("restart_gateway")).toMatchObject({ ended: "succeeded" });
    expect(runtime.supervisor.pid).not.toBe(before);
    expect(runtime.supervisor.status.restarts).toBe(0);
    const token = (await readFile(join(runtimeDir(), "gateway.token"), "utf8")).trim();
    const written = `a line with ${token}\nand one with a-skill-credential\n`;
    await writeFile(join(runtimeDir(), "logs", "openclaw.log"), written);
    const logs = await order("collect_logs");
    expect(logs.ended).toBe("succeeded");
    expect(logs.logs).toContain("a line with [secret]");
    expect(logs.logs).toContain("and one with [secret]");
  });

  it("go on after one whose end the backend refuses for good", async () => {
    await start();
    await untilOnline(OLD);
    const report = office.reportCommand.bind(office);
    const refused = { code: "not_found", message: "There is no such command." };
    const gone = new Set<string>();
    office.reportCommand = async (word) => {
      if (!gone.has(word.commandId) || word.status === "acknowledged" || word.status === "running")
        return await report(word);
      throw Object.assign(new Error("refused"), { data: refused });
    };
    const first = office.order("restart_runtime");
    gone.add(first.commandId);
    expect(await order("restart_runtime")).toMatchObject({ ended: "failed" });
    expect(first.ended).toBeNull();
  });

  it("are carried out although the backend had a fault of its own when they began", async () => {
    await start();
    await untilOnline(OLD);
    const report = office.reportCommand.bind(office);
    let faults = 1;
    office.reportCommand = async (word) => {
      faults -= 1;
      if (faults >= 0) throw new Error("a fault of the backend's own");
      return await report(word);
    };
    expect(await order("restart_gateway")).toMatchObject({ ended: "succeeded" });
  });

  it("restart the runtime only when somebody starts it again, and the next process says that it did", async () => {
    await start();
    await untilOnline(OLD);
    expect(await order("restart_runtime")).toMatchObject({ ended: "failed" });
    await running?.runner.stop("to be started as one that is supervised");
    const asked = Promise.withResolvers<void>();
    const surroundings = { restart: asked.resolve, ownLog: () => "" };
    const compose = () =>
      composeRuntime(loadConfig(environment()), office, pino({ level: "silent" }), surroundings);
    running = compose();
    await running.runner.start();
    await untilOnline(OLD);
    const made = office.order("restart_runtime");
    await asked.promise;
    expect(made.ended).toBeNull();
    await running.runner.stop("asked to restart");
    running = compose();
    await running.runner.start();
    await office.until(() => made.ended !== null);
    expect(made.ended).toBe("succeeded");
  });
});

/** Two of them fit into the time that a test has. */
const PROCESS_WITHIN_MS = 25_000;

/**
 * Runs the runtime in a process of its own that kills itself when it reaches a step, or runs to the end of an order. One that
 * does neither in time is ended, and what it said last says which wait it is that does not end.
 */
async function processUntil(setup: { version: string; killAt: string }): Promise<{ ended: string | null }> {
  const program = new URL("../test/upgrade-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...environment(), TEST_VERSION: setup.version, TEST_KILL_AT: setup.killAt },
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, PROCESS_WITHIN_MS);
  // the gateway that it leaves behind has no part in its output: the pipe closes with the process
  await once(child, "close");
  clearTimeout(late);
  if (isLate) {
    const said = output.trimEnd().split("\n");
    const waits = said.findLast((line) => line.startsWith("waits ")) ?? "said nothing";
    const step = said.findLast((line) => line.startsWith("step ")) ?? "before any step";
    throw new Error(
      `the process did not end in ${PROCESS_WITHIN_MS / 1000} s: it ${waits}, ${step}. Last words:\n${said.slice(-40).join("\n")}`,
    );
  }
  return { ended: /^ended (\w+)$/m.exec(output)?.[1] ?? null };
}

describe("an upgrade that is killed with kill -9", () => {
  const forward = UPGRADE_STEPS.filter((step) => step !== "restoring");

  it.each(forward)(
    "at %s is finished by the next process",
    async (step) => {
      expect(await processUntil({ version: GOOD, killAt: step })).toEqual({ ended: null });
      expect(await processUntil({ version: GOOD, killAt: "" })).toEqual({ ended: "succeeded" });
      const record = JSON.parse(
        await readFile(join(runtimeDir(), "openclaw-version.json"), "utf8"),
      ) as object;
      expect(record).toMatchObject({ version: GOOD, previous: { version: OLD } });
      expect(await leftOvers()).toEqual([]);
    },
    60_000,
  );

  it.each(["switching", "verifying", "restoring"])(
    "at %s of a bad version goes back",
    async (step) => {
      await processUntil({ version: BAD, killAt: step });
      expect(await processUntil({ version: BAD, killAt: "" })).toEqual({ ended: "rolled_back" });
      const record = JSON.parse(
        await readFile(join(runtimeDir(), "openclaw-version.json"), "utf8"),
      ) as object;
      expect(record).toMatchObject({ version: OLD });
      expect(await leftOvers()).toEqual([]);
    },
    60_000,
  );
});

describe("going back", () => {
  const stateDir = () => join(runtimeDir(), "gateway");

  /** An upgrade whose new version is never well, with the gateway's acts in order. */
  async function failing(copyTree: (from: string, to: string) => Promise<void>) {
    const active = new ActiveVersion({ runtimeDir: runtimeDir(), configFile: join(dir, "none") }, OLD);
    const acts: string[] = [];
    const journal = new UpgradeJournal(runtimeDir());
    const copies = new StateCopies(runtimeDir(), stateDir(), async (from, to) => {
      await copyTree(String(from), String(to));
    });
    const upgrade = new SelfUpgrade({
      active,
      journal,
      copies,
      gateway: {
        quiesce: async () => {},
        hold: async () => void acts.push("hold"),
        release: () => void acts.push("release"),
        isWanted: async () => true,
        untilWell: async () => "it ended at once",
        restart: async () => {},
      },
      logger: pino({ level: "silent" }),
      install: async (version) => ({ version, entry: "", dir: "" }) as unknown as Installation,
      preflight: async () => {},
      saysItsVersion: async () => true,
      activeTurns: () => 0,
      drainMs: 0,
      readyWithinMs: 1,
      stableMs: 1,
      onProgress: () => {},
    });
    const { signal } = new AbortController();
    const end = await upgrade.run({ kind: "upgrade", to: GOOD, order: null }, signal);
    return { acts, active, copies, journal, end, upgrade };
  }

  const copy = async (from: string, to: string) => await cp(from, to, { recursive: true });
  const isBringingBack = (to: string) => to.startsWith(stateDir());

  it("that fails leaves the gateway on the state that is there, and no later process puts the copy over it", async () => {
    await writeFile(join(stateDir(), "word"), "before");
    const { acts, active, end, journal, upgrade } = await failing(async (from, to) => {
      if (isBringingBack(to)) throw new Error("no space left on device");
      await copy(from, to);
    });
    expect(end).toMatchObject({ kind: "failed", reason: expect.stringContaining("no space left on device") });
    expect(acts.at(-1)).toBe("release");
    expect(await journal.read()).toBeNull();
    expect(await upgrade.interrupted()).toBeNull();
    // A roll-back can be ordered: the copy is kept, with the version that it belongs to.
    expect(active.previous?.version).toBe(OLD);
    expect(await readFile(join(active.previous?.snapshot ?? "", "word"), "utf8")).toBe("before");
  });

  it("that leaves no state at all holds the gateway, and the next process tries again", async () => {
    const { acts, end, journal, upgrade } = await failing(async (from, to) => {
      if (!isBringingBack(to)) return await copy(from, to);
      await rm(stateDir(), { recursive: true });
      throw new Error("the disk is gone");
    });
    expect(end).toMatchObject({ kind: "failed", reason: expect.stringContaining("the disk is gone") });
    expect(acts).toEqual(["hold", "release", "hold"]);
    expect(await journal.read()).toMatchObject({ step: "restoring", from: OLD, to: GOOD });
    const entry = await upgrade.interrupted();
    expect(entry).toMatchObject({ step: "restoring" });
    expect(acts.at(-1)).toBe("hold");
  });
});

describe("copies of the gateway's state", () => {
  it("come back whole although they were interrupted half-way", async () => {
    const stateDir = join(runtimeDir(), "gateway");
    const copies = new StateCopies(runtimeDir(), stateDir);
    await writeFile(join(stateDir, "word"), "before");
    const snapshot = await copies.take("one");
    await writeFile(join(stateDir, "word"), "after");
    // Killed between putting the present state aside and bringing the copy: both are there, half of one.
    await mkdir(`${stateDir}.replaced`, { recursive: true });
    await mkdir(`${stateDir}.partial`, { recursive: true });
    await copies.restore(snapshot);
    expect(await readFile(join(stateDir, "word"), "utf8")).toBe("before");
    expect((await readdir(runtimeDir())).toSorted()).toEqual(["gateway", "snapshots"]);
    await copies.keepOnly([]);
    expect(await readdir(join(runtimeDir(), "snapshots"))).toEqual([]);
  });

  it("that cannot be put back leave the state as it is", async () => {
    const stateDir = join(runtimeDir(), "gateway");
    await writeFile(join(stateDir, "word"), "before");
    const snapshot = await new StateCopies(runtimeDir(), stateDir).take("one");
    await writeFile(join(stateDir, "word"), "after");
    const full = new StateCopies(runtimeDir(), stateDir, async (from, to) => {
      await cp(join(String(from), "word"), join(String(to), "word"));
      throw new Error("no space left on device");
    });
    await expect(full.restore(snapshot)).rejects.toThrow("no space left");
    expect(await readFile(join(stateDir, "word"), "utf8")).toBe("after");
    expect((await readdir(stateDir)).toSorted()).toEqual(["state", "word"]);
    expect((await readdir(runtimeDir())).toSorted()).toEqual(["gateway", "snapshots"]);
    // Killed with the state put aside and nothing in its place: it comes back even when the copy fails once more.
    await rename(stateDir, `${stateDir}.replaced`);
    await expect(full.restore(snapshot)).rejects.toThrow("no space left");
    expect(await full.isInPlace()).toBe(true);
    expect(await readFile(join(stateDir, "word"), "utf8")).toBe("after");
    await new StateCopies(runtimeDir(), stateDir).restore(snapshot);
    expect(await readFile(join(stateDir, "word"), "utf8")).toBe("before");
    expect((await readdir(runtimeDir())).toSorted()).toEqual(["gateway", "snapshots"]);
  });
});
