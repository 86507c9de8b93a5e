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

/** Who keeps the machine of a runtime. */
export const RUNTIME_PROVIDERS = ["local", "docker", "digitalocean", "fly", "aws", "gcp", "other"] as const;
export type RuntimeProvider = (typeof RUNTIME_PROVIDERS)[number];

/** Figures of the last quarter of an hour, measured by the runtime. They change all the time, so they travel with the regular check-in. */
export type RuntimeMetrics = {
  windowMs: number;
  /** Share of the window in which turns could be started, 0–1; null while no gateway is wanted. */
  readiness: number | null;
  /** Turns that ended in the window, and those of them that failed. */
  turns: number;
  failures: number;
  /** Hand-offs that were tried at the gateway in the window, and those of them that it took. */
  offered: number;
  taken: number;
  /** From a run being due to the gateway taking it. */
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  loopLagMs: number;
  rssBytes: number;
  gatewayRssBytes: number | null;
  /** Unexpected ends of the gateway in the window. */
  restarts: number;
  waiting: number;
  sessions: number;
  /** Of answered turns in the window. */
  tokens: number;
  uptimeMs: number;
};

/** An upgrade or a roll-back that is under way at the runtime. */
export type UpgradeProgress = { to: string; step: string; percent: number; detail: string };

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
  /** Of the machine. */
  host?: string;
  /** Of the gateway's wire protocol. */
  protocolVersion?: number;
  /** What a roll-back would return to; null when nothing is kept. */
  previousVersion?: string | null;
  upgrade?: UpgradeProgress | null;
  metrics?: RuntimeMetrics;
};
