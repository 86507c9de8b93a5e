/**
 * Runs functions: checks arguments and results, gives them a transaction, waits for what they still have in flight,
 * and turns whatever they throw into what a client may see.
 */

import type { Writer } from "../engine/writer.ts";
import type { Logger } from "../observability/logger.ts";
import type { Database, Snapshot } from "../store/database.ts";
import { MAX_ARGS_BYTES, MAX_CALL_DEPTH, MAX_RESULT_BYTES } from "../store/limits.ts";
import { ReadSet } from "../store/readSet.ts";
import { ReadTx } from "../store/readTx.ts";
import { WriteTx } from "../store/writeTx.ts";
import { COMMIT_TS_TEXT, canonicalText, fromWire, holdsCommitTs, type JSONValue } from "../values/json.ts";
import { checkArgs, checkReturns } from "../values/validator.ts";
import { LogLines } from "./console.ts";
import { clientMessage, describeFailure, type MapFrames } from "./errors.ts";
import { type Caller, currentExecution, Execution, runAs, TransactionScope } from "./execution.ts";
import { type FunctionInfo, FunctionNotFoundError, type Registry } from "./registry.ts";
import { StuckWatch } from "./stuckWatch.ts";
import {
  type DirectSyscallTable,
  type JsSyscallTable,
  type SyscallArgs,
  SyscallError,
  type SyscallTable,
} from "./syscalls.ts";

/** One version of the user's code. */
export interface CodeVersion {
  readonly hash: string;
  readonly registry: Registry;
  readonly http: HttpRouter | null;
  readonly mapFrames: MapFrames;
}

export interface HttpRouter {
  lookup(
    path: string,
    method: string,
  ): readonly [{ invokeHttpAction(request: Request): Promise<Response> }, string, string] | null;
}

export type FunctionResult =
  /** `value` is wire JSON text. */
  | { readonly ok: true; readonly value: string; readonly logLines: readonly string[] }
  | {
      readonly ok: false;
      readonly errorMessage: string;
      readonly errorData?: JSONValue;
      readonly logLines: readonly string[];
    };

export interface QueryRun {
  readonly result: FunctionResult;
  readonly readSet: ReadSet;
  readonly journal: string | null;
  readonly hasObservedIdentity: boolean;
  readonly startedAtMs: number;
}

export interface Call {
  readonly path: string;
  /** The wire JSON of the arguments object. */
  readonly args: JSONValue;
  readonly caller: Caller;
}

/** A failure of a nested function as its caller sees it: its text, and a ConvexError's data. */
export class NestedFailure extends Error {
  override readonly name = "NestedFailure";
  readonly data?: JSONValue;

  constructor(text: string, data: JSONValue | undefined) {
    super(text);
    if (data !== undefined) this.data = data;
  }
}

/** Refusals by the host before or after the handler ran: shown as they are, without "Uncaught". */
class HostRefusal extends Error {
  override readonly name = "HostRefusal";
}

// Captured at import: fake timers of a test must not decide when a function hangs.
const startTimer = setTimeout;
const stopTimer = clearTimeout;
const nextTurn = setImmediate;

const STUCK_AFTER_MS = 1_000;
const ACTION_LIMIT_MS = 10 * 60_000;

export class Executor {
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #isDev: boolean;
  readonly #logger: Logger;
  readonly #sync: SyscallTable;
  readonly #transaction: SyscallTable;
  readonly #action: SyscallTable;
  readonly #js: JsSyscallTable;
  readonly #direct: DirectSyscallTable;
  /** Told which function is entered, so that a watchdog can name a hung one. */
  readonly #entered: (path: string) => void;
  readonly #stuck = new StuckWatch(STUCK_AFTER_MS);
  #code: CodeVersion;

  constructor(input: {
    database: Database;
    writer: Writer;
    isDev: boolean;
    logger: Logger;
    code: CodeVersion;
    syscalls: {
      sync: SyscallTable;
      transaction: SyscallTable;
      action: SyscallTable;
      js: JsSyscallTable;
      direct: DirectSyscallTable;
    };
    entered?: (path: string) => void;
  }) {
    this.#database = input.database;
    this.#writer = input.writer;
    this.#isDev = input.isDev;
    this.#logger = input.logger;
    this.#code = input.code;
    this.#sync = input.syscalls.sync;
    this.#transaction = input.syscalls.transaction;
    this.#action = input.syscalls.action;
    this.#js = input.syscalls.js;
    this.#direct = input.syscalls.direct;
    this.#entered = input.entered ?? (() => {});
  }

  get code(): CodeVersion {
    return this.#code;
  }

  install(code: CodeVersion): void {
    this.#code = code;
  }

  // ---- entry points -------------------------------------------------------------------------------------------

