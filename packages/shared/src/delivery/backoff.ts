/** Full jitter: a random wait between nothing and an exponentially growing ceiling, so that retries spread out. */
export const BACKOFF_BASE_MS = 2_000;
export const BACKOFF_CAP_MS = 5 * 60_000;

export type Backoff = {
  /** Attempts made so far, from 1. */
  attempt: number;
  /** In [0, 1). */
  random: number;
  /** What the refused side asked for; never undercut. */
  retryAfterMs?: number | undefined;
};

export function backoffMs({ attempt, random, retryAfterMs }: Backoff): number {
  return Math.round(Math.max(retryAfterMs ?? 0, 0) + random * backoffCeilingMs(attempt));
}

/** Grows with the attempts and never beyond the cap. */
export function backoffCeilingMs(attempt: number): number {
  return Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.max(0, Math.min(attempt, 30) - 1));
}
