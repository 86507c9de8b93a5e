/**
 * Cron jobs of crons.ts. A job never overlaps with itself; runs missed while the host was down are skipped; a changed
 * schedule starts over. A mutation's next run is planned in the transaction of its effects.
 */
import { LogLines } from "../code/console.ts";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { Executor } from "../code/executor.ts";
import type { Logger } from "../observability/logger.ts";
import type { WriteTx } from "../store/writeTx.ts";
import type { JSONValue } from "../values/json.ts";
import { type CronSchedule, nextRun, nextRunAfter } from "./cronSchedule.ts";
import type { Writer } from "./writer.ts";

interface CronSpec {
  /** Function path. */
  readonly name: string;
  readonly args: readonly JSONValue[];
  readonly schedule: CronSchedule;
}

interface CronJob {
  readonly spec: CronSpec;
  plannedMs: number;
  isRunning: boolean;
}

const MAX_TIMER_MS = 2 ** 31 - 1;

export class Crons {
  readonly #writer: Writer;
  readonly #executor: Executor;
  readonly #logger: Logger;
  readonly #running = new Set<Promise<void>>();
  #jobs = new Map<string, CronJob>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;

  constructor(input: { writer: Writer; executor: Executor; logger: Logger }) {
    this.#writer = input.writer;
    this.#executor = input.executor;
    this.#logger = input.logger;
  }

  /** Takes over the jobs of a code version; `exported` is JSON text of `crons.export()`. */
  async install(exported: string | null): Promise<void> {
    const specs = new Map(Object.entries(JSON.parse(exported ?? "{}") as Record<string, CronSpec>));
    const planned = await this.#writer.write((tx) => plan(tx, specs));
    const running = this.#jobs;
    this.#jobs = new Map(
      [...specs].map(([name, spec]) => [
        name,
        {
          spec,
          plannedMs: planned.get(name) ?? Date.now(),
          isRunning: running.get(name)?.isRunning ?? false,
        },
      ]),
    );
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.allSettled(this.#running);
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = [...this.#jobs.values()].filter((job) => !job.isRunning).map((job) => job.plannedMs);
    if (this.#isStopped || waiting.length === 0) return;
    const delay = Math.max(0, Math.min(Math.min(...waiting) - Date.now(), MAX_TIMER_MS));
    this.#timer = setTimeout(() => this.#runDue(), delay);
    if (typeof this.#timer === "object" && "unref" in this.#timer) this.#timer.unref();
  }

  #runDue(): void {
    for (const [name, job] of this.#jobs) {
      if (job.isRunning || job.plannedMs > Date.now()) continue;
      job.isRunning = true;
      const done = this.#run(name, job)
        .catch((error: unknown) => this.#logger.error("a cron job failed", { cron: name, error }))
        .finally(() => {
          this.#running.delete(done);
          const current = this.#jobs.get(name);
          if (current !== undefined) current.isRunning = false;
          this.#arm();
        });
      this.#running.add(done);
    }
    this.#arm();
  }

  async #run(name: string, job: CronJob): Promise<void> {
    const { spec } = job;
    const { nextMs, skipped } = nextRunAfter(spec.schedule, { plannedMs: job.plannedMs, nowMs: Date.now() });
    if (skipped > 0) this.#logger.info("cron runs were skipped", { cron: name, skipped });
    job.plannedMs = nextMs;
    const call = { path: spec.name, args: spec.args[0] ?? {}, caller: cronCaller() };
    if (this.#executor.code.registry.find(spec.name)?.kind === "action") {
      await this.#writer.write((tx) => remember(tx, name, nextMs));
      const result = await this.#executor.runAction(call);
      if (!result.ok) this.#logger.warn("a cron action failed", { cron: name, error: result.errorMessage });
      return;
    }
    await this.#writer.write(async (tx) => {
      remember(tx, name, nextMs);
      tx.enter();
      try {
        await this.#executor.runMutation(call, tx, new LogLines());
        tx.leave();
      } catch (error) {
        tx.abandon();
        this.#logger.warn("a cron mutation failed", { cron: name, error });
      }
    });
  }
}

/** When each job runs next: kept for known jobs, decided for new and changed ones. */
function plan(tx: WriteTx, specs: ReadonlyMap<string, CronSpec>): Map<string, number> {
  const { connection } = tx;
  const known = connection.all<{ name: string; spec: string; nextMs: number }>(
    "SELECT name, spec, nextMs FROM crons",
  );
  const planned = new Map<string, number>();
  for (const row of known) {
    if (JSON.stringify(specs.get(row.name)) === row.spec) planned.set(row.name, row.nextMs);
    else {
      tx.beforeWrite();
      connection.run("DELETE FROM crons WHERE name = ?", row.name);
    }
  }
  for (const [name, spec] of specs) {
    if (planned.has(name)) continue;
    // An interval's first run is when it is deployed.
    const nextMs = spec.schedule.type === "interval" ? tx.startMs : nextRun(spec.schedule, tx.startMs);
    planned.set(name, nextMs);
    tx.beforeWrite();
    connection.run(
      "INSERT INTO crons(name, spec, nextMs) VALUES (?, ?, ?)",
      name,
      JSON.stringify(spec),
      nextMs,
    );
  }
  return planned;
}

function remember(tx: WriteTx, name: string, nextMs: number): void {
  tx.beforeWrite();
  tx.connection.run("UPDATE crons SET nextMs = ? WHERE name = ?", nextMs, name);
}

function cronCaller(): Caller {
  return {
    identity: null,
    isAdmin: true,
    authToken: null,
    ip: null,
    userAgent: null,
    requestId: newRequestId(),
    scheduledFunctionId: null,
  };
}
