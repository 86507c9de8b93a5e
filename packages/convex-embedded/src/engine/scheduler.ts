/**
 * Scheduled functions: documents of `_scheduled_functions`.
 *
 *   mutation: pending ──(one transaction with its effects)──▶ success | failed          exactly once
 *   action:   pending ──commit──▶ inProgress ──runs──▶ success | failed                 at most once
 *   either:   pending ──cancel──▶ canceled;  an action found inProgress at start ──▶ failed
 *
 * Functions run without an identity. What a canceled action still schedules is canceled at once.
 */
import { equalKeyText, type TableInfo } from "../catalog/catalog.ts";
import { LogLines } from "../code/console.ts";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { Executor } from "../code/executor.ts";
import { SyscallError } from "../code/syscalls.ts";
import type { Logger } from "../observability/logger.ts";
import type { Database } from "../store/database.ts";
import { MAX_SCHEDULED_ARGS_BYTES } from "../store/limits.ts";
import { ReadTx } from "../store/readTx.ts";
import { type Document, parseDocument, textField, type WriteTx } from "../store/writeTx.ts";
import { fromWire, holdsCommitTs, type JSONValue, toWire, type Value } from "../values/json.ts";
import { successorText } from "../values/key.ts";
import { valueSize } from "../values/size.ts";
import type { Writer } from "./writer.ts";

export const JOBS_TABLE = "_scheduled_functions";
const MAX_PARALLEL = 8;
const MAX_AHEAD_MS = 5 * 365 * 86_400_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
const RETRY_MS = 1_000;
const KEEP_COMPLETED_MS = 7 * 86_400_000;
const INTERRUPTED = "Transient error while executing action";

type JobState = "pending" | "inProgress" | "success" | "failed" | "canceled";

interface Job {
  readonly id: string;
  readonly name: string;
  readonly args: JSONValue;
  readonly scheduledTime: number;
  readonly state: JobState;
}

export interface SchedulerInput {
  readonly database: Database;
  readonly writer: Writer;
  readonly executor: Executor;
  readonly logger: Logger;
}

export class Scheduler {
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #executor: Executor;
  readonly #logger: Logger;
  readonly #running = new Map<string, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = true;

  constructor(input: SchedulerInput) {
    this.#database = input.database;
    this.#writer = input.writer;
    this.#executor = input.executor;
    this.#logger = input.logger;
  }

