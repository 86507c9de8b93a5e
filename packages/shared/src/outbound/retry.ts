/**
 * When a delivery that failed is tried again, and when it is given up. Full jitter, as for runs, but slower: mail
 * servers and receivers of webhooks are out for minutes or hours, not seconds.
 *
 *   waiting ─▶ sent
 *     │ └────▶ skipped (read meanwhile, channel switched off, receiver gone)
 *     └─ fails ─▶ waiting, later ─ … ─▶ dead ─▶ waiting, when somebody sends it again
 */
export const MAX_DELIVERY_ATTEMPTS = 8;
const BASE_MS = 30_000;
const CAP_MS = 2 * 60 * 60_000;
/** A receiver may ask for more time, but not for ever. */
const MAX_WAIT_MS = 6 * 60 * 60_000;

export type DeliveryFailure = {
  /** Attempts made so far, this one included. */
  attempts: number;
  /** No try will ever do: an address that does not exist. */
  isPermanent: boolean;
  retryAfterMs: number | null;
  /** In [0, 1). */
  random: number;
};

/** How long to wait, or null to give up. */
export function retryDelayMs({
  attempts,
  isPermanent,
  retryAfterMs,
  random,
}: DeliveryFailure): number | null {
  if (isPermanent || attempts >= MAX_DELIVERY_ATTEMPTS) return null;
  const ceiling = Math.min(CAP_MS, BASE_MS * 4 ** (Math.max(1, attempts) - 1));
  const asked = Math.min(Math.max(retryAfterMs ?? 0, 0), MAX_WAIT_MS);
  return Math.round(asked + random * ceiling);
}

/** A webhook that has failed for this long, and more than once in a while, is switched off. */
export const WEBHOOK_OFF_AFTER_MS = 3 * 24 * 60 * 60_000;
export const WEBHOOK_OFF_AFTER_FAILURES = 10;

export type WebhookHealth = { failingSince: number | null; failures: number };

/** How the health of a webhook is after one more answer, and whether it is switched off now. */
export function nextWebhookHealth(
  health: WebhookHealth,
  answer: { isOk: boolean; isGone: boolean; now: number },
): WebhookHealth & { isOff: boolean } {
  const { isOk, isGone, now } = answer;
  if (isOk) return { failingSince: null, failures: 0, isOff: false };
  const failingSince = health.failingSince ?? now;
  const failures = health.failures + 1;
  const isLong = now - failingSince >= WEBHOOK_OFF_AFTER_MS && failures >= WEBHOOK_OFF_AFTER_FAILURES;
  return { failingSince, failures, isOff: isGone || isLong };
}
