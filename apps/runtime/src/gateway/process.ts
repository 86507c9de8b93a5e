/**
 * The gateway as an operating-system process: started, watched, ended for sure. A pid file in the runtime's folder lets a later
 * runtime find what a killed one left running; two gateways on one state folder are refused by OpenClaw (exit code 78).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { RuntimeError } from "../errors.ts";
import { identify, isSameProcessAlive, type ProcessIdentity } from "../process/identity.ts";
import { sleep } from "../process/sleep.ts";
import { readTextOrNull, writeIfChanged } from "../storage/files.ts";
import type { GatewayPaths } from "./config.ts";
import { ConsoleFile } from "./console-file.ts";

/** OpenClaw's word for "my configuration or my state is wrong": starting again changes nothing. */
export const EXIT_REFUSED = 78;

const HANG_UP = new URL(`../process/die-with-parent.mjs?of=${process.pid}`, import.meta.url).href;
const KEPT_LINES = 30;
/** What an ended process has still to say is waited for so long; somebody that it started may hold its pipes for ever. */
const LAST_WORDS_WITHIN_MS = 500;
/** A process that outlives SIGKILL for so long is not ours to end. */
const KILLED_WITHIN_MS = 10_000;

export interface GatewayLaunch {
  readonly entry: string;
  readonly runtimeDir: string;
  readonly paths: GatewayPaths;
  readonly port: number;
  /** What the process inherits, and the model's key. */
  readonly env: Readonly<Record<string, string>>;
}

export interface GatewayExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote, for the reason that people see. */
  readonly lastLines: readonly string[];
  /** True when no process ever ran: its files could not be written. */
  readonly neverRan?: boolean;
}

export interface RunningGateway {
  readonly pid: number;
  readonly exited: Promise<GatewayExit>;
  /** SIGTERM, then SIGKILL after the budget. A second SIGTERM would be ignored by OpenClaw. */
  end(budgetMs: number): Promise<GatewayExit>;
}

export async function launchGateway(launch: GatewayLaunch): Promise<RunningGateway> {
  const { paths } = launch;
  const home = join(launch.runtimeDir, "home");
  await Promise.all([
    mkdir(home, { recursive: true }),
    mkdir(paths.stateDir, { recursive: true, mode: 0o700 }),
    mkdir(dirname(paths.logFile), { recursive: true }),
  ]);
  const child = spawn(
    process.execPath,
    ["--import", HANG_UP, launch.entry, "gateway", "run", "--port", String(launch.port)],
    {
      cwd: launch.runtimeDir,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...launch.env,
        HOME: home,
        OPENCLAW_STATE_DIR: paths.stateDir,
        OPENCLAW_CONFIG_PATH: paths.configFile,
        OPENCLAW_CONFIG_READONLY: "1",
        OPENCLAW_SUPERVISOR_MODE: "external",
        OPENCLAW_SERVICE_REPAIR_POLICY: "external",
        OPENCLAW_NO_RESPAWN: "1",
        OPENCLAW_DISABLE_BONJOUR: "1",
        OPENCLAW_SKIP_CHANNELS: "1",
        OPENCLAW_EXEC_SHELL_SNAPSHOT: "0",
        OPENCLAW_NO_AUTO_UPDATE: "1",
        DO_NOT_TRACK: "1",
      },
    },
  );
  // the next process writes these files anew: whoever hears of the end finds them gone
  const exited = watchExit(child, join(dirname(paths.logFile), "gateway-console.log")).then(async (exit) => {
    await removePidFile(launch.runtimeDir).catch(() => undefined);
    return exit;
  });
  const pid = child.pid;
  if (pid === undefined) {
    const exit = await exited;
    return { pid: 0, exited, end: async () => exit };
  }
  try {
    await writePidFile(launch.runtimeDir, await identify(pid));
  } catch (cause) {
    // A gateway that a later runtime could not find again must not run.
    child.kill("SIGKILL");
    await exited;
    throw cause;
  }
  return {
    pid,
    exited,
    async end(budgetMs) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), budgetMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** What the process said last, without the JSON around it. */
export function lastWords(exit: GatewayExit): string {
  for (const line of exit.lastLines.toReversed()) {
    const match = /"message":"((?:[^"\\]|\\.)*)"/.exec(line);
    const text = match?.[1] ?? (line.startsWith("{") ? "" : line);
    if (text.trim() !== "") return text.trim().slice(0, 300);
  }
  return `exit code ${String(exit.code)}`;
}

/** Ends what an earlier runtime left behind. Answers its pid, or null when there was nothing. Rejects when it cannot be ended. */
export async function endOrphan(runtimeDir: string, budgetMs: number): Promise<number | null> {
  const identity = await readPidFile(runtimeDir);
  if (identity === null || !(await isSameProcessAlive(identity))) {
    await removePidFile(runtimeDir);
    return null;
  }
  kill(identity.pid, "SIGTERM");
  const until = performance.now() + budgetMs;
  while (await isSameProcessAlive(identity)) {
    const now = performance.now();
    if (now > until + KILLED_WITHIN_MS) {
      throw new RuntimeError(
        "gateway_unavailable",
        `A gateway that an earlier runtime left behind (process ${identity.pid}) cannot be ended from here. End it, then restart the runtime.`,
      );
    }
    if (now > until) kill(identity.pid, "SIGKILL");
    await sleep(50);
  }
  await removePidFile(runtimeDir);
  return identity.pid;
}

function watchExit(child: ChildProcess, consoleFile: string): Promise<GatewayExit> {
  const lastLines: string[] = [];
  const file = new ConsoleFile(consoleFile);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      file.write(line);
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
    });
  }
  const { promise, resolve } = Promise.withResolvers<GatewayExit>();
  let late: NodeJS.Timeout | undefined;
  child.once("error", (cause) => resolve({ code: null, signal: null, lastLines: [cause.message] }));
  child.once("close", (code, signal) => resolve({ code, signal, lastLines }));
  child.once("exit", (code, signal) => {
    // "close" comes when nobody holds the pipes any more, which is never where it left a process of its own behind
    late = setTimeout(() => {
      resolve({ code, signal, lastLines });
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, LAST_WORDS_WITHIN_MS);
  });
  return promise.finally(() => {
    clearTimeout(late);
    void file.end();
  });
}

/** `gateway.pid` is for people and tools; `gateway.process.json` also says which process of that number. */
async function writePidFile(runtimeDir: string, identity: ProcessIdentity): Promise<void> {
  await writeIfChanged(join(runtimeDir, "gateway.process.json"), JSON.stringify(identity));
  await writeIfChanged(join(runtimeDir, "gateway.pid"), `${identity.pid}\n`);
}

async function removePidFile(runtimeDir: string): Promise<void> {
  await Promise.all([
    rm(join(runtimeDir, "gateway.pid"), { force: true }),
    rm(join(runtimeDir, "gateway.process.json"), { force: true }),
  ]);
}

async function readPidFile(runtimeDir: string): Promise<ProcessIdentity | null> {
  const text = await readTextOrNull(join(runtimeDir, "gateway.process.json"));
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || !("pid" in parsed) || typeof parsed.pid !== "number")
      return null;
    return {
      pid: parsed.pid,
      startedAt: "startedAt" in parsed && typeof parsed.startedAt === "string" ? parsed.startedAt : null,
    };
  } catch {
    return null;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what was wanted.
  }
}
