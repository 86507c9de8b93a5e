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

export type LeaseDecision = { kind: "lease" } | { kind: "refuse"; reason: string };

export function decideLease(run: LeaseFacts, now: number): LeaseDecision {
  const isExpired = run.leaseUntil !== null && run.leaseUntil <= now;
  if (run.status !== "queued" && !isExpired) {
    return { kind: "refuse", reason: `The run is ${run.status} and not free to take.` };
  }
  if (run.isAgentPaused) return { kind: "refuse", reason: "The agent is paused." };
  if (run.isSessionBusy) return { kind: "refuse", reason: "Another turn of this session is running." };
  if (run.status === "queued" && run.availableAt > now) {
    return { kind: "refuse", reason: "The next attempt is not due yet." };
  }
  if (run.attempt >= MAX_ATTEMPTS) return { kind: "refuse", reason: "All attempts are used up." };
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