  /** `startedAtMs` repeats an earlier run's clock: the paranoid self-check compares like with like. */
  async runQuery(
    call: Call,
    at: { snapshot: Snapshot; journal: string | null; startedAtMs?: number },
  ): Promise<QueryRun> {
    const readSet = new ReadSet();
    return { ...(await this.#query(call, at, readSet)), readSet };
  }

  /** A query on the newest commit, for callers who do not subscribe: nobody asks what it read. */
  async runQueryOnce(call: Call): Promise<FunctionResult> {
    const snapshot = this.#database.snapshot();
    try {
      return (await this.#query(call, { snapshot, journal: null }, null)).result;
    } finally {
      snapshot.release();
    }
  }

  async #query(
    call: Call,
    at: { snapshot: Snapshot; journal: string | null; startedAtMs?: number },
    readSet: ReadSet | null,
  ): Promise<Omit<QueryRun, "readSet">> {
    const startedAtMs = at.startedAtMs ?? Date.now();
    const { connection, catalog, ts } = at.snapshot;
    const tx = new ReadTx({ connection, catalog, snapshotTs: ts, readSet });
    const scope = new TransactionScope(tx, at.journal);
    const logs = new LogLines();
    const result = await this.#report(call.caller, logs, async () => {
      const info = this.#resolve(call, "query");
      return this.#call(info, call.args, { caller: call.caller, scope, depth: 0, logs, startedAtMs });
    });
    scope.finishReadSet();
    this.#told(call.path, tx);
    const { journalOut: journal, hasObservedIdentity } = scope;
    return { result, journal, hasObservedIdentity, startedAtMs };
  }

  /**
   * A mutation inside the writer. Throws when it failed, so that the writer rolls it back: `failureOf` turns the
   * error into the client's answer.
   */
  async runMutation(call: Call, tx: WriteTx, logs: LogLines): Promise<string> {
    const info = this.#resolve(call, "mutation");
    const scope = new TransactionScope(tx, null);
    const value = await this.#call(info, call.args, { caller: call.caller, scope, depth: 0, logs });
    this.#told(call.path, tx);
    return resolved(value, tx);
  }

