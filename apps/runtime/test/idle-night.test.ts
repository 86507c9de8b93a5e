/** Money is not spent on silence: a whole night of simulated heartbeats, with the real beats, delivery and prompt. */
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { TurnGate } from "../src/delivery/gate.ts";
import { DeliveryService } from "../src/delivery.ts";
import type { Gateway, TurnRequest } from "../src/gateway/gateway.ts";
import { loadHeartbeatText } from "../src/gateway/workspaces.ts";
import { type BeatOutcome, DEFAULT_HEARTBEAT_MS, HeartbeatService } from "../src/heartbeat.ts";
import type { Clock } from "../src/process/clock.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";

const logger = pino({ level: "silent" });
const EVENING = Date.UTC(2026, 10, 22, 19, 0);
const HOUR = 3_600_000;
const usage = { input: 10, output: 1, cacheRead: 0, cacheWrite: 0, costUsd: null };

/** Rings alarms in order of time while it is turned. */
class ManualClock implements Clock {
  #now = EVENING;
  readonly #alarms = new Set<{ at: number; ring: () => void }>();

  now(): number {
    return this.#now;
  }

  alarm(at: number, ring: () => void): () => void {
    const entry = { at, ring };
    this.#alarms.add(entry);
    return () => this.#alarms.delete(entry);
  }

