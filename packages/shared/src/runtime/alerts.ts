/**
 * What about a runtime people must hear of, once per incident and once when it is over. Which conditions hold is
 * decided here; that an incident is told once is kept by its row.
 */
import { errorRate } from "./health.ts";
import { OFFLINE_ALERT_AFTER_MS, type RuntimeMetrics, type RuntimeStatus } from "./report.ts";
import { compareVersions, MINIMUM_OPENCLAW_VERSION } from "./version.ts";

export const ALERT_KINDS = ["offline", "error_rate", "failed_upgrade", "below_minimum_version"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_LABEL = {
  offline: "Offline",
  error_rate: "Many failed turns",
  failed_upgrade: "Failed upgrade",
  below_minimum_version: "Below the minimum version",
} as const satisfies Record<AlertKind, string>;

export const MAX_ERROR_RATE = 0.05;
/** One failure of a handful says nothing about a rate. */
const MIN_FAILURES = 2;
/** A rollout without a step for so long is pointed out. */
export const STALLED_AFTER_MS = 60 * 60_000;

export type AlertFacts = {
  status: RuntimeStatus;
  statusSince: number;
  /** Whether its silence is news: not of one that stands by, was removed, or is not wanted. */
  isExpected: boolean;
  openclawVersion: string | null;
  metrics: RuntimeMetrics | null;
  /** Why the last upgrade or roll-back did not succeed; null when it did, or there was none. */
  failedUpgrade: string | null;
};

export type Alert = { kind: AlertKind; detail: string };

/** The conditions that hold now. */
export function alertsOf(facts: AlertFacts, now: number): Alert[] {
  return [offline(facts, now), manyFailures(facts), failedUpgrade(facts), oldVersion(facts)].filter(
    (alert) => alert !== null,
  );
}

/** Which incidents begin and which end, given those that are open. While a runtime is offline nothing else about it is concluded. */
export function decideAlerts(
  open: readonly AlertKind[],
  facts: AlertFacts,
  now: number,
): { begin: Alert[]; end: AlertKind[] } {
  const holding = alertsOf(facts, now);
  const isDecided = (kind: AlertKind) =>
    kind === "offline" || kind === "failed_upgrade" || facts.status !== "offline";
  return {
    begin: holding.filter(({ kind }) => isDecided(kind) && !open.includes(kind)),
    end: open.filter((kind) => {
      if (kind === "offline") return facts.status !== "offline";
      return isDecided(kind) && !holding.some((alert) => alert.kind === kind);
    }),
  };
}

function offline({ status, statusSince, isExpected }: AlertFacts, now: number): Alert | null {
  if (status !== "offline" || !isExpected || now - statusSince < OFFLINE_ALERT_AFTER_MS) return null;
  return {
    kind: "offline",
    detail: "Agents cannot work until it is back. Check that its process runs and reaches this server.",
  };
}

function manyFailures({ metrics }: AlertFacts): Alert | null {
  const rate = metrics ? errorRate(metrics) : null;
  if (metrics === null || rate === null || rate <= MAX_ERROR_RATE || metrics.failures < MIN_FAILURES)
    return null;
  return {
    kind: "error_rate",
    detail: `More than ${100 * MAX_ERROR_RATE} % of its turns failed in the last 15 minutes. Look at the failed runs and at the model provider.`,
  };
}

function failedUpgrade(facts: AlertFacts): Alert | null {
  return facts.failedUpgrade === null ? null : { kind: "failed_upgrade", detail: facts.failedUpgrade };
}

function oldVersion({ openclawVersion }: AlertFacts): Alert | null {
  if (openclawVersion === null || compareVersions(openclawVersion, MINIMUM_OPENCLAW_VERSION) >= 0)
    return null;
  return {
    kind: "below_minimum_version",
    detail: `It runs OpenClaw ${openclawVersion}; ${MINIMUM_OPENCLAW_VERSION} is the oldest that is supported. Upgrade it.`,
  };
}
