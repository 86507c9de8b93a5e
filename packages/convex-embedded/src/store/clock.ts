/**
 * The two clocks of the store, both strictly increasing whatever the wall clock does:
 * commit timestamps (ns since epoch) and creation times (float ms with a sub-millisecond fraction).
 */
export class CommitClock {
  #last: bigint;

  /** `persisted` may be behind the wall clock (restored backup) or ahead of it (clock jumped back). */
  constructor(persisted: bigint, nowMs: number = Date.now()) {
    const now = msToNs(nowMs);
    this.#last = persisted > now ? persisted : now;
  }

  get latest(): bigint {
    return this.#last;
  }

  next(): bigint {
    const now = msToNs(Date.now());
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }
}

export class CreationClock {
  #last: number;

  constructor(persisted: number) {
    this.#last = persisted;
  }

  get latest(): number {
    return this.#last;
  }

  /** The transaction's start, or the next representable double after the newest creation time ever given. */
  next(transactionStartMs: number): number {
    this.#last = transactionStartMs > this.#last ? transactionStartMs : nextDouble(this.#last);
    return this.#last;
  }
}

function msToNs(ms: number): bigint {
  return BigInt(Math.floor(ms)) * 1_000_000n;
}

const float = new Float64Array(1);
const bits = new BigUint64Array(float.buffer);

function nextDouble(positive: number): number {
  float[0] = positive;
  bits[0] = (bits[0] ?? 0n) + 1n;
  return float[0];
}