  /** A mutation for callers without a session. */
  async runMutationOnce(call: Call): Promise<FunctionResult> {
    const logs = new LogLines();
    return this.#report(call.caller, logs, () =>
      this.#writer.write((tx) => this.runMutation(call, tx, logs)),
    );
  }

  async runAction(call: Call): Promise<FunctionResult> {
    const logs = new LogLines();
    return this.#report(call.caller, logs, async () => {
      const info = this.#resolve(call, "action");
      return this.#call(info, call.args, { caller: call.caller, scope: null, depth: 0, logs });
    });
  }

  /** Any function by its own kind. */
  async runAny(call: Call): Promise<FunctionResult> {
    const info = this.#code.registry.find(call.path);
    switch (info?.kind) {
      case "mutation":
        return this.runMutationOnce(call);
      case "action":
        return this.runAction(call);
      case "query":
      case undefined:
        return this.runQueryOnce(call);
    }
  }

  async runHttpAction(
    handler: { invokeHttpAction(request: Request): Promise<Response> },
    call: { path: string; request: Request; caller: Caller },
  ): Promise<{ response: Response } | { failure: FunctionResult & { ok: false } }> {
    const logs = new LogLines();
    const execution = new Execution({
      kind: "httpAction",
      path: call.path,
      visibility: "public",
      caller: call.caller,
      scope: null,
      depth: 0,
      logs,
    });
    try {
      return { response: await this.#settle(execution, () => handler.invokeHttpAction(call.request)) };
    } catch (error) {
      return { failure: this.failureOf(error, call.caller, logs) };
    }
  }

  /** What the client sees of a failure; the whole of it goes to the host's log under the same request id. */
  failureOf(error: unknown, caller: Caller, logs: LogLines): FunctionResult & { ok: false } {
    const isRefusal = error instanceof HostRefusal || error instanceof FunctionNotFoundError;
    const { text, data } = isRefusal
      ? { text: error.message, data: undefined }
      : describeFailure(error, this.#code.mapFrames);
    // Refusals and ConvexErrors are answers; anything else is a defect of a function.
    const level = isRefusal || data !== undefined ? "info" : "warn";
    this.#logger[level]("a function failed", { requestId: caller.requestId, error: text });
    return {
      ok: false,
      errorMessage: clientMessage({ text }, { requestId: caller.requestId, isRedacted: !this.#isDev }),
      ...(data === undefined ? {} : { errorData: data }),
      logLines: this.visibleLogs(logs),
    };
  }

  /** Production clients get no log lines. */
  visibleLogs(logs: LogLines): readonly string[] {
    return this.#isDev ? logs.toArray() : [];
  }

  /** The unredacted text of a failure, for job documents and the host's own log. */
  failureText(error: unknown): string {
    return error instanceof HostRefusal || error instanceof FunctionNotFoundError
      ? error.message
      : describeFailure(error, this.#code.mapFrames).text;
  }

  // ---- calls from functions -----------------------------------------------------------------------------------

  async runNested(
    parent: Execution,
    call: { kind: "query" | "mutation" | "snapshotQuery"; path: string; args: JSONValue },
  ): Promise<string> {
    const parentScope = parent.scope;
    if (parentScope === null) throw new SyscallError("Actions have no transaction to run functions in.");
    const kind = call.kind === "mutation" ? "mutation" : "query";
    const info = this.#code.registry.resolve(call.path, { kind, allowInternal: true });
    const depth = this.#nextDepth(parent);
    const common = { caller: parent.caller, depth, logs: parent.logs };
    if (call.kind === "snapshotQuery") {
      const snapshot = this.#database.snapshot();
      try {
        const tx = new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet: null });
        return await this.#nested(info, call.args, { ...common, scope: new TransactionScope(tx, null) });
      } finally {
        snapshot.release();
      }
    }
    if (kind === "query") return this.#nested(info, call.args, { ...common, scope: parentScope });
    const { tx } = parentScope;
    if (!(tx instanceof WriteTx)) throw new SyscallError("Queries can only call other queries.");
    tx.enter();
    try {
      const value = await this.#nested(info, call.args, { ...common, scope: parentScope });
      tx.leave();
      return value;
    } catch (error) {
      tx.abandon();
      throw error;
    }
  }

  async runFromAction(
    parent: Execution,
    call: { kind: "query" | "mutation" | "action"; path: string; args: JSONValue },
  ): Promise<string> {
    const info = this.#code.registry.resolve(call.path, { kind: call.kind, allowInternal: true });
    const depth = this.#nextDepth(parent);
    const common = { caller: parent.caller, depth, logs: parent.logs };
    switch (call.kind) {
      case "action":
        return this.#nested(info, call.args, { ...common, scope: null });
      case "query": {
        const snapshot = this.#database.snapshot();
        try {
          const tx = new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet: null });
          return await this.#nested(info, call.args, { ...common, scope: new TransactionScope(tx, null) });
        } finally {
          snapshot.release();
        }
      }
      case "mutation":
        return this.#writer.write(async (tx) => {
          const value = await this.#nested(info, call.args, {
            ...common,
            scope: new TransactionScope(tx, null),
          });
          return resolved(value, tx);
        });
    }
  }

  syscall(op: string, argsJson: string): string {
    const execution = this.#running(op);
    const handler = this.#sync.get(op);
    if (handler === undefined) throw new SyscallError(`Unknown operation ${op}`);
    const answer = handler(execution, JSON.parse(argsJson) as SyscallArgs);
    if (typeof answer !== "string") throw new SyscallError(`Operation ${op} is not synchronous.`);
    return answer;
  }

  asyncSyscall(op: string, argsJson: string): Promise<string> {
    let execution: Execution;
    try {
      execution = this.#running(op);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    const table = execution.scope === null ? this.#action : this.#transaction;
    const handler = table.get(op);
    if (handler === undefined) return Promise.reject(new SyscallError(`Unknown async operation ${op}`));
    return execution.inOrder(() => handler(execution, JSON.parse(argsJson) as SyscallArgs));
  }

  /**
   * A syscall of a transaction that is done at once, with arguments as they lie in the sandbox: whatever is kept of
   * them is copied before this returns. Null when it has to wait for others or is of another kind.
   */
  directSyscall(op: string, args: SyscallArgs): string | null {
    const handler = this.#direct.get(op);
    if (handler === undefined) return null;
    const execution = this.#running(op);
    return execution.scope === null ? null : execution.atOnce(() => handler(execution, args));
  }

  jsSyscall(op: string, args: Record<string, unknown>): unknown {
    const execution = this.#running(op);
    const handler = this.#js.get(op);
    if (handler === undefined) throw new SyscallError(`Unknown operation ${op}`);
    return handler(execution, args);
  }

  // ---- one call -----------------------------------------------------------------------------------------------

  #running(op: string): Execution {
    const execution = currentExecution();
    if (execution === null) throw new SyscallError(`${op} was called outside of a Convex function.`);
    if (execution.isEnded && execution.scope !== null) {
      throw new SyscallError(`${op} was called after the function had finished. Did you forget to await it?`);
    }
    return execution;
  }

  /** What a transaction cost, for those who look for a function that reads too much. */
  #told(path: string, { usage }: ReadTx): void {
    this.#logger.debug("a function ran", {
      path,
      documentsRead: usage.used("documentsRead"),
      documentsWritten: usage.used("documentsWritten"),
    });
  }

  #resolve(call: Call, kind: FunctionInfo["kind"]): FunctionInfo {
    return this.#code.registry.resolve(call.path, { kind, allowInternal: call.caller.isAdmin });
  }

  #nextDepth(parent: Execution): number {
    if (parent.depth + 1 >= MAX_CALL_DEPTH) {
      throw new SyscallError(`Functions may call each other at most ${MAX_CALL_DEPTH} levels deep.`);
    }
    return parent.depth + 1;
  }

  async #nested(info: FunctionInfo, args: JSONValue, context: CallContext): Promise<string> {
    try {
      return await this.#call(info, args, context);
    } catch (error) {
      if (error instanceof HostRefusal) throw new NestedFailure(error.message, undefined);
      const { text, data } = describeFailure(error, this.#code.mapFrames);
      throw new NestedFailure(text, data);
    }
  }

  async #call(info: FunctionInfo, args: JSONValue, context: CallContext): Promise<string> {
    const { catalog } = context.scope?.tx ?? this.#database;
    const argsText = JSON.stringify([args]);
    if (argsText.length > MAX_ARGS_BYTES)
      throw new HostRefusal("Function arguments are too large (limit: 16 MiB).");
    const problem = checkArgs(info.args, readArgs(args), catalog);
    if (problem !== null) throw new HostRefusal(problem);
    const execution = new Execution({
      ...context,
      kind: info.kind,
      path: info.path,
      visibility: info.visibility,
    });
    const value = await this.#settle(execution, () => info.invoke(argsText, context.caller.requestId));
    if (value.length > MAX_RESULT_BYTES)
      throw new HostRefusal("Function return value is too large (limit: 16 MiB).");
    if (info.returns !== null) {
      const mismatch = checkReturns(info.returns, fromWire(JSON.parse(value) as JSONValue), catalog);
      if (mismatch !== null) throw new HostRefusal(mismatch);
    }
    if (info.kind !== "mutation" && holdsCommitTs(value)) {
      throw new HostRefusal(`${info.path} returned an unresolved commit timestamp.`);
    }
    return value;
  }

  /**
   * Runs a handler to its end. In transactions nothing outside the host is waited for, so a handler that is still
   * pending after all its microtasks is waiting for something that never comes.
   */
  async #settle<T>(execution: Execution, run: () => Promise<T>): Promise<T> {
    this.#entered(execution.path);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const value = await new Promise<T>((resolve, reject) => {
        let isRejected = false;
        // Named first: V8 puts a function that is written right into a property into the old generation (ADR 30).
        const fail = (error: unknown): void => {
          isRejected = true;
          reject(error as Error);
        };
        execution.fail = fail;
        // Results of thread-pool work (crypto) may be waiting in this very turn of the event loop.
        const giveUp = () => nextTurn(() => nextTurn(() => reject(stuckError(execution))));
        if (execution.scope === null) timer = startTimer(giveUp, ACTION_LIMIT_MS);
        else this.#stuck.add(execution, giveUp);
        runAs(execution, run).then(async (result) => {
          await execution.drain();
          if (execution.hasFailedSyscall && !isRejected) {
            await new Promise<void>((nextResolve) => nextTurn(nextResolve));
          }
          resolve(result);
        }, reject);
      });
      return value;
    } finally {
      if (execution.scope === null) stopTimer(timer);
      else this.#stuck.remove(execution);
      execution.isEnded = true;
      execution.streams.clear();
    }
  }

  async #report(caller: Caller, logs: LogLines, run: () => Promise<string>): Promise<FunctionResult> {
    try {
      const value = await run();
      return { ok: true, value, logLines: this.visibleLogs(logs) };
    } catch (error) {
      return this.failureOf(error, caller, logs);
    }
  }
}

interface CallContext {
  readonly caller: Caller;
  readonly scope: TransactionScope | null;
  readonly depth: number;
  readonly logs: LogLines;
  readonly startedAtMs?: number;
}

function stuckError(execution: Execution): HostRefusal {
  return new HostRefusal(
    execution.scope === null
      ? `Function execution timed out (maximum duration: ${ACTION_LIMIT_MS / 1000}s)`
      : "Returned promise will never resolve",
  );
}

function resolved(value: string, { commitTs }: WriteTx): string {
  return holdsCommitTs(value) ? value.replaceAll(COMMIT_TS_TEXT, canonicalText(commitTs)) : value;
}

function readArgs(args: JSONValue) {
  try {
    return fromWire(args);
  } catch (error) {
    throw new HostRefusal(
      `Invalid arguments: ${error instanceof Error ? error.message : "not a Convex value"}`,
    );
  }
}
