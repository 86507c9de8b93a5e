/**
 * Live queries. Subscribers of the same query share one node; commits make nodes stale through their read sets; a
 * round re-runs stale and new nodes on ONE snapshot and then tells every session that something changed for it.
 *
 *   node:   new ──round──▶ fresh ──commit touches its reads──▶ stale ──round──▶ fresh ...
 *   round:  scheduled by commits and by sessions; one at a time; what arrives meanwhile waits for the next
 *
 * Sharing: a node is found by query, arguments and (only if the query looked at it) identity. A paginated query's
 * node stops being found once it has a journal: a late subscriber must get a page of its own.
 */

import { newRequestId } from "../code/errors.ts";
import type { Caller, Identity } from "../code/execution.ts";
import type { Executor, FunctionResult, QueryRun } from "../code/executor.ts";
import type { Logger } from "../observability/logger.ts";
import type { Database, Snapshot } from "../store/database.ts";
import type { Touched } from "../store/readSet.ts";
import type { JSONValue } from "../values/json.ts";
import { ReadIndex } from "./readIndex.ts";

/** Who asks, as far as a query may depend on it. */
export interface Subject {
  readonly identity: Identity | null;
  readonly isAdmin: boolean;
}

export interface QueryRequest {
  readonly path: string;
  readonly args: JSONValue;
  readonly journal: string | null;
  readonly subject: Subject;
}

/** A session's side of the reactor: called at the end of a round, with all its nodes fresh at `ts`. */
export interface RoundListener {
  roundEnded(ts: bigint): void;
}

/** One session's interest in one query. */
export interface Subscription {
  /** The shared state; replaced when the subscriber's identity makes it leave a shared node. */
  node: QueryNode;
  readonly request: QueryRequest;
  readonly listener: RoundListener;
}

const ROUND_SLICE_MS = 10;
/** Before a round that failed (no file descriptor left, the disk is gone) is tried again. */
const FAILED_PAUSE_MS = 200;

// Captured at import: fake timers of a test must not keep a round back.
const nextTurn = setImmediate;
const startTimer = setTimeout;

export class QueryNode {
  readonly subscribers = new Set<Subscription>();
  readonly path: string;
  readonly args: JSONValue;
  subject: Subject;
  journal: string | null;
  result: FunctionResult | null = null;
  /** Changes when `result` does: sessions compare it with what they sent last. */
  version = 0;
  hasObservedIdentity = false;
  startedAtMs = 0;
  /** Searches rank by statistics of the whole index: an equal set may come in another order. */
  hasSearched = false;
  isStale = true;
  /** Under which name others can join; null = private. */
  shareKey: string | null;
  /** The tail of this node's wire modification, built once for all sessions. */
  encoded: Buffer | null = null;
  forget: () => void = () => {};

  constructor(request: QueryRequest, shareKey: string | null) {
    this.path = request.path;
    this.args = request.args;
    this.subject = request.subject;
    this.journal = request.journal;
    this.shareKey = shareKey;
  }
}

export class Reactor {
  readonly #database: Database;
  readonly #executor: Executor;
  readonly #logger: Logger;
  readonly #isParanoid: boolean;
  readonly #nodes = new Set<QueryNode>();
  readonly #shared = new Map<string, QueryNode>();
  readonly #reads = new ReadIndex<QueryNode>();
  readonly #stale = new Set<QueryNode>();
  readonly #waiting = new Set<RoundListener>();
  #touched: Touched[] = [];
  #isScheduled = false;
  #isRunning = false;
  #isStopped = false;
  #evaluations = 0;
  #staleResults = 0;

  constructor(input: { database: Database; executor: Executor; logger: Logger; isParanoid: boolean }) {
    this.#database = input.database;
    this.#executor = input.executor;
    this.#logger = input.logger;
    this.#isParanoid = input.isParanoid;
  }

  /** How often live queries were run: sharing and exact invalidation show here. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** Wrong values found by the paranoid self-check: anything but 0 is a defect of the host. */
  get staleResults(): number {
    return this.#staleResults;
  }

  get liveQueries(): number {
    return this.#nodes.size;
  }

