/** How the runtime is, in one place: for the backend (check-ins), for operators (HTTP) and for Prometheus. */
import type { ReportedStatus, RuntimeReport } from "@mc/shared/runtime/report";
import { Hono } from "hono";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AttemptEnd } from "./delivery/attempt.ts";
import type { SupervisorStatus } from "./gateway/supervisor.ts";
import { OPENCLAW_VERSION } from "./openclaw/version.ts";

export const RUNTIME_VERSION = "0.1.0";

export interface HealthFacts {
  readonly gateway: SupervisorStatus;
  readonly isLinkReady: boolean;
  readonly model: { readonly ref: string; readonly isDemo: boolean };
  readonly activeTurns: number;
  readonly waiting: number;
  readonly heldBackBecause: string | null;
}

/** Pure: the same facts always make the same report. */
export function buildReport(facts: HealthFacts): RuntimeReport {
  const { gateway } = facts;
  const reasons = [gateway.reason, facts.heldBackBecause, ...gateway.missing].filter(
    (reason) => reason !== null,
  );
  return {
    status: statusOf(facts, reasons),
    reasons,
    runtimeVersion: RUNTIME_VERSION,
    openclawVersion: gateway.installedVersion,
    gateway: { state: gateway.state, since: gateway.since },
    install: gateway.install,
    model: { ref: facts.model.ref, isDemo: facts.model.isDemo },
    activeTurns: facts.activeTurns,
  };
}

function statusOf(facts: HealthFacts, reasons: readonly string[]): ReportedStatus {
  const { gateway } = facts;
  if (gateway.install !== null) return gateway.install.step === "failed" ? "degraded" : "installing";
  switch (gateway.state) {
    case "ready":
      return reasons.length === 0 && facts.isLinkReady ? "online" : "degraded";
    case "failed":
    case "unhealthy":
      return "degraded";
    case "stopped":
      // Nothing to run yet is not a fault: with the first agent the gateway starts.
      return gateway.installedVersion !== null && !gateway.hasAgents ? "online" : "starting";
    case "starting":
    case "restarting":
      return "starting";
    default:
      return gateway.state satisfies never;
  }
}

export class Metrics {
  readonly registry = new Registry();
  readonly #turns = new Counter({
    name: "mc_turns_total",
    help: "Turns that ended, by how they ended",
    labelNames: ["end"],
    registers: [this.registry],
  });
  readonly #turnSeconds = new Histogram({
    name: "mc_turn_seconds",
    help: "From lease to end of a turn",
    buckets: [1, 2, 5, 10, 30, 60, 180, 600, 1800],
    registers: [this.registry],
  });
  readonly #toolCalls = new Counter({
    name: "mc_tool_calls_total",
    help: "Calls of the office's tools",
    labelNames: ["tool", "ok"],
    registers: [this.registry],
  });

  constructor(facts: () => HealthFacts) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, read: (facts: HealthFacts) => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read(facts()));
        },
      });
    gauge("mc_gateway_ready", "1 while turns can be started", ({ isLinkReady }) => (isLinkReady ? 1 : 0));
    gauge(
      "mc_gateway_restarts",
      "Unexpected ends of the gateway since this runtime started",
      ({ gateway }) => gateway.restarts,
    );
    gauge("mc_turns_active", "Turns that are running", ({ activeTurns }) => activeTurns);
    gauge("mc_queue_waiting", "Sessions with a run that waits", ({ waiting }) => waiting);
  }

  countTurn(end: AttemptEnd, durationMs: number): void {
    this.#turns.inc({ end: end.kind });
    this.#turnSeconds.observe(durationMs / 1000);
  }

  countTool(tool: string, isOk: boolean): void {
    this.#toolCalls.inc({ tool, ok: String(isOk) });
  }
}

export function healthRoutes(facts: () => HealthFacts, metrics: Metrics): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ ok: true, status: "live" }));
  app.get("/readyz", (c) => {
    const report = buildReport(facts());
    const isReady = report.status === "online";
    return c.json(
      {
        ready: isReady,
        status: report.status,
        reasons: report.reasons,
        gateway: report.gateway,
        install: report.install,
      },
      isReady ? 200 : 503,
    );
  });
  app.get("/version", (c) =>
    c.json({
      runtime: RUNTIME_VERSION,
      openclaw: { wanted: OPENCLAW_VERSION, installed: facts().gateway.installedVersion },
      node: process.version,
    }),
  );
  app.get("/metrics", async (c) =>
    c.text(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  return app;
}
