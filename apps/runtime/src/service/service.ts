/**
 * The life of a long-lived part, and the order in which all parts live.
 *
 *   new ──start()──▶ running ──drain()──▶ draining ──stop()──▶ stopped
 *                       └────────────────stop()───────────────▶
 *
 * Parts start in the order given and stop in the reverse order; draining happens for all of them before anything stops, so
 * that a part that hands work back still has the connections it needs.
 */
import { messageOf } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";

export interface Service {
  readonly name: string;
  /** Resolves once the part does its work (not once its work is done). Rejects when it cannot work at all. */
  start(): Promise<void>;
  /** Takes no new work; resolves when the work in hand is finished or handed back. */
  drain?(): Promise<void>;
  /** Lets go of everything. Called once, also after a failed start. */
  stop(): Promise<void>;
}

export class ServiceRunner {
  readonly #services: readonly Service[];
  readonly #logger: Logger;
  #started: Service[] = [];
  #stopping: Promise<void> | null = null;

  constructor(services: readonly Service[], logger: Logger) {
    this.#services = services;
    this.#logger = logger.child({ component: "service" });
  }

  /** Starts every part; when one fails, stops those that had started and rejects with the reason. */
  async start(): Promise<void> {
    for (const service of this.#services) {
      if (this.#stopping !== null) return;
      this.#started.push(service);
      try {
        await service.start();
      } catch (cause) {
        await this.stop(`${service.name} could not start: ${messageOf(cause)}`);
        throw cause;
      }
    }
  }

  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#stop(reason);
    return this.#stopping;
  }

  async #stop(reason: string): Promise<void> {
    this.#logger.info({ reason }, "stopping");
    await Promise.all(
      this.#started.map((service) => this.#quietly(service, "drain", async () => service.drain?.())),
    );
    for (const service of this.#started.toReversed())
      await this.#quietly(service, "stop", () => service.stop());
    this.#started = [];
    this.#logger.info("stopped");
  }

  /** One part that fails to stop must not keep the others running. */
  async #quietly(service: Service, step: string, work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.#logger.error({ part: service.name, step, err: cause }, "a part failed while stopping");
    }
  }
}
