/** How the runtime is, in one place: for the backend (check-ins), for operators (HTTP) and for Prometheus. */
import { hostname } from "node:os";
import type { ReportedStatus, RuntimeMetrics, RuntimeReport } from "@mc/shared/runtime/report";
import { PROTOCOL_VERSION } from "@openclaw/gateway-protocol/version";
import { Hono } from "hono";
import type { SupervisorStatus } from "./gateway/supervisor.ts";
import type { Metrics } from "./metrics.ts";
import type { UpgradeStatus } from "./self-upgrade.ts";
import { type VitalSigns, vitalReasons } from "./vitals.ts";

export const RUNTIME_VERSION = "0.1.0";

export interface HealthFacts {
  readonly gateway: SupervisorStatus;
  readonly isLinkReady: boolean;
  readonly model: { readonly ref: string; readonly isDemo: boolean };
  readonly activeTurns: number;
  readonly waiting: number;
  /** Sessions with a turn, or with a lease on its way. */
  readonly sessions: number;
  /** Runs in hand by their state: ready, leased, accepted, running, awaiting_approval. */
  readonly deliveries: Readonly<Record<string, number>>;
  readonly heldBackBecause: string | null;
  readonly vitals: VitalSigns;
  /** Of the last quarter of an hour. */
  readonly metrics: RuntimeMetrics;
  readonly wantedVersion: string;
  /** What a roll-back would return to. */
  readonly previousVersion: string | null;
  readonly upgrade: UpgradeStatus | null;
}

/** Pure: the same facts always make the same report. */
export function buildReport(facts: HealthFacts): RuntimeReport {
  const { gateway } = facts;
  const reasons = [
    ...[gateway.reason, facts.heldBackBecause].filter((reason) => reason !== null),
    ...gateway.missing,
    ...gateway.skillProblems,
    ...vitalReasons(facts.vitals),
  ];
  return {
    status: statusOf(facts, reasons),
    reasons,
    runtimeVersion: RUNTIME_VERSION,
    openclawVersion: gateway.installedVersion,
    gateway: { state: gateway.state, since: gateway.since },
    install: gateway.install,
    model: { ref: facts.model.ref, isDemo: facts.model.isDemo },
    activeTurns: facts.activeTurns,
    host: hostname(),
    protocolVersion: PROTOCOL_VERSION,
    previousVersion: facts.previousVersion,
    upgrade: facts.upgrade,
    metrics: facts.metrics,
  };
}

function statusOf(facts: HealthFacts, reasons: readonly string[]): ReportedStatus {
  const { gateway } = facts;
  if (facts.upgrade !== null) return "upgrading";
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
      openclaw: { wanted: facts().wantedVersion, installed: facts().gateway.installedVersion },
      node: process.version,
    }),
  );
  app.get("/metrics", async (c) =>
    c.text(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  return app;
}
