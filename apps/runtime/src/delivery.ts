/**
 * Delivery: takes hand-offs from the account's queue and runs them as turns. Pushed, not polled: the queue is a subscription.
 *
 * One turn per session, a bounded number at once, first come first served within a session (the backend offers heads only). What
 * an earlier process of this runtime had in hand is looked up at the gateway before anything new of that session is taken.
 */

import { ACTIVE_RUN_STATUSES } from "@mc/shared/delivery/run";
import { Attempt, type AttemptEnd, type AttemptOptions } from "./delivery/attempt.ts";
import { parseAgentSlug } from "./delivery/session.ts";
import { messageOf } from "./errors.ts";
import type {
  Failure,
  MissionControl,
  QueueSnapshot,
  ReadyRun,
  Watch,
} from "./mission-control/mission-control.ts";
import type { Logger } from "./observability/logger.ts";
import { sleep } from "./process/sleep.ts";
import type { Service } from "./service/service.ts";

export interface DeliveryOptions extends Omit<AttemptOptions, "onFailing"> {
  readonly parallelTurns: number;
  readonly drainMs: number;
  /** After a refused lease, when the queue does not change: a budget may have been raised, a day may have begun. */
  readonly askAgainMs?: number;
  /** Whether the gateway has taken over the agent; a new one needs a moment after it was wanted. */
  readonly isAgentReady: (slug: string) => boolean;
  readonly onChange: () => void;
  readonly onEnd: (end: AttemptEnd, durationMs: number) => void;
}

const ASK_AGAIN_MS = 30_000;
/** A timer that is set beyond 2^31 ms goes off at once: what is due later is looked at in between. */
const LONGEST_TIMER_MS = 24 * 60 * 60_000;

/** A refused key makes every turn fail at once: wait, instead of burning the attempts of the whole queue. */
const COOL_DOWN_CODES = new Set(["provider_auth", "provider_cooling_down", "provider_rate_limited"]);

