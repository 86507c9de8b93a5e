/**
 * The one writer: mutations run one at a time, in the order they were queued, and commit in groups. Serial execution
 * makes every mutation serialisable without conflicts; grouping makes durability cheap (one fsync for many).
 *
 *   queued ──run──▶ ran ──group COMMIT──▶ settled "committed"
 *                └─throws: rolled back alone─▶ settled "failed"
 *
 * `settled` is called synchronously right after the commit, before any subscription round can see the commit: a
 * client must hear of its own mutation before the transition that covers it.
 */

import { ConvexError } from "convex/values";
import type { Logger } from "../observability/logger.ts";
import type { Database } from "../store/database.ts";
import type { Touched } from "../store/readSet.ts";
import type { SearchPort } from "../store/searchPort.ts";
import { isBusy } from "../store/sqlite.ts";
import { WriteTx } from "../store/writeTx.ts";

export type WriteOutcome<T> =
  | { readonly kind: "committed"; readonly value: T; readonly ts: bigint }
  | { readonly kind: "failed"; readonly error: unknown };

export interface WriteJob<T> {
  run(tx: WriteTx): Promise<T> | T;
  settled(outcome: WriteOutcome<T>): void;
  /** What is queued behind it runs only after its commit: changes of code and schema. */
  readonly isBarrier?: boolean;
}

export interface CommitNotice {
  readonly ts: bigint;
  readonly touched: readonly Touched[];
}

/** Given to callers whose write could not be begun or committed, or was still queued when the host stopped. */
export class WriterError extends ConvexError<{ code: "unavailable"; message: string }> {
  override readonly name = "WriterError";

  constructor(message: string) {
    super({ code: "unavailable", message });
  }
}

const BUSY = "The database is busy, nothing was changed. Try again in a moment.";
const NOT_STORED = "The change could not be stored, nothing was changed. Try again in a moment.";

const MAX_GROUP_JOBS = 64;
/** A group runs this long, or as long as the last commit took if that was longer: half the time is work at least. */
const MIN_GROUP_MS = 32;
const MAX_GROUP_MS = 64;
/** Writers that take turns are waited for this long, and no longer than half a commit takes. */
const MAX_GATHER_MS = 4;

/** Something else that holds the file is waited for this long, looking again in this rhythm. */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 10;

// Captured at import: test frameworks replace the globals with fakes that never fire.
const nextTurn = setImmediate;
const startTimer = setTimeout;

export class Writer {
  readonly #database: Database;
  readonly #search: SearchPort;
  readonly #logger: Logger;
  readonly #onCommit: (notice: CommitNotice) => void;
  readonly #patienceMs: number;
  #queue: WriteJob<unknown>[] = [];
  #groupMs = MIN_GROUP_MS;
  #commitMs = 0;
  /** Jobs of the last group: one or none means that whoever writes now writes alone. */
  #lastGroup = 0;
  #isDraining = false;
  #isStopped = false;
  #idle: (() => void)[] = [];

  constructor(input: {
    database: Database;
    search: SearchPort;
    logger: Logger;
    onCommit: (notice: CommitNotice) => void;
    patienceMs?: number;
  }) {
    this.#database = input.database;
    this.#search = input.search;
    this.#logger = input.logger;
    this.#onCommit = input.onCommit;
    this.#patienceMs = input.patienceMs ?? PATIENCE_MS;
  }

