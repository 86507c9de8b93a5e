/** Waiting for somebody else's answer, who may be gone, that a stop can cut short. */

/** What the work comes to; rejects with the signal's reason when that aborts first. The work itself goes on and is nobody's. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  // listens first and looks then: an abort in between is not missed
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
