/**
 * A lease lends a run to one runtime until an instant. Its fence is a number that grows with every lease of
 * the run: an act under an older fence has no effect, however late it arrives.
 */
import { MAX_ATTEMPTS, type RunStatus } from "./run.ts";

export const MIN_LEASE_MS = 5_000;
export const MAX_LEASE_MS = 10 * 60_000;

export type LeaseFacts = {
  status: RunStatus;
  attempt: number;
  availableAt: number;
  /** The run's own lease, when it has one. */
  leaseUntil: number | null;
  /** Another run of the same session holds a valid lease. */
  isSessionBusy: boolean;
  isAgentPaused: boolean;
};

/** `until` is when a refusal ends by itself; null where somebody or something else has to move first. */
export type Refused = { kind: "refuse"; reason: string; until: number | null };
export type LeaseDecision = { kind: "lease" } | Refused;

export function decideLease(run: LeaseFacts, now: number): LeaseDecision {
  const isExpired = run.leaseUntil !== null && run.leaseUntil <= now;
  const refuse = (reason: string, until: number | null = null): Refused => ({
    kind: "refuse",
    reason,
    until,
  });
  if (run.status !== "queued" && !isExpired) return refuse(`The run is ${run.status} and not free to take.`);
  if (run.isAgentPaused) return refuse("The agent is paused.");
  if (run.isSessionBusy) return refuse("Another turn of this session is running.");
  if (run.status === "queued" && run.availableAt > now) {
    return refuse("The next attempt is not due yet.", run.availableAt);
  }
  if (run.attempt >= MAX_ATTEMPTS) return refuse("All attempts are used up.");
  return { kind: "lease" };
}

/** Whether an act under `fence` may still change the run. */
export function holdsLease(lease: { fence: number; leaseUntil: number } | null, fence: number): boolean {
  return lease !== null && lease.fence === fence;
}

export function clampLeaseMs(leaseMs: number): number {
  return Math.min(MAX_LEASE_MS, Math.max(MIN_LEASE_MS, Math.floor(leaseMs)));
}

/** A lease as an external agent holds it: one word, which the next lease of the same run does not repeat. */
export function formatLease({ runId, fence }: { runId: string; fence: number }): string {
  return `${runId}.${fence}`;
}

export function parseLease(text: string): { runId: string; fence: number } | null {
  const [, runId, fence] = /^([A-Za-z0-9_;|-]{1,100})\.([0-9]{1,9})$/.exec(text.trim()) ?? [];
  return runId === undefined || fence === undefined ? null : { runId, fence: Number(fence) };
}
