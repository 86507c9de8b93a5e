/**
 * The figures of the last quarter of an hour, as the check-in carries them. They begin anew with a new version of the
 * gateway, so that what is said about it is said about it alone.
 */
import type { RunUsage } from "@mc/shared/delivery/run";
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import type { AttemptEnd } from "./delivery/attempt.ts";
import type { VitalSigns } from "./vitals.ts";

const WINDOW_MS = 15 * 60_000;
/** More events than this in a window are counted by their latest. */
const MAX_EVENTS = 5_000;
/** The gateway did not take the turn, or could not be asked any more. */
const NOT_TAKEN = new Set(["gateway_lost", "gateway_busy", "gateway_error"]);

type Event =
  | { readonly kind: "turn"; readonly at: number; readonly isFailed: boolean }
  | { readonly kind: "offer"; readonly at: number; readonly isTaken: boolean }
  | { readonly kind: "latency"; readonly at: number; readonly ms: number }
  | { readonly kind: "tokens"; readonly at: number; readonly count: number }
  | { readonly kind: "restart"; readonly at: number };

/** From an instant on the gateway was ready, was not, or was not wanted. */
type Span = { readonly from: number; readonly state: "ready" | "down" | "unwanted" };

export class HealthWindow {
  readonly #now: () => number;
  readonly #bornAt: number;
  #since: number;
  #events: Event[] = [];
  #spans: Span[];
  #restarts = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#bornAt = now();
    this.#since = this.#bornAt;
    this.#spans = [{ from: this.#bornAt, state: "unwanted" }];
  }

  /** A new version: nothing of the one before counts. */
  restart(): void {
    this.#since = this.#now();
    this.#events = [];
    this.#spans = [{ from: this.#since, state: this.#spans.at(-1)?.state ?? "unwanted" }];
  }

  ready(state: Span["state"]): void {
    if (this.#spans.at(-1)?.state !== state) this.#spans.push({ from: this.#now(), state });
  }

  turn(end: AttemptEnd): void {
    const at = this.#now();
    if (end.kind === "completed" || end.kind === "failed")
      this.#add({ kind: "turn", at, isFailed: end.kind === "failed" });
    if (end.kind === "cancelled" || end.kind === "released") return;
    const isTaken = end.kind === "completed" || (end.kind === "failed" && !NOT_TAKEN.has(end.failure.code));
    this.#add({ kind: "offer", at, isTaken });
  }

  accepted(sinceDueMs: number): void {
    this.#add({ kind: "latency", at: this.#now(), ms: sinceDueMs });
  }

  used({ input, output }: RunUsage): void {
    this.#add({ kind: "tokens", at: this.#now(), count: input + output });
  }

  /** How often the gateway has ended unexpectedly so far. */
  restarts(count: number): void {
    for (; this.#restarts < count; this.#restarts += 1) this.#add({ kind: "restart", at: this.#now() });
  }

  metrics(facts: {
    readonly waiting: number;
    readonly sessions: number;
    readonly vitals: VitalSigns;
  }): RuntimeMetrics {
    const now = this.#now();
    const from = Math.max(this.#since, now - WINDOW_MS);
    this.#forget(from);
    const turns = this.#events.filter((event) => event.kind === "turn");
    const offers = this.#events.filter((event) => event.kind === "offer");
    const latencies = this.#events.flatMap((event) => (event.kind === "latency" ? [event.ms] : []));
    const tokens = this.#events.flatMap((event) => (event.kind === "tokens" ? [event.count] : []));
    return {
      windowMs: now - from,
      readiness: readiness(this.#spans, { from, until: now }),
      turns: turns.length,
      failures: turns.filter(({ isFailed }) => isFailed).length,
      offered: offers.length,
      taken: offers.filter(({ isTaken }) => isTaken).length,
      latencyP50Ms: percentile(latencies, 0.5),
      latencyP95Ms: percentile(latencies, 0.95),
      loopLagMs: facts.vitals.loopLagMs,
      rssBytes: facts.vitals.rssBytes,
      gatewayRssBytes: facts.vitals.gatewayRssBytes,
      restarts: this.#events.filter(({ kind }) => kind === "restart").length,
      waiting: facts.waiting,
      sessions: facts.sessions,
      tokens: tokens.reduce((sum, count) => sum + count, 0),
      uptimeMs: now - this.#bornAt,
    };
  }

  #add(event: Event): void {
    this.#events.push(event);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }

  #forget(from: number): void {
    this.#events = this.#events.filter(({ at }) => at >= from);
    // The span that was on at the beginning of the window still counts.
    const first = this.#spans.findLastIndex((span) => span.from <= from);
    if (first > 0) this.#spans = this.#spans.slice(first);
  }
}

/** Share of the time in which a gateway was wanted that it was ready; null when none was wanted. */
function readiness(spans: readonly Span[], { from, until }: { from: number; until: number }): number | null {
  let [ready, down] = [0, 0];
  for (const [index, span] of spans.entries()) {
    const lasted = Math.max(0, (spans[index + 1]?.from ?? until) - Math.max(from, span.from));
    if (span.state === "ready") ready += lasted;
    if (span.state === "down") down += lasted;
  }
  if (ready + down > 0) return ready / (ready + down);
  return spans.at(-1)?.state === "ready" ? 1 : null;
}

function percentile(values: number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
