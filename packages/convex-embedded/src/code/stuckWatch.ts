/**
 * Finds transactions that run too long: one look at all of them now and then, because a timer for each costs more than
 * the rest of watching it, and nearly all are over within a millisecond.
 */
export interface Watched {
  /** Work of the host that it waits for: then it is not stuck, however long that takes. */
  readonly isWaitingForHost: boolean;
}

interface Entry {
  /** How many looks it has to outlive: the first comes too early to say anything. */
  looksLeft: number;
  readonly stuck: () => void;
}

// Captured at import: fake timers of a test must not decide when a function hangs.
const startTimer = setTimeout;

const LOOKS_IN_LIMIT = 2;

export class StuckWatch {
  readonly #limitMs: number;
  readonly #running = new Map<Watched, Entry>();
  #isArmed = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** `stuck` is called once, after the limit or up to a half more, unless it was removed before. */
  add(watched: Watched, stuck: () => void): void {
    this.#running.set(watched, { looksLeft: LOOKS_IN_LIMIT, stuck });
    if (!this.#isArmed) this.#arm();
  }

  remove(watched: Watched): void {
    this.#running.delete(watched);
  }

  #arm(): void {
    this.#isArmed = true;
    startTimer(() => this.#look(), this.#limitMs / LOOKS_IN_LIMIT).unref();
  }

  #look(): void {
    this.#isArmed = false;
    for (const [watched, entry] of this.#running) {
      if (watched.isWaitingForHost) entry.looksLeft = LOOKS_IN_LIMIT;
      else if (entry.looksLeft > 0) entry.looksLeft -= 1;
      else {
        this.#running.delete(watched);
        entry.stuck();
      }
    }
    if (this.#running.size > 0) this.#arm();
  }
}
