/**
 * How well a runtime is, from 0 to 100, with the parts that make it up. Pure: the same figures always mean the same.
 * A part that was not measured takes no part; an offline runtime has nothing to be well with.
 */
import type { RuntimeMetrics, RuntimeStatus } from "./report.ts";

export const HEALTH_PARTS = [
  "readiness",
  "errorRate",
  "deliverySuccess",
  "latency",
  "eventLoopLag",
  "memory",
  "restarts",
] as const;
export type HealthPart = (typeof HEALTH_PARTS)[number];

export type Health = {
  /** 0–100; null while nothing is known. */
  score: number | null;
  /** Each 0–100; null when it was not measured. */
  parts: Record<HealthPart, number | null>;
};

export const HEALTH_WEIGHT = {
  readiness: 30,
  errorRate: 20,
  deliverySuccess: 20,
  latency: 10,
  eventLoopLag: 5,
  memory: 5,
  restarts: 10,
} as const satisfies Record<HealthPart, number>;

export const HEALTH_PART_LABEL = {
  readiness: "Readiness",
  errorRate: "Error rate",
  deliverySuccess: "Delivery success",
  latency: "Latency",
  eventLoopLag: "Event-loop lag",
  memory: "Memory",
  restarts: "Restarts",
} as const satisfies Record<HealthPart, string>;

/** From here on a figure is as good as none. */
const WORST = {
  errorRate: 0.2,
  latencyMs: 10_000,
  loopLagMs: 2_000,
  gatewayRssBytes: 2.5 * 2 ** 30,
  restarts: 3,
};
const BEST = { latencyMs: 500, loopLagMs: 100, gatewayRssBytes: 1.3 * 2 ** 30 };

export function healthOf(runtime: { status: RuntimeStatus; metrics: RuntimeMetrics | null }): Health {
  const parts = partsOf(runtime.metrics);
  if (runtime.status === "offline") return { score: 0, parts };
  const measured = HEALTH_PARTS.flatMap((part) => {
    const value = parts[part];
    return value === null ? [] : [{ value, weight: HEALTH_WEIGHT[part] }];
  });
  const total = measured.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { score: null, parts };
  const sum = measured.reduce((all, { value, weight }) => all + value * weight, 0);
  return { score: Math.round(sum / total), parts };
}

function partsOf(metrics: RuntimeMetrics | null): Health["parts"] {
  if (metrics === null)
    return Object.fromEntries(HEALTH_PARTS.map((part) => [part, null])) as Health["parts"];
  const failed = errorRate(metrics);
  const delivered = deliverySuccess(metrics);
  return {
    readiness: metrics.readiness === null ? null : percent(metrics.readiness),
    errorRate: failed === null ? null : falling(failed, { from: 0, to: WORST.errorRate }),
    deliverySuccess: delivered === null ? null : percent(delivered),
    latency:
      metrics.latencyP95Ms === null
        ? null
        : falling(metrics.latencyP95Ms, { from: BEST.latencyMs, to: WORST.latencyMs }),
    eventLoopLag: falling(metrics.loopLagMs, { from: BEST.loopLagMs, to: WORST.loopLagMs }),
    memory:
      metrics.gatewayRssBytes === null
        ? null
        : falling(metrics.gatewayRssBytes, { from: BEST.gatewayRssBytes, to: WORST.gatewayRssBytes }),
    restarts: falling(metrics.restarts, { from: 0, to: WORST.restarts }),
  };
}

/** Share of the turns that failed; null when none ended. */
export function errorRate(metrics: Pick<RuntimeMetrics, "turns" | "failures">): number | null {
  return metrics.turns === 0 ? null : metrics.failures / metrics.turns;
}

/** Share of the hand-offs that the gateway took; null when none was tried. */
export function deliverySuccess(metrics: Pick<RuntimeMetrics, "offered" | "taken">): number | null {
  return metrics.offered === 0 ? null : metrics.taken / metrics.offered;
}

function percent(share: number): number {
  return Math.round(100 * Math.min(1, Math.max(0, share)));
}

/** 100 up to `from`, 0 from `to` on, a straight line between. */
function falling(value: number, { from, to }: { from: number; to: number }): number {
  return percent((to - value) / (to - from));
}
