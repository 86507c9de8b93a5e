/** Tells the backend how the runtime is: every 20 seconds, and soon after something changed. Silence for 90 s means offline. */
import type { RuntimeReport } from "@mc/shared/runtime/report";
import { messageOf } from "./errors.ts";
import type { CheckInAnswer, MissionControl } from "./mission-control/mission-control.ts";
import type { Logger } from "./observability/logger.ts";
import type { BackendClock } from "./process/backend-clock.ts";
import { sleep } from "./process/sleep.ts";
import type { Service } from "./service/service.ts";

/** Changes come in bursts (install progress, turns): one message covers all of them. */
const CHANGE_DELAY_MS = 250;

export interface CheckInOptions {
  readonly missionControl: MissionControl;
  readonly report: () => RuntimeReport;
  readonly everyMs: number;
  readonly logger: Logger;
  /** Told what the backend says its time is. */
  readonly clock?: BackendClock;
}

export class CheckInService implements Service {
  readonly name = "check-in";
  readonly #options: CheckInOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #changed = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();
  #lastSent = "";
  #isKnown = false;

  constructor(options: CheckInOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "check-in" });
  }

  /** Something may have changed: looks, and tells if it did. */
  notice(): void {
    this.#changed.resolve();
  }

  /** At once, and heard when it resolves: what is said next builds on it. */
  async now(): Promise<void> {
    await this.#send(this.#options.report());
  }

  async start(): Promise<void> {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#changed.resolve();
    await Promise.race([this.#loop, sleep(1_000)]);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const report = this.#options.report();
      try {
        const known = await this.#send(report);
        if (!this.#isKnown)
          this.#logger.info(
            { accountId: known.accountId, account: known.accountName, runtimeId: known.runtimeId },
            "checked in",
          );
        this.#isKnown = true;
      } catch (cause) {
        this.#logger.warn({ reason: messageOf(cause) }, "the check-in was not taken");
        await sleep(2_000, this.#stop.signal);
      }
      await this.#untilDue();
    }
  }

  async #send(report: RuntimeReport): Promise<CheckInAnswer> {
    const askedAt = Date.now();
    const answer = await this.#options.missionControl.checkIn(report);
    if (answer.now !== undefined) this.#options.clock?.heard(answer.now, askedAt);
    this.#lastSent = lastingPart(report);
    return answer;
  }

  async #untilDue(): Promise<void> {
    const until = performance.now() + this.#options.everyMs;
    while (!this.#stop.signal.aborted && performance.now() < until) {
      await Promise.race([this.#changed.promise, sleep(until - performance.now(), this.#stop.signal)]);
      this.#changed = Promise.withResolvers();
      await sleep(CHANGE_DELAY_MS, this.#stop.signal);
      if (lastingPart(this.#options.report()) !== this.#lastSent) return;
    }
  }
}

/** Figures change all the time: they travel with the regular message and are no reason for one of their own. */
function lastingPart({ metrics: _, ...report }: RuntimeReport): string {
  return JSON.stringify(report);
}
