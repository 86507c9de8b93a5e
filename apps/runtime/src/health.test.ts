import { describe, expect, it } from "vitest";
import type { SupervisorStatus } from "./gateway/supervisor.ts";
import { buildReport, type HealthFacts, healthRoutes } from "./health.ts";
import { HealthWindow } from "./health-window.ts";
import { Metrics } from "./metrics.ts";
import { residentBytes } from "./vitals.ts";

const gateway: SupervisorStatus = {
  state: "ready",
  since: 1,
  reason: null,
  install: null,
  restarts: 0,
  installedVersion: "2026.9.6",
  hasAgents: true,
  missing: [],
  skillProblems: [],
};
const facts: HealthFacts = {
  gateway,
  isLinkReady: true,
  model: { ref: "demo/scripted", isDemo: true },
  activeTurns: 0,
  waiting: 0,
  sessions: 0,
  deliveries: { ready: 0 },
  heldBackBecause: null,
  vitals: { rssBytes: 100 * 2 ** 20, gatewayRssBytes: null, loopLagMs: 3 },
  metrics: new HealthWindow(() => 0).metrics({
    waiting: 0,
    sessions: 0,
    vitals: { rssBytes: 100 * 2 ** 20, gatewayRssBytes: null, loopLagMs: 3 },
  }),
  wantedVersion: "2026.9.6",
  previousVersion: null,
  upgrade: null,
};
const status = (change: Partial<SupervisorStatus>, more: Partial<HealthFacts> = {}) =>
  buildReport({ ...facts, ...more, gateway: { ...gateway, ...change } }).status;

describe("what the runtime says of itself", () => {
  it("follows the gateway", () => {
    expect(status({})).toBe("online");
    expect(status({ state: "starting" })).toBe("starting");
    expect(status({ state: "restarting", reason: "It ended." })).toBe("starting");
    expect(status({ state: "failed", reason: "It refuses." })).toBe("degraded");
    expect(status({ state: "unhealthy" })).toBe("degraded");
    expect(status({}, { isLinkReady: false })).toBe("degraded");
    expect(status({ state: "stopped", hasAgents: false })).toBe("online");
    expect(status({ state: "stopped", installedVersion: null })).toBe("starting");
    const upgrade = { to: "2026.9.8", step: "draining" as const, percent: 45, detail: "…" };
    expect(status({ state: "stopped" }, { upgrade })).toBe("upgrading");
  });

  it("shows an installation with its progress, and why it failed", () => {
    expect(status({ install: { step: "downloading", percent: 40, detail: "…" } })).toBe("installing");
    expect(
      status({ install: { step: "failed", percent: 40, detail: "no network" }, reason: "no network" }),
    ).toBe("degraded");
  });

  it("gives a reason for whatever holds work back", () => {
    expect(buildReport({ ...facts, heldBackBecause: "The provider refused the key." })).toMatchObject({
      status: "degraded",
      reasons: ["The provider refused the key."],
    });
  });

  it("names what the gateway lacks, and memory or time that run out", () => {
    expect(
      buildReport({ ...facts, gateway: { ...gateway, missing: ["OpenClaw 1 has no method"] } }),
    ).toMatchObject({
      status: "degraded",
      reasons: ["OpenClaw 1 has no method"],
    });
    const vitals = { rssBytes: 2 ** 30, gatewayRssBytes: 3 * 2 ** 30, loopLagMs: 2_000 };
    expect(buildReport({ ...facts, vitals }).reasons).toEqual([
      expect.stringContaining("processor time"),
      expect.stringContaining("The runtime uses more memory"),
      expect.stringContaining("The gateway uses more memory"),
    ]);
  });

  it("does not change with every breath, so that a quiet runtime checks in every 20 seconds only", () => {
    const later = { ...facts, vitals: { rssBytes: 101 * 2 ** 20, gatewayRssBytes: 2 ** 30, loopLagMs: 9 } };
    expect(buildReport(later)).toEqual(buildReport(facts));
  });

  it("answers operators and Prometheus", async () => {
    let now = facts;
    const metrics = new Metrics(() => now);
    metrics.countTurn({ kind: "completed" }, 1_500);
    metrics.countTurn(
      { kind: "failed", failure: { code: "timed_out", message: "", isRetryable: false } },
      9_000,
    );
    metrics.countTool("task_status", false);
    metrics.accepted(80);
    metrics.firstOutput(1_200);
    metrics.countBeat("saved", 2);
    const app = healthRoutes(() => now, metrics);
    expect((await app.request("/healthz")).status).toBe(200);
    expect((await app.request("/readyz")).status).toBe(200);
    now = { ...facts, isLinkReady: false, sessions: 3, deliveries: { ready: 4, running: 2 } };
    expect((await app.request("/readyz")).status).toBe(503);
    const text = await (await app.request("/metrics")).text();
    for (const line of [
      'mc_turns_total{end="completed",code=""} 1',
      'mc_turns_total{end="failed",code="timed_out"} 1',
      'mc_tool_calls_total{tool="task_status",ok="false"} 1',
      "mc_gateway_ready 0",
      'mc_gateway_state{state="ready"} 1',
      'mc_gateway_state{state="failed"} 0',
      'mc_deliveries{state="running"} 2',
      "mc_sessions_open 3",
      'mc_due_to_accepted_seconds_bucket{le="0.1"} 1',
      'mc_due_to_accepted_seconds_bucket{le="0.05"} 0',
      "mc_accepted_to_first_output_seconds_count 1",
      'mc_heartbeats_total{outcome="saved"} 1',
      "mc_heartbeats_missed_total 2",
    ])
      expect(text).toContain(line);
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
    expect(text).toMatch(/process_resident_memory_bytes \d/);
  });

  it("keeps billed, estimated and unknown money apart, and adds no price that nobody knows", async () => {
    const metrics = new Metrics(() => facts);
    const tokens = { input: 100, output: 10, cacheRead: 5, cacheWrite: 1 };
    metrics.used({ ...tokens, costUsd: 0.25, basis: "billed" });
    metrics.used({ ...tokens, costUsd: 0.5, basis: "estimated" });
    metrics.used({ ...tokens, costUsd: null, basis: "unknown" });
    const text = await metrics.registry.metrics();
    expect(text).toContain('mc_cost_usd_total{basis="billed"} 0.25');
    expect(text).toContain('mc_cost_usd_total{basis="estimated"} 0.5');
    expect(text).not.toContain('mc_cost_usd_total{basis="unknown"}');
    expect(text).toContain("mc_unpriced_turns_total 1");
    expect(text).toContain('mc_tokens_total{kind="input",basis="unknown"} 100');
    expect(text).toContain('mc_tokens_total{kind="cacheRead",basis="billed"} 5');
  });

  it.runIf(process.platform === "linux")(
    "knows how much memory a process has, and of a dead one nothing",
    async () => {
      expect(await residentBytes(process.pid)).toBeGreaterThan(10 * 2 ** 20);
      expect(await residentBytes(2 ** 22 + 1)).toBeNull();
    },
  );
});