  async turnTo(at: number): Promise<void> {
    for (;;) {
      const [next] = [...this.#alarms].toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > at) break;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
      // Whatever the beat sets in motion happens before the next one.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = at;
  }

  /** The machine sleeps: time passes and nothing rings. */
  sleepUntil(at: number): void {
    this.#now = at;
  }
}

async function fleet(size: number) {
  const office = new FakeMissionControl();
  office.setAgents(Array.from({ length: size }, (_, index) => agent(`agent-${index}`)));
  const calls: TurnRequest[] = [];
  const gateway: Gateway = {
    isReady: true,
    whenReady: async () => true,
    onReadyChange: () => undefined,
    runTurn: async (request) => {
      calls.push(request);
      return { kind: "answered", text: "nothing", model: "fake/model", usage };
    },
    followTurn: async () => ({ kind: "lost" }),
    abortTurn: async () => undefined,
    traceTurn: async () => ({ kind: "nothing" }),
    measureTurn: async () => null,
  };
  const clock = new ManualClock();
  const outcomes: Record<BeatOutcome, number> = {
    saved: 0,
    woken: 0,
    refused: 0,
    skipped: 0,
    shed: 0,
    failed: 0,
  };
  let missed = 0;
  const delivery = new DeliveryService({
    missionControl: office,
    gateway,
    gate: new TurnGate(),
    logger,
    leaseMs: 30_000,
    turnTimeoutMs: 60_000,
    streamEveryMs: 1,
    recoverWithinMs: 1_000,
    model: { ref: "fake/model", isDemo: false },
    parallelTurns: 4,
    drainMs: 0,
    now: Date.now,
    heartbeatText: loadHeartbeatText(),
    isAgentReady: () => true,
    onChange: () => undefined,
    onEnd: () => undefined,
  });
  const pressure = { turns: new Set<string>(), waiting: 0 };
  const hearts = new HeartbeatService({
    missionControl: office,
    logger,
    clock,
    hasTurn: (slug) => pressure.turns.has(slug) || delivery.hasTurn(slug),
    waiting: () => Math.max(pressure.waiting, delivery.waiting),
    onBeat: (outcome, slept) => {
      outcomes[outcome] += 1;
      missed += slept;
    },
  });
  await delivery.start();
  await hearts.start();
  await new Promise((resolve) => setImmediate(resolve));
  return { office, calls, clock, outcomes, hearts, delivery, pressure, missed: () => missed };
}

describe("a night without news", () => {
  it("of 20 agents and 12 hours costs no model call, and every saving is counted", async () => {
    const { office, calls, clock, outcomes } = await fleet(20);
    await clock.turnTo(EVENING + 12 * HOUR);
    expect(calls).toHaveLength(0);
    const beats = (20 * 12 * HOUR) / DEFAULT_HEARTBEAT_MS;
    // At either end of the night a beat of an agent may fall on this side or the other.
    expect(Math.abs(office.beats.length - beats)).toBeLessThanOrEqual(20);
    expect(outcomes).toEqual({
      saved: office.beats.length,
      woken: 0,
      refused: 0,
      skipped: 0,
      shed: 0,
      failed: 0,
    });
    expect(new Set(office.beats.map(({ agentSlug }) => agentSlug)).size).toBe(20);
    // No beat is asked twice.
    expect(new Set(office.beats.map((beat) => `${beat.agentSlug} ${beat.beat}`)).size).toBe(
      office.beats.length,
    );
  });

  it("and one piece of news at midnight costs one call, with the text that docs/HEARTBEAT.md holds", async () => {
    const { office, calls, clock, outcomes } = await fleet(20);
    await clock.turnTo(EVENING + 5 * HOUR);
    office.news.add("agent-7");
    await clock.turnTo(EVENING + 12 * HOUR);
    await office.untilOver(...office.runs);
    expect(calls.map((call) => call.agentSlug)).toEqual(["agent-7"]);
    expect(calls[0]?.message).toContain("This is a regular look around, agent-7.");
    expect(calls[0]?.message).not.toContain("<!--");
    expect(outcomes.woken).toBe(1);
  });
});

describe("a heartbeat", () => {
  it("of an agent at work is skipped, and of anybody while the queue is deep is shed", async () => {
    const { office, clock, outcomes, pressure } = await fleet(4);
    pressure.turns.add("agent-0");
    await clock.turnTo(EVENING + HOUR);
    expect(office.beats.some(({ agentSlug }) => agentSlug === "agent-0")).toBe(false);
    expect(outcomes.skipped).toBeGreaterThanOrEqual(3);
    const asked = office.beats.length;
    pressure.waiting = 20;
    await clock.turnTo(EVENING + 2 * HOUR);
    expect(office.beats).toHaveLength(asked);
    expect(outcomes.shed).toBeGreaterThanOrEqual(9);
  });

  it("that was slept through is counted and not made up for", async () => {
    const { office, clock, missed } = await fleet(3);
    clock.sleepUntil(EVENING + 4 * HOUR);
    await clock.turnTo(EVENING + 4 * HOUR);
    expect(office.beats).toHaveLength(3);
    expect(missed()).toBeGreaterThanOrEqual(3 * 14);
  });

  it("of an agent that is paused or removed does not come, and the others keep theirs", async () => {
    const { office, clock } = await fleet(3);
    office.setAgents([agent("agent-0"), { ...agent("agent-1"), isPaused: true }]);
    await clock.turnTo(EVENING + HOUR);
    expect(new Set(office.beats.map(({ agentSlug }) => agentSlug))).toEqual(new Set(["agent-0"]));
  });

  it("is never older than the one before, whatever the interval becomes: an older one is not decided", async () => {
    const { office, clock } = await fleet(1);
    await clock.turnTo(EVENING + HOUR);
    const every = async (heartbeatMs: number, until: number) => {
      office.setAgents([{ ...agent("agent-0"), heartbeatMs }]);
      await clock.turnTo(until);
    };
    await every(60 * 60_000, EVENING + 4 * HOUR);
    await every(60_000, EVENING + 4.1 * HOUR);
    await every(6 * HOUR, EVENING + 11 * HOUR);
    const beats = office.beats.map(({ beat }) => beat);
    expect(beats.length).toBeGreaterThanOrEqual(4 + 2 + 5 + 1);
    expect(beats).toEqual([...new Set(beats)].toSorted((a, b) => a - b));
  });

  it("is not sent again to a backend that cannot decide", async () => {
    const { office, clock } = await fleet(3);
    let asked = 0;
    office.decideBeat = async () => {
      asked += 1;
      return { kind: "unsupported" };
    };
    await clock.turnTo(EVENING + 2 * HOUR);
    expect(asked).toBe(1);
    office.setAgents([agent("agent-9")]);
    await clock.turnTo(EVENING + 3 * HOUR);
    expect(asked).toBe(1);
  });

  it("that cannot be decided is asked for again at the next one only", async () => {
    const { office, clock, outcomes } = await fleet(1);
    office.decideBeat = async () => {
      throw new TypeError("no connection");
    };
    await clock.turnTo(EVENING + HOUR);
    expect(outcomes.failed).toBe(4);
  });
});