  committed(touched: readonly Touched[]): void {
    // A query that joins later reads what is committed by now.
    if (this.#nodes.size === 0) return;
    this.#touched.push(...touched);
    this.#schedule();
  }

  subscribe(request: QueryRequest, listener: RoundListener): Subscription {
    const node = this.#findOrCreate(request);
    const subscription: Subscription = { node, request, listener };
    node.subscribers.add(subscription);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    const { node } = subscription;
    node.subscribers.delete(subscription);
    if (node.subscribers.size > 0) return;
    this.#drop(node);
  }

  /** The subscriber is somebody else now: queries that never asked who it is keep their node. */
  changeSubject(subscription: Subscription, subject: Subject): Subscription {
    const { node, request, listener } = subscription;
    if (sameSubject(request.subject, subject)) return subscription;
    const isIndependent =
      node.result !== null && !node.hasObservedIdentity && node.subject.isAdmin === subject.isAdmin;
    if (isIndependent || sameSubject(node.subject, subject)) {
      const moved: Subscription = { node, listener, request: { ...request, subject } };
      node.subscribers.delete(subscription);
      node.subscribers.add(moved);
      return moved;
    }
    this.unsubscribe(subscription);
    return this.subscribe({ ...request, subject, journal: null }, listener);
  }

  /** Asks for a `roundEnded` at the next snapshot, even if none of the listener's queries changed. */
  requestRound(listener: RoundListener): void {
    this.#waiting.add(listener);
    this.#schedule();
  }

  leave(listener: RoundListener): void {
    this.#waiting.delete(listener);
  }

  /** New code or new environment: everything may answer differently. */
  invalidateAll(): void {
    for (const node of this.#nodes) this.#markStale(node);
    this.#schedule();
  }

  /** Resolves when no round is running any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    while (this.#isRunning) await new Promise<void>((resolve) => nextTurn(resolve));
  }

  // ---- nodes --------------------------------------------------------------------------------------------------

  #findOrCreate(request: QueryRequest): QueryNode {
    const anyone = shareKeyOf(request, null);
    const own = shareKeyOf(request, request.subject);
    const existing = this.#shared.get(anyone) ?? this.#shared.get(own);
    if (existing !== undefined && request.journal === null) return existing;
    const node = new QueryNode(request, request.journal === null ? own : null);
    this.#nodes.add(node);
    if (node.shareKey !== null) this.#shared.set(node.shareKey, node);
    this.#stale.add(node);
    this.#schedule();
    return node;
  }

  #drop(node: QueryNode): void {
    node.forget();
    this.#setShareKey(node, null);
    this.#nodes.delete(node);
    this.#stale.delete(node);
  }

  #setShareKey(node: QueryNode, key: string | null): void {
    if (node.shareKey !== null && this.#shared.get(node.shareKey) === node)
      this.#shared.delete(node.shareKey);
    node.shareKey = key;
    if (key !== null && !this.#shared.has(key)) this.#shared.set(key, node);
  }

  #markStale(node: QueryNode): void {
    node.isStale = true;
    this.#stale.add(node);
  }

  // ---- rounds -------------------------------------------------------------------------------------------------

  #schedule(): void {
    if (this.#isScheduled || this.#isRunning || this.#isStopped) return;
    this.#isScheduled = true;
    nextTurn(() => {
      this.#isScheduled = false;
      this.#isRunning = true;
      this.#round()
        .catch(async (error: unknown) => {
          this.#logger.error("a subscription round failed, and is tried again", { error });
          await new Promise<void>((resolve) => startTimer(resolve, FAILED_PAUSE_MS));
        })
        .finally(() => {
          this.#isRunning = false;
          if (this.#touched.length > 0 || this.#stale.size > 0 || this.#waiting.size > 0) this.#schedule();
        });
    });
  }

  async #round(): Promise<void> {
    const listeners = new Set(this.#waiting);
    this.#waiting.clear();
    try {
      await this.#refreshAll(listeners);
    } catch (error) {
      // Whoever has not been told waits for the next round, or nobody would ever tell it.
      for (const listener of listeners) this.#waiting.add(listener);
      throw error;
    }
  }

  async #refreshAll(listeners: Set<RoundListener>): Promise<void> {
    for (const touched of this.#touched.splice(0)) {
      this.#reads.visitStale(touched, (node) => this.#markStale(node));
    }
    if (this.#stale.size === 0 && !this.#isParanoid) {
      // Nothing is to be read: every live value is that of the newest commit.
      this.#tell(listeners, this.#database.latestTs);
      return;
    }
    const snapshot = this.#database.snapshot();
    try {
      let sliceStart = performance.now();
      // Nodes that join while others run are run too: the snapshot serves them as well.
      while (this.#stale.size > 0) {
        for (const node of this.#stale) {
          this.#stale.delete(node);
          if (this.#nodes.has(node)) await this.#refresh(node, { snapshot, listeners });
          if (performance.now() - sliceStart > ROUND_SLICE_MS) {
            await new Promise<void>((resolve) => nextTurn(resolve));
            sliceStart = performance.now();
          }
        }
      }
      if (this.#isParanoid) await this.#checkAll(snapshot);
    } finally {
      snapshot.release();
    }
    // Sessions that asked during the round: all their nodes are fresh now, too.
    for (const listener of this.#waiting) listeners.add(listener);
    this.#waiting.clear();
    this.#tell(listeners, snapshot.ts);
  }

  #tell(listeners: ReadonlySet<RoundListener>, ts: bigint): void {
    if (this.#isStopped) return;
    for (const listener of listeners) listener.roundEnded(ts);
  }

  async #refresh(
    node: QueryNode,
    round: { snapshot: Snapshot; listeners: Set<RoundListener> },
  ): Promise<void> {
    node.isStale = false;
    this.#evaluations += 1;
    let run: QueryRun;
    try {
      run = await this.#run(node, round.snapshot);
    } catch (error) {
      if (this.#nodes.has(node)) this.#markStale(node);
      throw error;
    }
    if (!this.#nodes.has(node)) return;
    node.forget();
    node.forget = this.#reads.add(node, run.readSet);
    for (const { listener } of node.subscribers) round.listeners.add(listener);
    this.#adopt(node, run);
  }

  #run(node: QueryNode, snapshot: Snapshot, startedAtMs?: number): Promise<QueryRun> {
    const { path, args, subject, journal } = node;
    return this.#executor.runQuery(
      { path, args, caller: callerOf(subject) },
      { snapshot, journal, ...(startedAtMs === undefined ? {} : { startedAtMs }) },
    );
  }

  #adopt(node: QueryNode, run: QueryRun): void {
    const isChanged =
      node.result === null || !sameResult(node.result, run.result) || node.journal !== run.journal;
    if (isChanged) {
      node.result = run.result;
      node.version += 1;
      node.encoded = null;
    }
    node.journal = run.journal;
    node.startedAtMs = run.startedAtMs;
    node.hasSearched = run.readSet.searches.length > 0;
    node.hasObservedIdentity = run.hasObservedIdentity;
    const request = { path: node.path, args: node.args, journal: null, subject: node.subject };
    if (node.journal !== null) this.#setShareKey(node, null);
    else if (run.hasObservedIdentity) this.#setShareKey(node, shareKeyOf(request, node.subject));
    else this.#share(node, shareKeyOf(request, null));
    if (run.hasObservedIdentity) this.#separate(node);
  }

  /** The query asks nobody's name: it joins the node that already serves everybody, or becomes it. */
  #share(node: QueryNode, key: string): void {
    const common = this.#shared.get(key);
    if (common === undefined || common === node || common.isStale || common.result === null) {
      this.#setShareKey(node, key);
      return;
    }
    for (const subscription of node.subscribers) {
      subscription.node = common;
      common.subscribers.add(subscription);
    }
    node.subscribers.clear();
    this.#drop(node);
  }

  /** A query that began to look at the identity no longer serves other people. */
  #separate(node: QueryNode): void {
    for (const subscription of node.subscribers) {
      if (sameSubject(subscription.request.subject, node.subject)) continue;
      node.subscribers.delete(subscription);
      subscription.node = this.#findOrCreate({ ...subscription.request, journal: null });
      subscription.node.subscribers.add(subscription);
    }
    if (node.subscribers.size === 0) this.#drop(node);
  }

