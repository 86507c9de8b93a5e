/** A process that is started again whenever it ends, until it is stopped: what a supervisor does, without its patience. */
import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";

export interface Respawning {
  pid(): number | null;
  /** Starts so far. */
  starts(): number;
  stop(): Promise<void>;
}

export interface Spawned {
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly logFile: string;
}

export function keepRunning({ args, env, cwd, logFile }: Spawned): Respawning {
  let child: ChildProcess | null = null;
  let starts = 0;
  let isWanted = true;
  let ended = Promise.resolve();
  const log = openSync(logFile, "a");
  const start = () => {
    starts += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    ended = promise;
    const process_ = spawn(process.execPath, args, { cwd, stdio: ["ignore", log, log], env });
    child = process_;
    process_.once("exit", () => {
      resolve();
      if (child === process_) child = null;
      if (isWanted) setTimeout(() => isWanted && start(), 100);
    });
  };
  start();
  return {
    pid: () => child?.pid ?? null,
    starts: () => starts,
    async stop() {
      isWanted = false;
      const last = child;
      if (last === null) return;
      last.kill("SIGTERM");
      const timer = setTimeout(() => last.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
