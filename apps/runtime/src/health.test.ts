import { describe, expect, it } from "vitest";
import type { SupervisorStatus } from "./gateway/supervisor.ts";
import { buildReport, type HealthFacts, healthRoutes, Metrics } from "./health.ts";

const gateway: SupervisorStatus = {
  state: "ready",
  since: 1,
  reason: null,
  install: null,
  restarts: 0,
  installedVersion: "2026.9.6",
  hasAgents: true,
  missing: [],
};
const facts: HealthFacts = {
  gateway,
  isLinkReady: true,
  model: { ref: "demo/scripted", isDemo: true },
  activeTurns: 0,
  waiting: 0,
  heldBackBecause: null,
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

  it("answers operators and Prometheus", async () => {
    let now = facts;
    const metrics = new Metrics(() => now);
    metrics.countTurn({ kind: "completed" }, 1_500);
    metrics.countTool("task_status", false);
    const app = healthRoutes(() => now, metrics);
    expect((await app.request("/healthz")).status).toBe(200);
    expect((await app.request("/readyz")).status).toBe(200);
    now = { ...facts, isLinkReady: false };
    expect((await app.request("/readyz")).status).toBe(503);
    const text = await (await app.request("/metrics")).text();
    expect(text).toContain('mc_turns_total{end="completed"} 1');
    expect(text).toContain('mc_tool_calls_total{tool="task_status",ok="false"} 1');
    expect(text).toContain("mc_gateway_ready 0");
  });
});
