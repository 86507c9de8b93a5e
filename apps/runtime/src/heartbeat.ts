/**
 * Heartbeats: every agent is looked after now and then without anybody asking, and it costs nothing when nothing happened. At each
 * beat the server decides from its data: no news, no model call, and the saving is counted there. News becomes a run in the queue,
 * so that a beat has leases, limits, budgets and a transcript like any other hand-off.
 *
 *   due ─┬─ the agent has a turn ───▶ skipped (the turn sees the news anyway)
 *        ├─ the queue is deep ──────▶ shed (people come first)
 *        └─ asked ──▶ quiet (saved) | woken (a run was queued) | refused (paused, budget, …)
 *
 * When a beat comes is a pure function of the agent (@mc/shared/heartbeat/stagger), the same in every process.
 */
import { type Beat, classifyBeat, MIN_HEARTBEAT_MS, nextBeat } from "@mc/shared/heartbeat/stagger";
import { messageOf } from "./errors.ts";
import type { DesiredAgent, MissionControl, Watch } from "./mission-control/mission-control.ts";
import type { Logger } from "./observability/logger.ts";
import type { Clock } from "./process/clock.ts";
import type { Service } from "./service/service.ts";

/** For agents whose account says nothing else. */
export const DEFAULT_HEARTBEAT_MS = 15 * 60_000;
/** With so many sessions waiting, beats would only make people wait longer. */
const SHED_AT_WAITING = 20;

export const BEAT_OUTCOMES = ["saved", "woken", "refused", "skipped", "shed", "failed"] as const;
export type BeatOutcome = (typeof BEAT_OUTCOMES)[number];

export interface HeartbeatOptions {
  readonly missionControl: MissionControl;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly hasTurn: (agentSlug: string) => boolean;
  readonly waiting: () => number;
  readonly onBeat: (outcome: BeatOutcome, missed: number) => void;
}

interface Beating {
  readonly agent: DesiredAgent;
  readonly callOff: () => void;
}

export class HeartbeatService implements Service {
  readonly name = "heartbeat";
  readonly #options: HeartbeatOptions;
  readonly #logger: Logger;
  readonly #beating = new Map<string, Beating>();
  #watch: Watch | null = null;
  #isStopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "heartbeat" });
  }

  async start(): Promise<void> {
    this.#watch = this.#options.missionControl.watchDesired(({ agents }) => this.#follow(agents));
  }

  async drain(): Promise<void> {
    this.#end();
  }

  async stop(): Promise<void> {
    this.#end();
  }

  /** Agents come, go and change their interval; everybody else's beats stay where they are. */
  #follow(agents: readonly DesiredAgent[]): void {
    if (this.#isStopped) return;
    const wanted = new Map(agents.filter(hasHeart).map((agent) => [agent.agentId, agent]));
    for (const [agentId, { agent, callOff }] of this.#beating) {
      const next = wanted.get(agentId);
      if (next !== undefined && intervalOf(next) === intervalOf(agent) && next.slug === agent.slug) continue;
      callOff();
      this.#beating.delete(agentId);
    }
    for (const agent of wanted.values())
      if (!this.#beating.has(agent.agentId)) this.#schedule(agent, this.#options.clock.now());
  }

  #schedule(agent: DesiredAgent, after: number): void {
    const beat = nextBeat({ agentId: agent.agentId, intervalMs: intervalOf(agent) }, after);
    const callOff = this.#options.clock.alarm(beat.at, () => void this.#beat(agent, beat));
    this.#beating.set(agent.agentId, { agent, callOff });
  }

  async #beat(agent: DesiredAgent, beat: Beat): Promise<void> {
    const { clock, onBeat } = this.#options;
    const now = clock.now();
    const heart = { agentId: agent.agentId, intervalMs: intervalOf(agent) };
    const punctuality = classifyBeat(heart, beat, now);
    // A machine that slept asks once and goes on with the next beat; a timer that rang early waits for its time.
    this.#schedule(agent, Math.max(now, beat.at));
    onBeat(await this.#decide(agent, beat), punctuality.kind === "missed" ? punctuality.beats : 0);
  }

  async #decide(agent: DesiredAgent, beat: Beat): Promise<BeatOutcome> {
    const { missionControl, hasTurn, waiting } = this.#options;
    if (hasTurn(agent.slug)) return "skipped";
    if (waiting() >= SHED_AT_WAITING) return "shed";
    try {
      // Its second, not its number: numbers start anew with another interval, and the server would take each for an old beat.
      const decision = await missionControl.decideBeat({
        agentSlug: agent.slug,
        beat: Math.floor(beat.at / 1000),
      });
      switch (decision.kind) {
        case "quiet":
          return "saved";
        case "woken":
          return "woken";
        case "refused":
          this.#logger.info({ agent: agent.slug, reason: decision.reason }, "a heartbeat was refused");
          return "refused";
        case "unsupported":
          // An older backend: nobody would decide, so nobody is woken and nobody is asked again.
          this.#logger.info("the backend decides no heartbeats; none are sent");
          this.#end();
          return "refused";
        default:
          return decision satisfies never;
      }
    } catch (cause) {
      // The next beat asks again; a beat is never worth a retry.
      this.#logger.warn({ agent: agent.slug, reason: messageOf(cause) }, "a heartbeat was not decided");
      return "failed";
    }
  }

  #end(): void {
    this.#isStopped = true;
    this.#watch?.stop();
    for (const { callOff } of this.#beating.values()) callOff();
    this.#beating.clear();
  }
}

function hasHeart(agent: DesiredAgent): boolean {
  return !agent.isPaused && intervalOf(agent) >= MIN_HEARTBEAT_MS;
}

function intervalOf(agent: DesiredAgent): number {
  return agent.heartbeatMs ?? DEFAULT_HEARTBEAT_MS;
}
