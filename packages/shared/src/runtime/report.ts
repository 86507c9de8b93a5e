/** What a runtime tells the backend every 20 seconds and on every change. Wire format: add fields, never change one. */
export const RUNTIME_STATUSES = [
  "none",
  "starting",
  "installing",
  "online",
  "degraded",
  "offline",
  "upgrading",
] as const;
export type RuntimeStatus = (typeof RUNTIME_STATUSES)[number];

/** Statuses that a runtime can claim for itself; `none` and `offline` are concluded from its silence. */
export const REPORTED_STATUSES = ["starting", "installing", "online", "degraded", "upgrading"] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

export const GATEWAY_STATES = ["stopped", "starting", "ready", "unhealthy", "restarting", "failed"] as const;
export type GatewayState = (typeof GATEWAY_STATES)[number];

export const CHECK_IN_EVERY_MS = 20_000;
/** Without a check-in for so long a runtime is offline. */
export const OFFLINE_AFTER_MS = 90_000;
/** Offline for so long, people are told. */
export const OFFLINE_ALERT_AFTER_MS = 5 * 60_000;

export type RuntimeReport = {
  status: ReportedStatus;
  /** One sentence per thing that is degraded; empty when all is well. */
  reasons: string[];
  runtimeVersion: string;
  openclawVersion: string | null;
  gateway: { state: GatewayState; since: number };
  /** Progress of an installation, percent 0–100; null when none is running. */
  install: { step: string; percent: number; detail: string } | null;
  model: { ref: string; isDemo: boolean };
  /** Turns that are running right now. */
  activeTurns: number;
};