  /** Fails the actions a crash interrupted, then begins to run what is due. */
  async start(): Promise<void> {
    await this.#writer.write((tx) => {
      for (const job of this.#jobs(tx, "inProgress", MAX_SCAN)) {
        finish(tx, job.id, { kind: "failed", error: INTERRUPTED });
      }
    });
    this.#isStopped = false;
    this.#wake();
  }

  /** Resolves when the functions that run now have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.allSettled(this.#running.values());
  }

  /** Resolves when nothing runs: for tests. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running.values());
  }

  /** The `schedule` syscall; `parentJobId` is the job in which it is called. */
  schedule(
    tx: WriteTx,
    request: { path: string; args: JSONValue; atMs: number; parentJobId: string | null },
  ): string {
    const info = this.#executor.code.registry.resolve(request.path, { allowInternal: true });
    if (info.kind === "query")
      throw new SyscallError(`${info.path} is a query: only mutations and actions can be scheduled.`);
    if (Math.abs(request.atMs - tx.startMs) > MAX_AHEAD_MS) {
      throw new SyscallError("Functions can be scheduled at most five years ahead.");
    }
    const args = fromWire(request.args);
    const size = valueSize(args);
    if (size > MAX_SCHEDULED_ARGS_BYTES) {
      throw new SyscallError(
        `Arguments of a scheduled function are too large (${size} bytes > ${MAX_SCHEDULED_ARGS_BYTES} bytes).`,
      );
    }
    if (holdsCommitTs(JSON.stringify(request.args))) {
      throw new SyscallError(
        "Arguments of a scheduled function can't contain an unresolved commit timestamp.",
      );
    }
    tx.usage.charge("functionsScheduled", 1);
    tx.usage.charge("scheduledFunctionArgsBytes", size);
    const isOrphan = request.parentJobId !== null && jobState(tx, request.parentJobId) === "canceled";
    const id = tx.insert(JOBS_TABLE, {
      name: info.path,
      args: [args],
      scheduledTime: request.atMs,
      state: { kind: isOrphan ? "canceled" : "pending" },
      ...(isOrphan ? { completedTime: tx.startMs } : {}),
    });
    tx.afterCommit(() => this.#wake());
    return id;
  }

  cancel(tx: WriteTx, id: string, ownJobId: string | null): void {
    if (id === ownJobId && jobState(tx, id) === "inProgress") {
      throw new SyscallError("A scheduled mutation can't cancel itself.");
    }
    const state = jobState(tx, id);
    if (state === null) throw new SyscallError(`Scheduled function ${id} not found.`);
    if (state === "pending" || state === "inProgress") finish(tx, id, { kind: "canceled" });
  }

  forgetCompleted(tx: WriteTx): void {
    const table = jobsTable(tx);
    for (const state of ["success", "failed", "canceled"] as const) {
      for (const job of this.#jobs(tx, state, 500)) {
        if (job.scheduledTime < tx.startMs - KEEP_COMPLETED_MS) tx.remove(table, job.id);
      }
    }
  }

  // ---- running ------------------------------------------------------------------------------------------------

  #wake(): void {
    if (this.#isStopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const snapshot = this.#database.snapshot();
    let next: Job | undefined;
    try {
      const tx = new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet: null });
      const waiting = this.#jobs(tx, "pending", MAX_PARALLEL + this.#running.size + 1);
      const idle = waiting.filter((job) => !this.#running.has(job.id));
      for (const job of idle) {
        next = job;
        if (job.scheduledTime > Date.now() || this.#running.size >= MAX_PARALLEL) break;
        this.#start(job);
        next = undefined;
      }
    } finally {
      snapshot.release();
    }
    if (next === undefined || this.#running.size >= MAX_PARALLEL) return;
    const delay = Math.max(0, Math.min(next.scheduledTime - Date.now(), MAX_TIMER_MS));
    this.#timer = setTimeout(() => this.#wake(), delay);
    unref(this.#timer);
  }

  #start(job: Job): void {
    const done = this.#run(job)
      .catch((error: unknown) => {
        this.#logger.error("a scheduled function could not be run", { job: job.id, name: job.name, error });
        return new Promise<void>((resolve) => {
          unref(setTimeout(resolve, RETRY_MS));
        });
      })
      .finally(() => {
        this.#running.delete(job.id);
        this.#wake();
      });
    this.#running.set(job.id, done);
  }

  async #run(job: Job): Promise<void> {
    const info = this.#executor.code.registry.find(job.name);
    if (info?.kind === "action") return this.#runAction(job);
    const logs = new LogLines();
    await this.#writer.write(async (tx) => {
      if (jobState(tx, job.id) !== "pending") return;
      tx.patch(jobsTable(tx), job.id, new Map([["state", { kind: "inProgress" }]]));
      tx.enter();
      try {
        await this.#executor.runMutation({ path: job.name, args: job.args, caller: callerOf(job) }, tx, logs);
        tx.leave();
        if (jobState(tx, job.id) === "inProgress") finish(tx, job.id, { kind: "success" });
      } catch (error) {
        tx.abandon();
        finish(tx, job.id, { kind: "failed", error: this.#executor.failureText(error) });
        this.#logger.warn("a scheduled mutation failed", { job: job.id, name: job.name, error });
      }
    });
  }

  async #runAction(job: Job): Promise<void> {
    const isOurs = await this.#writer.write((tx) => {
      if (jobState(tx, job.id) !== "pending") return false;
      tx.patch(jobsTable(tx), job.id, new Map([["state", { kind: "inProgress" }]]));
      return true;
    });
    if (!isOurs) return;
    const result = await this.#executor.runAction({ path: job.name, args: job.args, caller: callerOf(job) });
    if (!result.ok)
      this.#logger.warn("a scheduled action failed", {
        job: job.id,
        name: job.name,
        error: result.errorMessage,
      });
    await this.#writer.write((tx) => {
      if (jobState(tx, job.id) !== "inProgress") return;
      finish(tx, job.id, result.ok ? { kind: "success" } : { kind: "failed", error: result.errorMessage });
    });
  }

  /** Jobs of one state, earliest first. */
  #jobs(from: Pick<ReadTx, "catalog" | "fetch">, state: JobState, limit: number): Job[] {
    const table = from.catalog.table(JOBS_TABLE);
    const index = table?.indexes.find((candidate) => candidate.name === "by_state_time");
    if (index === undefined) return [];
    const lo = equalKeyText(index, [state]);
    const rows = from.fetch(index, { lo, hi: successorText(lo), isDescending: false, limit });
    return rows.map((body) => readJob(parseDocument(body)));
  }
}

const MAX_SCAN = 100_000;

function readJob(document: Document): Job {
  const args = document["args"];
  const first = Array.isArray(args) ? args[0] : undefined;
  return {
    id: textField(document, "_id"),
    name: textField(document, "name"),
    args: toWire(first ?? {}),
    scheduledTime: Number(document["scheduledTime"]),
    state: stateOf(document["state"]),
  };
}

function stateOf(state: Value | undefined): JobState {
  const kind = (state as { kind?: JobState } | undefined)?.kind;
  return kind ?? "failed";
}

function jobsTable(tx: ReadTx): TableInfo {
  const table = tx.catalog.table(JOBS_TABLE);
  if (table === null) throw new SyscallError("The table of scheduled functions is missing.");
  return table;
}

function jobState(tx: ReadTx, id: string): JobState | null {
  const row = tx.row(jobsTable(tx), id);
  return row === null ? null : readJob(parseDocument(row.body)).state;
}

function finish(tx: WriteTx, id: string, state: { kind: JobState; error?: string }): void {
  tx.patch(
    jobsTable(tx),
    id,
    new Map<string, Value>([
      ["state", { ...state }],
      ["completedTime", tx.startMs],
    ]),
  );
}

function callerOf(job: Job): Caller {
  return {
    identity: null,
    isAdmin: true,
    authToken: null,
    ip: null,
    userAgent: null,
    requestId: newRequestId(),
    scheduledFunctionId: job.id,
  };
}

/** Fake timers of tests have no unref. */
function unref(timer: ReturnType<typeof setTimeout>): void {
  if (typeof timer === "object" && "unref" in timer) timer.unref();
}
