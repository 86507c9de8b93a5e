/** How long to wait before a gateway that ended by itself is started again: not at all once, then longer after each quick crash. */
const BASE_MS = 1_000;
const CAP_MS = 60_000;
/** A gateway that lived so long starts with a clean slate when it crashes. */
export const STABLE_AFTER_MS = 120_000;

export class RestartDelay {
  #quickCrashes = 0;

  /** Takes how long the process lived; answers milliseconds. */
  after(livedMs: number): number {
    this.#quickCrashes = livedMs > STABLE_AFTER_MS ? 0 : this.#quickCrashes + 1;
    if (this.#quickCrashes <= 1) return 0;
    return Math.min(CAP_MS, BASE_MS * 2 ** Math.min(this.#quickCrashes - 1, 10));
  }
}
