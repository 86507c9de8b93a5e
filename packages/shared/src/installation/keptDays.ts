/** How long is kept what is not kept for ever, in days. Listed in docs/operations/retention.md, which a test compares. */
export const KEPT_DAYS = {
  /** Read ones of people, and those of agents whose run is over. */
  notifications: 90,
  /** Unread ones too: nobody looks a year back in an inbox. */
  unreadNotifications: 365,
  /** Text of a turn that is not running; the answer itself is a message. */
  runStreams: 7,
  /** They keep a repeated attempt from doing things twice; no run is tried again after so long. */
  toolCalls: 90,
  /** What single attempts used; the sums of days and months stay, and what a run used is written on the run. */
  usage: 400,
  /** Those of single days; the daily figures of analytics and the sums of usage stay. */
  counters: 90,
  /** How the deletion of an account went; its line in the operators' log stays. */
  accountDeletions: 30,
  /** Deliveries that arrived, were skipped or were given up. */
  outbox: 14,
  /** For so long the same idempotency key makes no second task. */
  incomingCalls: 7,
} as const;
