/** Which agents the running gateway has taken over, and which of them have been warmed up since it booted. */
import type { DesiredState } from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import type { OpenClawGateway } from "./open-claw-gateway.ts";

export interface GatewayAgentsOptions {
  readonly link: OpenClawGateway;
  readonly logger: Logger;
  /** Whether nobody waits for a turn: the time to make the first one quick. */
  readonly isIdle: () => boolean;
}

export class GatewayAgents {
  readonly #options: GatewayAgentsOptions;
  readonly #warm = new Set<string>();
  #known: ReadonlySet<string> = new Set();
  /** Whether the gateway has read what was written last. */
  #isTakenOver = true;

  constructor(options: GatewayAgentsOptions) {
    this.#options = options;
  }

  has(slug: string): boolean {
    return this.#known.has(slug);
  }

  /** A process starts with these; it knows nothing else and has done nothing yet. */
  booted(desired: DesiredState): void {
    this.#known = slugsOf(desired);
    this.#isTakenOver = true;
    this.#warm.clear();
  }

  /** Whether there is nothing to take over: these agents, and the files as they are now. */
  isInLine(desired: DesiredState): boolean {
    const wanted = slugsOf(desired);
    const isEqual = wanted.size === this.#known.size && [...wanted].every((slug) => this.#known.has(slug));
    return this.#isTakenOver && isEqual;
  }

  /** The files changed: until the gateway is known to have read them, `isInLine` says no. */
  wrote(): void {
    this.#isTakenOver = false;
  }

  /** After the files changed: answers whether the gateway has read them. */
  async takeOver(desired: DesiredState): Promise<boolean> {
    const wanted = slugsOf(desired);
    // Those that go are not offered work any more, whatever the gateway has read so far.
    this.#known = new Set([...this.#known].filter((slug) => wanted.has(slug)));
    const isApplied = await this.#options.link.isConfigApplied();
    this.#options.logger.info({ isApplied }, "gateway configuration changed");
    if (isApplied) this.#known = wanted;
    this.#isTakenOver = isApplied;
    return isApplied;
  }

  /** One agent after the other, and only while nobody waits: an agent that works warms itself. */
  async warmUp(): Promise<void> {
    const { link, isIdle } = this.#options;
    for (const slug of this.#known) {
      if (this.#warm.has(slug)) continue;
      if (!link.isReady || !isIdle()) return;
      this.#warm.add(slug);
      await link.warmUp(slug);
    }
  }
}

function slugsOf(desired: DesiredState): Set<string> {
  return new Set(desired.agents.map((agent) => agent.slug));
}
