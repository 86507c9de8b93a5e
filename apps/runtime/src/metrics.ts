/** Everything that is counted and timed, for Prometheus. Gauges are read from the facts at the moment of asking. */
import type { RunUsage } from "@mc/shared/delivery/run";
import { GATEWAY_STATES } from "@mc/shared/runtime/report";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AttemptEnd } from "./delivery/attempt.ts";
import type { DeliveryMeter } from "./delivery/meter.ts";
import type { HealthFacts } from "./health.ts";
import type { BeatOutcome } from "./heartbeat.ts";

const QUICK_SECONDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 180];
const TURN_SECONDS = [1, 2, 5, 10, 30, 60, 180, 600, 1800];

export class Metrics implements DeliveryMeter {
  readonly registry = new Registry();
  readonly #turns = this.#counter("mc_turns_total", "Turns that ended, by how they ended", ["end", "code"]);
  readonly #toolCalls = this.#counter("mc_tool_calls_total", "Calls of the office's tools", ["tool", "ok"]);
  readonly #beats = this.#counter("mc_heartbeats_total", "Heartbeats, by what became of them", ["outcome"]);
  readonly #missedBeats = this.#counter(
    "mc_heartbeats_missed_total",
    "Heartbeats that were slept through",
    [],
  );
  readonly #tokens = this.#counter("mc_tokens_total", "Tokens of turns, by kind and by how sure they are", [
    "kind",
    "basis",
  ]);
  readonly #cost = this.#counter("mc_cost_usd_total", "US dollars of turns whose price is known", ["basis"]);
  readonly #unpriced = this.#counter("mc_unpriced_turns_total", "Turns whose price is not known", []);
  readonly #dueToAccepted = this.#histogram(
    "mc_due_to_accepted_seconds",
    "From a run being due to the gateway taking its turn",
    QUICK_SECONDS,
  );
  readonly #acceptedToOutput = this.#histogram(
    "mc_accepted_to_first_output_seconds",
    "From the gateway taking a turn to its first word or tool",
    QUICK_SECONDS,
  );
  readonly #turnSeconds = this.#histogram("mc_turn_seconds", "From lease to end of a turn", TURN_SECONDS);

  constructor(facts: () => HealthFacts) {
    // Memory, processor time and event-loop lag of this process.
    collectDefaultMetrics({ register: this.registry });
    this.#gauge("mc_gateway_ready", "1 while turns can be started", () => (facts().isLinkReady ? 1 : 0));
    this.#gauge(
      "mc_gateway_restarts",
      "Unexpected ends of the gateway since this runtime started",
      () => facts().gateway.restarts,
    );
    this.#gauge("mc_gateway_memory_bytes", "Resident memory of the gateway; 0 when unknown", () => {
      return facts().vitals.gatewayRssBytes ?? 0;
    });
    this.#gauge("mc_turns_active", "Turns that are running", () => facts().activeTurns);
    this.#gauge("mc_queue_waiting", "Sessions with a run that waits", () => facts().waiting);
    this.#gauge(
      "mc_sessions_open",
      "Sessions with a turn, or with a lease on its way",
      () => facts().sessions,
    );
    this.#gauges("mc_gateway_state", "1 for the state that the gateway is in", "state", () =>
      Object.fromEntries(GATEWAY_STATES.map((state) => [state, facts().gateway.state === state ? 1 : 0])),
    );
    this.#gauges("mc_deliveries", "Runs of the account in hand, by state", "state", () => facts().deliveries);
  }

  countTurn(end: AttemptEnd, durationMs: number): void {
    this.#turns.inc({ end: end.kind, code: end.kind === "failed" ? end.failure.code : "" });
    this.#turnSeconds.observe(durationMs / 1000);
  }

  countTool(tool: string, isOk: boolean): void {
    this.#toolCalls.inc({ tool, ok: String(isOk) });
  }

  countBeat(outcome: BeatOutcome, missed: number): void {
    this.#beats.inc({ outcome });
    this.#missedBeats.inc(missed);
  }

  accepted(sinceDueMs: number): void {
    this.#dueToAccepted.observe(sinceDueMs / 1000);
  }

  firstOutput(sinceAcceptedMs: number): void {
    this.#acceptedToOutput.observe(sinceAcceptedMs / 1000);
  }

  /** Billed, estimated and unknown are never added up: each has its own series. */
  used({ basis, costUsd, ...tokens }: RunUsage): void {
    for (const [kind, count] of Object.entries(tokens)) this.#tokens.inc({ kind, basis }, count);
    if (costUsd === null) this.#unpriced.inc();
    else this.#cost.inc({ basis }, costUsd);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  #gauges(
    name: string,
    help: string,
    ...[label, read]: [string, () => Readonly<Record<string, number>>]
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(read())) this.set({ [label]: value }, count);
      },
    });
  }
}
