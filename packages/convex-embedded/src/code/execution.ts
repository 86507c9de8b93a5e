/** One running function call, found again from inside its awaits by AsyncLocalStorage. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Identity } from "../auth/identity.ts";
import type { IndexScan } from "../query/scan.ts";
import type { QueryStream } from "../query/stream.ts";
import type { ReadTx } from "../store/readTx.ts";
import type { LogLines } from "./console.ts";
import { createRandom, type Random } from "./random.ts";
import type { FunctionKind, Visibility } from "./registry.ts";
import type { SandboxExecution } from "./sandbox.ts";

export type { Identity };

/** On whose behalf a function runs. Nested calls inherit it. */
export interface Caller {
  readonly identity: Identity | null;
  /** The host's admin key was presented: internal functions may be called. */
  readonly isAdmin: boolean;
  readonly authToken: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** 16 hex digits, shown to the caller with an error. */
  readonly requestId: string;
  readonly scheduledFunctionId: string | null;
}

/** What all functions of one transaction share. */
export class TransactionScope {
  readonly tx: ReadTx;
  /** A query that saw who asks cannot be shared with somebody else. */
  hasObservedIdentity = false;
  /** End cursor of the page the first time this query ran, or null. */
  readonly journalIn: string | null;
  journalOut: string | null = null;
  hasPaginated = false;
  readonly #scans: IndexScan[] = [];

  constructor(tx: ReadTx, journalIn: string | null) {
    this.tx = tx;
    this.journalIn = journalIn;
  }

  addScan(scan: IndexScan | null): void {
    if (scan !== null && this.tx.readSet !== null) this.#scans.push(scan);
  }

  /** How far the scans looked is only known when the function is done. */
  finishReadSet(): void {
    const { readSet } = this.tx;
    if (readSet === null) return;
    for (const scan of this.#scans) scan.record(readSet);
  }
}

export class Execution implements SandboxExecution {
  readonly kind: FunctionKind;
  readonly path: string;
  readonly visibility: Visibility;
  readonly caller: Caller;
  /** Null in actions: they have no transaction of their own. */
  readonly scope: TransactionScope | null;
  readonly depth: number;
  readonly logs: LogLines;
  /** `Date.now()` inside queries and mutations. */
  readonly startedAtMs: number;
  readonly streams = new Map<number, QueryStream>();
  isEnded = false;
  /** A syscall failed: if nobody awaits it, its rejection is reported only at the end of the event-loop turn. */
  hasFailedSyscall = false;
  /** Makes the call fail from outside its handler: unhandled rejections, time limits. */
  fail: (error: unknown) => void = () => {};
  #random: Random | null = null;
  #nextStreamId = 0;
  #running = 0;
  #tail: Promise<void> | null = null;

  constructor(input: {
    kind: FunctionKind;
    path: string;
    visibility: Visibility;
    caller: Caller;
    scope: TransactionScope | null;
    depth: number;
    logs: LogLines;
    startedAtMs?: number;
  }) {
    this.startedAtMs = input.startedAtMs ?? Date.now();
    this.kind = input.kind;
    this.path = input.path;
    this.visibility = input.visibility;
    this.caller = input.caller;
    this.scope = input.scope;
    this.depth = input.depth;
    this.logs = input.logs;
  }

  get random(): Random {
    this.#random ??= createRandom();
    return this.#random;
  }

  addLogLine(line: string): void {
    this.logs.add(line);
  }

  get isWaitingForHost(): boolean {
    return this.#running > 0;
  }

  addStream(stream: QueryStream): number {
    this.#nextStreamId += 1;
    this.streams.set(this.#nextStreamId, stream);
    return this.#nextStreamId;
  }

  /**
   * Syscalls of a transaction take effect in the order they were issued. Almost all finish at once; while a nested
   * function runs, later ones wait for it, or its rollback would swallow them.
   */
  inOrder<T>(syscall: () => T | Promise<T>): Promise<T> {
    if (this.scope === null) return this.#track(new Promise<T>((resolve) => resolve(syscall())));
    const before = this.#tail;
    let result: T | Promise<T>;
    if (before === null) {
      try {
        result = syscall();
      } catch (error) {
        this.hasFailedSyscall = true;
        return Promise.reject(error as Error);
      }
      if (!(result instanceof Promise)) return Promise.resolve(result);
    } else {
      result = before.then(syscall);
    }
    const tracked = this.#track(result);
    const settled = tracked.then(
      () => {},
      () => {},
    );
    const tail = settled.then(() => {
      if (this.#tail === tail) this.#tail = null;
    });
    this.#tail = tail;
    return tracked;
  }

  /** The same for a syscall that never waits; null when it has to wait for one that was issued before. */
  atOnce<T>(syscall: () => T): T | null {
    if (this.#tail !== null) return null;
    try {
      return syscall();
    } catch (error) {
      this.hasFailedSyscall = true;
      throw error;
    }
  }

  /** Resolves when every syscall issued so far has taken effect. */
  async drain(): Promise<void> {
    while (this.#tail !== null) await this.#tail;
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work;
    } catch (error) {
      this.hasFailedSyscall = true;
      throw error;
    } finally {
      this.#running -= 1;
    }
  }
}

const storage = new AsyncLocalStorage<Execution>();

export function runAs<T>(execution: Execution, work: () => T): T {
  return storage.run(execution, work);
}

export function currentExecution(): Execution | null {
  return storage.getStore() ?? null;
}