export class DeliveryService implements Service {
  readonly name = "delivery";
  readonly #options: DeliveryOptions & AttemptOptions;
  readonly #missionControl: MissionControl;
  readonly #logger: Logger;
  readonly #attempts = new Map<string, Attempt>();
  /** Sessions with a turn, or with a lease on its way. */
  readonly #busy = new Map<string, Promise<void>>();
  /** Runs that the backend did not give us (paused, out of budget), and when to ask again although the queue has not changed. */
  readonly #refused = new Map<string, number>();
  #queue: QueueSnapshot = { ready: [], cancels: [], active: [] };
  #watch: Watch | null = null;
  #hasLookedBack = false;
  #isDraining = false;
  #coolDownUntil = 0;
  #coolDownReason: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: DeliveryOptions) {
    this.#options = { ...options, onFailing: (failure) => this.#coolDown(failure) };
    this.#missionControl = options.missionControl;
    this.#logger = options.logger.child({ component: "delivery" });
  }

  get activeTurns(): number {
    return this.#attempts.size;
  }

  /** Whether the agent works right now, in any session. */
  hasTurn(agentSlug: string): boolean {
    return [...this.#attempts.values()].some(({ held }) => held.agentSlug === agentSlug);
  }

  get waiting(): number {
    return this.#queue.ready.length;
  }

  /** Sessions with a turn, or with a lease on its way. */
  get sessions(): number {
    return this.#busy.size;
  }

  /** How many runs of the account wait or are in hand, by state. */
  get byState(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = { ready: this.#queue.ready.length };
    for (const status of ACTIVE_RUN_STATUSES) counts[status] = 0;
    for (const { status } of this.#queue.active) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** Why nothing is taken although something waits; null when nothing holds delivery back. */
  get heldBackBecause(): string | null {
    return this.#coolDownUntil > this.#options.now() ? this.#coolDownReason : null;
  }

  /** Something outside changed that may let waiting work be taken. */
  notice(): void {
    this.#pump();
  }

  async start(): Promise<void> {
    this.#options.gateway.onReadyChange((isReady) => {
      if (isReady) this.#pump();
    });
    this.#watch = this.#missionControl.watchQueue((queue) => this.#onQueue(queue));
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    this.#watch?.stop();
    if (this.#busy.size === 0) return;
    const everything = () => Promise.allSettled([...this.#busy.values()]);
    const stop = new AbortController();
    await Promise.race([everything(), sleep(this.#options.drainMs, stop.signal)]);
    for (const attempt of this.#attempts.values()) attempt.stop("draining");
    await Promise.race([everything(), sleep(this.#options.drainMs + 2_000, stop.signal)]);
    stop.abort();
  }

  async stop(): Promise<void> {
    this.#isDraining = true;
    this.#watch?.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #onQueue(queue: QueueSnapshot): void {
    this.#queue = queue;
    this.#refused.clear();
    for (const { runId } of queue.cancels) this.#attempts.get(runId)?.stop("cancelled");
    if (!this.#hasLookedBack) this.#lookBack(queue);
    this.#pump();
  }

  /** Once, with the first word from the queue: what this runtime held when its earlier process ended. */
  #lookBack(queue: QueueSnapshot): void {
    this.#hasLookedBack = true;
    for (const run of queue.active) {
      const agentSlug = parseAgentSlug(run.sessionKey);
      if (agentSlug === null || this.#busy.has(run.sessionKey)) continue;
      this.#logger.info(
        { runId: run.runId, fence: run.fence },
        "looking for a turn that an earlier process started",
      );
      const attempt = new Attempt(
        { runId: run.runId, fence: run.fence, sessionKey: run.sessionKey, agentSlug },
        this.#options,
      );
      this.#occupy(run.sessionKey, async () => {
        if (queue.cancels.some((cancel) => cancel.runId === run.runId)) attempt.stop("cancelled");
        await this.#conduct(attempt, () => attempt.resume(run.maxTurnTokens));
      });
    }
  }

  /** Takes what can be taken now. Cheap and safe to call at any time. */
  #pump(): void {
    if (this.#isDraining || !this.#options.gateway.isReady) return;
    const now = this.#options.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const run of this.#queue.ready) {
      if (this.#busy.size >= this.#options.parallelTurns) return;
      if (this.#busy.has(run.sessionKey) || !this.#options.isAgentReady(run.agentSlug)) continue;
      const dueAt = Math.max(run.availableAt, this.#coolDownUntil, this.#refused.get(run.runId) ?? 0);
      if (dueAt > now) {
        wakeAt = Math.min(wakeAt, dueAt);
        continue;
      }
      this.#occupy(run.sessionKey, () => this.#take(run));
    }
    if (Number.isFinite(wakeAt)) this.#wakeAt(wakeAt);
  }

  async #take({ runId, availableAt }: ReadyRun): Promise<void> {
    // set before the question: if it fails instead of being answered, this run must not be asked for again at once for ever
    this.#refused.set(runId, this.#options.now() + (this.#options.askAgainMs ?? ASK_AGAIN_MS));
    const lease = await this.#missionControl.lease(runId, this.#options.leaseMs);
    if (lease.kind === "refused") {
      this.#logger.debug({ runId, reason: lease.reason }, "lease refused");
      return;
    }
    this.#refused.delete(runId);
    const attempt = new Attempt(
      {
        runId,
        fence: lease.fence,
        sessionKey: lease.sessionKey,
        agentSlug: lease.agentSlug,
        dueAt: availableAt,
      },
      this.#options,
    );
    this.#logger.info(
      { runId, fence: lease.fence, attempt: lease.attempt, agent: lease.agentSlug },
      "turn starts",
    );
    await this.#conduct(attempt, () => (this.#isDraining ? this.#handBack(attempt) : attempt.run(lease)));
  }

  async #handBack(attempt: Attempt): Promise<AttemptEnd> {
    await this.#missionControl.release(attempt.held);
    return { kind: "released" };
  }

  async #conduct(attempt: Attempt, work: () => Promise<AttemptEnd>): Promise<void> {
    const { runId } = attempt.held;
    this.#attempts.set(runId, attempt);
    this.#options.onChange();
    const startedAt = performance.now();
    try {
      if (this.#queue.cancels.some((cancel) => cancel.runId === runId)) attempt.stop("cancelled");
      const end = await work();
      this.#options.onEnd(end, performance.now() - startedAt);
    } finally {
      this.#attempts.delete(runId);
      this.#options.onChange();
    }
  }

  #coolDown(failure: Failure): void {
    if (!COOL_DOWN_CODES.has(failure.code)) return;
    this.#coolDownUntil = this.#options.now() + (failure.retryAfterMs ?? 0);
    this.#coolDownReason = failure.message;
  }

  #occupy(sessionKey: string, work: () => Promise<void>): void {
    const done = work()
      .catch((cause: unknown) =>
        this.#logger.warn({ reason: messageOf(cause) }, "a hand-off could not be taken"),
      )
      .finally(() => {
        this.#busy.delete(sessionKey);
        this.#pump();
      });
    this.#busy.set(sessionKey, done);
  }

  #wakeAt(at: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const waitMs = Math.min(Math.max(10, at - this.#options.now()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.#pump(), waitMs);
    this.#timer.unref();
  }
}
