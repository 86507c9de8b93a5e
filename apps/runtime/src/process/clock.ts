/** Time as a port: the system's, or one that a test turns by hand. */
export interface Clock {
  now(): number;
  /** Calls `ring` at `at`, once. Answers how to call it off. */
  alarm(at: number, ring: () => void): () => void;
}

/** The longest that a timer of Node can wait. */
const MAX_DELAY_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: Date.now,
  alarm(at, ring) {
    const timer = setTimeout(ring, Math.min(MAX_DELAY_MS, Math.max(0, at - Date.now())));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
