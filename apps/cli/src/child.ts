import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ChildLog } from "./childLog.ts";

export type ChildSpec = {
  readonly name: string;
  readonly cwd: string;
  /** For Node itself, before the script. */
  readonly nodeArgs?: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Holds the process id while the child runs. */
  readonly pidFile: string;
  /** Answers 2xx once the child can be used. */
  readonly healthUrl?: string;
};

/** A run that lasted this long was healthy: the next crash starts the back-off anew. */
const healthyAfterMs = 10_000;
const firstRestartMs = 250;
const longestRestartMs = 10_000;
const lastLinesKept = 20;

/**
 * One supervised process: it is started again with back-off when it ends by itself, and stopped with everything that
 * it started (its own process group).
 *
 *   idle → running → (crashed → running)* → stopped
 */
export class ManagedChild {
  readonly #spec: ChildSpec;
  readonly #say: (line: string) => void;
  #process: ChildProcess | undefined;
  #log: ChildLog | undefined;
  #lastLines: string[] = [];
  #crashes = 0;
  #isStopping = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(spec: ChildSpec, say: (line: string) => void) {
    this.#spec = spec;
    this.#say = say;
  }

  start(): void {
    const { name, cwd, nodeArgs = [], args, env, logFile, pidFile } = this.#spec;
    const startedAt = performance.now();
    this.#log ??= new ChildLog(logFile);
    const child = spawn(
      process.execPath,
      [...nodeArgs, "--import", new URL("./die-with-parent.mjs", import.meta.url).href, ...args],
      { cwd, env, stdio: ["ignore", "pipe", "pipe", "ipc"], detached: true },
    );
    this.#process = child;
    writePid(pidFile, child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => this.#record(text));
    }
    const ended = (how: string) => {
      this.#process = undefined;
      rmSync(pidFile, { force: true });
      if (this.#isStopping) return;
      this.#crashes = performance.now() - startedAt > healthyAfterMs ? 1 : this.#crashes + 1;
      const waitMs = Math.min(longestRestartMs, firstRestartMs * 2 ** (this.#crashes - 1));
      this.#say(
        `${name} ended (${how}); starting it again in ${waitMs} ms. Its last lines, from ${logFile}:`,
      );
      for (const line of this.#lastLines) this.#say(`  ${line}`);
      this.#restart = setTimeout(() => this.start(), waitMs);
    };
    child.once("exit", (code, signal) => ended(signal ?? `exit code ${code}`));
    // a process that could not be started at all (no memory, no file) has no exit
    child.on("error", (error) => child.pid === undefined && ended(error.message));
  }

  /** Resolves when the health address answers; false when the child was stopped before, or `timeoutMs` passed. */
  async waitHealthy(timeoutMs: number): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    while (!this.#isStopping && performance.now() < until) {
      if (await answers(this.#spec.healthUrl)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** SIGTERM to the whole group, SIGKILL after `graceMs`. Safe to call twice. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      signalGroup(child.pid, "SIGTERM");
      const timer = setTimeout(() => child.pid !== undefined && signalGroup(child.pid, "SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    }
    this.#log?.end();
  }

  #record(text: string): void {
    this.#log?.write(text);
    this.#lastLines = [...this.#lastLines, ...text.split("\n").filter((line) => line.trim() !== "")].slice(
      -lastLinesKept,
    );
  }
}

async function answers(url: string | undefined): Promise<boolean> {
  if (url === undefined) return true;
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone already
  }
}

function writePid(file: string, pid: number | undefined): void {
  if (pid === undefined) return; // the process could not be started; its error event says so
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${pid}\n`);
}
