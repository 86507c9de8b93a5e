/**
 * A run is one hand-off of work to an agent, from the queue to its end.
 *
 *   queued ─▶ leased ─▶ accepted ─▶ running ─▶ succeeded
 *     ▲         │          │          ├─▶ awaiting_approval ─▶ running
 *     └─────────┴──────────┴──────────┴─▶ failed | cancelled | timed_out | dead_letter
 *   (retry with backoff, lost lease,      failed: will not be retried by itself
 *    release of a draining runtime)       dead_letter: attempts used up; a person may retry → queued
 */
export const RUN_STATUSES = [
  "queued",
  "leased",
  "accepted",
  "running",
  "awaiting_approval",
  "succeeded",
  "failed",
  "cancelled",
  "timed_out",
  "dead_letter",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const ACTIVE_RUN_STATUSES = ["leased", "accepted", "running", "awaiting_approval"] as const;

export const RUN_TRANSITIONS = {
  queued: ["leased", "cancelled"],
  leased: ["accepted", "running", "queued", "succeeded", "failed", "cancelled", "timed_out", "dead_letter"],
  accepted: ["running", "queued", "succeeded", "failed", "cancelled", "timed_out", "dead_letter"],
  running: ["awaiting_approval", "queued", "succeeded", "failed", "cancelled", "timed_out", "dead_letter"],
  awaiting_approval: ["running", "queued", "succeeded", "failed", "cancelled", "timed_out", "dead_letter"],
  succeeded: [],
  failed: ["queued"],
  cancelled: ["queued"],
  timed_out: ["queued"],
  dead_letter: ["queued"],
} as const satisfies Record<RunStatus, readonly RunStatus[]>;

/** Attempts before a run becomes a dead letter. */
export const MAX_ATTEMPTS = 5;

/** Agents waking agents: the hop beyond this one is cut. */
export const MAX_HOPS = 6;

export const RUN_STATUS_LABEL = {
  queued: "Queued",
  leased: "Handed over",
  accepted: "Accepted",
  running: "Running",
  awaiting_approval: "Awaiting approval",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  timed_out: "Timed out",
  dead_letter: "Gave up",
} as const satisfies Record<RunStatus, string>;

export function canRunBecome(from: RunStatus, to: RunStatus): boolean {
  const targets: readonly RunStatus[] = RUN_TRANSITIONS[from];
  return targets.includes(to);
}

/** Terminal: nothing moves it any more except a person's retry. */
export function isTerminal(status: RunStatus): boolean {
  return status !== "queued" && !isActive(status);
}

/** Active: under a lease, the agent has it. */
export function isActive(status: RunStatus): boolean {
  return ACTIVE_RUN_STATUSES.some((active) => active === status);
}

export type RunUsage = {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** US dollars; null when the model has no known price. */
  costUsd: number | null;
  basis: "billed" | "estimated" | "unknown";
};

/** Why a run exists; travels with everything the run does. */
export const RUN_CAUSES = [
  "assignment",
  "mention",
  "thread_update",
  "status_change",
  "review_request",
  "response_request",
  "task_unblocked",
  "parts_done",
  "approval_decided",
  "heartbeat",
] as const;
export type RunCauseKind = (typeof RUN_CAUSES)[number];
