/** Limits of official deployments (SPEC "Limits") and the usage of one transaction measured against them. */

export const LIMITS = {
  documentsRead: 32_000,
  bytesRead: 16 * 1024 * 1024,
  databaseQueries: 4_096,
  documentsWritten: 16_000,
  bytesWritten: 16 * 1024 * 1024,
  functionsScheduled: 1_000,
  scheduledFunctionArgsBytes: 16 * 1024 * 1024,
} as const;

export const MAX_ARGS_BYTES = 16 * 1024 * 1024;
export const MAX_RESULT_BYTES = 16 * 1024 * 1024;
export const MAX_SCHEDULED_ARGS_BYTES = 4 * 1024 * 1024;
/** How deep functions may call functions. */
export const MAX_CALL_DEPTH = 8;

export type Metric = keyof typeof LIMITS;

const EXCEEDED: Record<Metric, string> = {
  documentsRead: `Too many documents read in a single function execution (limit: ${LIMITS.documentsRead}). Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective index range expressions.`,
  bytesRead: `Too many bytes read in a single function execution (limit: ${LIMITS.bytesRead} bytes). Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective index range expressions.`,
  databaseQueries: `Too many reads in a single function execution (limit: ${LIMITS.databaseQueries}).`,
  documentsWritten: `Too many writes in a single function execution (limit: ${LIMITS.documentsWritten}).`,
  bytesWritten: `Too many bytes written in a single function execution (limit: ${LIMITS.bytesWritten} bytes).`,
  functionsScheduled: `Too many functions scheduled by this mutation (limit: ${LIMITS.functionsScheduled}).`,
  scheduledFunctionArgsBytes: `Too large total size of the arguments of scheduled functions from this mutation (limit: ${LIMITS.scheduledFunctionArgsBytes} bytes).`,
};

/** Thrown inside the function that used too much; functions may catch it. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

export class Usage {
  readonly #used: Record<Metric, number> = {
    documentsRead: 0,
    bytesRead: 0,
    databaseQueries: 0,
    documentsWritten: 0,
    bytesWritten: 0,
    functionsScheduled: 0,
    scheduledFunctionArgsBytes: 0,
  };

  used(metric: Metric): number {
    return this.#used[metric];
  }

  charge(metric: Metric, amount: number): void {
    const total = this.#used[metric] + amount;
    if (total > LIMITS[metric]) throw new LimitError(EXCEEDED[metric]);
    this.#used[metric] = total;
  }

  /** The answer of `ctx.meta.getTransactionMetrics()`. */
  report(): Record<Metric, { used: number; remaining: number }> {
    const entries = Object.entries(this.#used).map(([metric, used]) => [
      metric,
      { used, remaining: LIMITS[metric as Metric] - used },
    ]);
    return Object.fromEntries(entries) as Record<Metric, { used: number; remaining: number }>;
  }
}