  /** `paranoid`: every live query must equal a fresh evaluation at the same snapshot. */
  async #checkAll(snapshot: Snapshot): Promise<void> {
    for (const node of this.#nodes) {
      if (node.isStale || node.hasSearched || node.result === null) continue;
      const { result, version } = node;
      const fresh = await this.#run(node, snapshot, node.startedAtMs);
      if (node.version !== version || node.isStale) continue;
      if (sameResult(result, fresh.result) && node.journal === fresh.journal) continue;
      this.#staleResults += 1;
      this.#logger.error("a live query does not equal its fresh evaluation", {
        path: node.path,
        args: node.args,
        cached: result,
        fresh: fresh.result,
      });
    }
  }
}

function callerOf(subject: Subject): Caller {
  return {
    identity: subject.identity,
    isAdmin: subject.isAdmin,
    authToken: null,
    ip: null,
    userAgent: null,
    requestId: newRequestId(),
    scheduledFunctionId: null,
  };
}

/** With `subject` null: the name under which everybody of the same rank finds the node. */
function shareKeyOf(request: QueryRequest, subject: Subject | null): string {
  const who = subject === null ? "*" : JSON.stringify(subject.identity);
  return `${request.subject.isAdmin ? "admin" : "user"}\n${who}\n${request.path}\n${JSON.stringify(request.args)}`;
}

function sameSubject(a: Subject, b: Subject): boolean {
  return a.isAdmin === b.isAdmin && JSON.stringify(a.identity) === JSON.stringify(b.identity);
}

/** Error messages differ in their request id only. */
function sameResult(a: FunctionResult, b: FunctionResult): boolean {
  if (a.ok !== b.ok || a.logLines.join("\n") !== b.logLines.join("\n")) return false;
  if (a.ok && b.ok) return a.value === b.value;
  if (a.ok || b.ok) return false;
  const withoutId = (text: string) => text.replace(/^\[Request ID: [0-9a-f]+\]/, "");
  return (
    withoutId(a.errorMessage) === withoutId(b.errorMessage) &&
    JSON.stringify(a.errorData) === JSON.stringify(b.errorData)
  );
}