  enqueue<T>(job: WriteJob<T>): void {
    if (this.#isStopped) {
      job.settled({ kind: "failed", error: new WriterError("The host is stopping.") });
      return;
    }
    this.#queue.push(job as WriteJob<unknown>);
    if (this.#isDraining) return;
    this.#isDraining = true;
    nextTurn(() => void this.#drain());
  }

  /** Runs one write and resolves with its value when it is durable. */
  async write<T>(run: (tx: WriteTx) => Promise<T> | T, kind?: "barrier"): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.enqueue<T>({
        run,
        isBarrier: kind === "barrier",
        settled: (outcome) => {
          if (outcome.kind === "committed") resolve(outcome.value);
          else reject(outcome.error);
        },
      });
    });
  }

  /** Refuses new work and resolves when everything queued is settled. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (!this.#isDraining) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#runGroup();
      // Let sockets deliver what arrived meanwhile: the next group is as large as it can be.
      await new Promise<void>((resolve) => nextTurn(resolve));
      await this.#gather();
    }
    this.#isDraining = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Every commit costs the same: those who wrote together a moment ago are about to write again. */
  async #gather(): Promise<void> {
    if (this.#lastGroup < 2 || this.#isStopped) return;
    const waitMs = Math.min(MAX_GATHER_MS, this.#commitMs / 2);
    for (let waited = 0; waited < waitMs; waited += 1) {
      if (this.#queue.length === 0 || this.#queue.length >= this.#lastGroup) return;
      await new Promise<void>((resolve) => startTimer(resolve, 1));
    }
  }

  async #runGroup(): Promise<void> {
    const database = this.#database;
    const ran: { job: WriteJob<unknown>; value: unknown; tx: WriteTx }[] = [];
    if (!(await this.#begin())) return;
    let catalog = database.catalog;
    const startedAt = performance.now();
    let taken = 0;
    while (
      taken < this.#queue.length &&
      taken < MAX_GROUP_JOBS &&
      performance.now() - startedAt < this.#groupMs
    ) {
      const job = this.#queue[taken];
      taken += 1;
      if (job === undefined) continue;
      const tx = new WriteTx({
        connection: database.writer,
        buffer: database.buffer,
        catalog,
        snapshotTs: database.latestTs,
        commitTs: database.commitClock.next(),
        startMs: Date.now(),
        creationClock: database.creationClock,
        search: this.#search,
      });
      tx.enter();
      try {
        const value = await job.run(tx);
        tx.resolveCommitTs();
        tx.leave();
        catalog = tx.catalog;
        ran.push({ job, value, tx });
      } catch (error) {
        this.#settle(job, { kind: "failed", error });
        if (!this.#undo(tx)) {
          this.#queue.splice(0, taken);
          this.#failGroup(ran);
          return;
        }
      }
      if (job.isBarrier === true) break;
    }
    this.#queue.splice(0, taken);
    this.#lastGroup = taken;
    this.#commit(ran, catalog);
  }

  /**
   * False when something else goes on holding the file: what waits is told so, what comes later is tried again.
   * Everybody else is served meanwhile.
   */
  async #begin(): Promise<boolean> {
    const startedAt = performance.now();
    for (;;) {
      try {
        this.#database.begin();
        return true;
      } catch (error) {
        if (isBusy(error) && performance.now() - startedAt < this.#patienceMs) {
          await new Promise<void>((resolve) => startTimer(resolve, LOOK_AGAIN_MS));
          continue;
        }
        this.#logger.error("no write can begin", { error });
        const waiting = this.#queue.splice(0);
        for (const job of waiting) this.#settle(job, { kind: "failed", error: new WriterError(BUSY) });
        return false;
      }
    }
  }

  /** False when the transaction as a whole is lost: the disk is full, or SQLite has rolled it back itself. */
  #undo(tx: WriteTx): boolean {
    try {
      tx.abandon();
      return this.#database.writer.isInTransaction;
    } catch (error) {
      this.#logger.error("a failed write could not be undone", { error });
      return false;
    }
  }

  #failGroup(ran: { job: WriteJob<unknown> }[]): void {
    this.#database.rollback();
    for (const { job } of ran) {
      this.#settle(job, { kind: "failed", error: new WriterError(NOT_STORED) });
    }
  }

  #commit(
    ran: { job: WriteJob<unknown>; value: unknown; tx: WriteTx }[],
    catalog: Database["catalog"],
  ): void {
    const database = this.#database;
    const last = ran.at(-1);
    if (last === undefined || !ran.some(({ tx }) => tx.hasWritten)) {
      database.rollback();
      for (const { job, value } of ran)
        this.#settle(job, { kind: "committed", value, ts: database.latestTs });
      return;
    }
    const startedAt = performance.now();
    try {
      database.commit({ ts: last.tx.commitTs, catalog });
    } catch (error) {
      this.#logger.error("commit failed", { error });
      this.#failGroup(ran);
      return;
    }
    this.#commitMs = performance.now() - startedAt;
    this.#groupMs = Math.min(MAX_GROUP_MS, Math.max(MIN_GROUP_MS, this.#commitMs));
    this.#onCommit({ ts: last.tx.commitTs, touched: ran.map(({ tx }) => tx.touched) });
    for (const { job, value, tx } of ran) {
      this.#settle(job, { kind: "committed", value, ts: tx.commitTs });
      for (const effect of tx.takeEffects()) this.#guard(effect);
    }
  }

  #settle(job: WriteJob<unknown>, outcome: WriteOutcome<unknown>): void {
    this.#guard(() => job.settled(outcome));
  }

  #guard(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#logger.error("a callback after a write failed", { error });
    }
  }
}
