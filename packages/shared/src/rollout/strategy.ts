/** How a rollout goes over the fleet, and the limits of what may be asked for. */
import { DAY_MS, isTimeZone, wallTimeAt } from "../time/zone.ts";

/** What a runtime must show after its upgrade; shares, 0–1. */
export type Gates = { minReadiness: number; maxErrorRate: number; minDeliverySuccess: number };

export type Strategy =
  /** All at once. */
  | { kind: "immediate"; maxFailurePercent: number }
  /** Batch after batch with a pause between them. */
  | { kind: "rolling"; batchPercent: number; pauseMs: number; maxFailurePercent: number; gates: Gates }
  /** A few first, watched for a while; then batches. */
  | {
      kind: "canary";
      canaries: number;
      soakMs: number;
      batchPercent: number;
      pauseMs: number;
      maxFailurePercent: number;
      gates: Gates;
    };
export type StrategyKind = Strategy["kind"];

/** Hours of the day in which upgrades may start; from 22:00 to 5:00 runs over midnight. */
export type Window = { fromMinute: number; toMinute: number; timeZone: string };

export const STRATEGY_LABEL = {
  immediate: "All at once",
  rolling: "Batch after batch",
  canary: "Canary first",
} as const satisfies Record<StrategyKind, string>;

export const DEFAULT_GATES: Gates = { minReadiness: 0.95, maxErrorRate: 0.05, minDeliverySuccess: 0.95 };

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 1440;
export const MAX_WAIT_MS = 7 * DAY_MS;

/** What the wizard starts with: a canary of a twentieth of the fleet, so that a bad version harms no more than that. */
export function defaultStrategy(kind: StrategyKind, fleetSize: number): Strategy {
  switch (kind) {
    case "immediate":
      return { kind, maxFailurePercent: 20 };
    case "rolling":
      return { kind, batchPercent: 20, pauseMs: 5 * MINUTE_MS, maxFailurePercent: 10, gates: DEFAULT_GATES };
    case "canary":
      return {
        kind,
        canaries: Math.max(1, Math.floor(fleetSize / 20)),
        soakMs: 15 * MINUTE_MS,
        batchPercent: 25,
        pauseMs: 5 * MINUTE_MS,
        maxFailurePercent: 10,
        gates: DEFAULT_GATES,
      };
  }
}

/** What is wrong with it, as a sentence; null when nothing is. */
export function strategyProblem(strategy: Strategy): string | null {
  if (!isPercent(strategy.maxFailurePercent, 0)) return "The largest share of failures is 0 to 100 percent.";
  if (strategy.kind === "immediate") return null;
  if (!isPercent(strategy.batchPercent, 1)) return "A batch is 1 to 100 percent of the fleet.";
  if (!isWait(strategy.pauseMs)) return "The pause between batches is at most seven days.";
  if (!Object.values(strategy.gates).every((share) => share >= 0 && share <= 1)) {
    return "Each gate is a share between 0 and 1.";
  }
  if (strategy.kind === "rolling") return null;
  if (!Number.isInteger(strategy.canaries) || strategy.canaries < 1) return "There is at least one canary.";
  return isWait(strategy.soakMs) ? null : "The canaries are watched for at most seven days.";
}

export function windowProblem(window: Window): string | null {
  if (!isTimeZone(window.timeZone)) return `There is no time zone ${window.timeZone}.`;
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < MINUTES_OF_DAY;
  if (!isMinute(window.fromMinute) || !isMinute(window.toMinute))
    return "The hours lie between 0:00 and 23:59.";
  return window.fromMinute === window.toMinute ? "The hours must begin and end at different times." : null;
}

export function isInWindow(window: Window | null, now: number): boolean {
  if (window === null) return true;
  const minute = minuteOfDay(window, now);
  const { fromMinute, toMinute } = window;
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

/** When the window opens next; `now` while it is open. Exact to the minute but on a day on which the clocks change. */
export function windowOpensAt(window: Window | null, now: number): number {
  if (window === null || isInWindow(window, now)) return now;
  const minutes = (window.fromMinute - minuteOfDay(window, now) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
  return Math.floor(now / MINUTE_MS) * MINUTE_MS + Math.max(1, minutes) * MINUTE_MS;
}

function minuteOfDay(window: Window, now: number): number {
  const { hour, minute } = wallTimeAt(now, window.timeZone);
  return hour * 60 + minute;
}

function isPercent(value: number, least: number): boolean {
  return value >= least && value <= 100;
}

function isWait(ms: number): boolean {
  return ms >= 0 && ms <= MAX_WAIT_MS;
}
