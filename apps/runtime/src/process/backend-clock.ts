/**
 * The backend's time as far as its answers tell it. Instants such as "not before" are the backend's; a runtime on a machine whose
 * clock is wrong would start every hand-off late by as much, or ask for each of them too early.
 */

/** An answer that took longer says too little about the moment in which it was given. */
const MOST_TRAVEL_MS = 5_000;

export class BackendClock {
  readonly #local: () => number;
  #aheadMs = 0;

  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  readonly now = (): number => this.#local() + this.#aheadMs;

  /** What the backend said its time was, in answer to a question asked at `askedAt` of this machine's clock. */
  heard(backendNow: number, askedAt: number): void {
    const heardAt = this.#local();
    const travelMs = heardAt - askedAt;
    if (travelMs < 0 || travelMs > MOST_TRAVEL_MS) return;
    const aheadMs = backendNow - (askedAt + heardAt) / 2;
    // Less than the travel explains is no difference between clocks.
    this.#aheadMs = Math.abs(aheadMs) <= travelMs / 2 ? 0 : Math.round(aheadMs);
  }
}
