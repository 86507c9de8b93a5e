import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beatAt, beatOffsetMs, classifyBeat, type Heart, MIN_HEARTBEAT_MS, nextBeat } from "./stagger.ts";

const DAY = 86_400_000;
const heart: fc.Arbitrary<Heart> = fc.record({
  agentId: fc.string({ minLength: 1, maxLength: 32 }),
  intervalMs: fc.integer({ min: MIN_HEARTBEAT_MS, max: DAY }),
});
const instant = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });

describe("heartbeats", () => {
  test("offset in [0, interval), the same ones every time", () => {
    fc.assert(
      fc.property(heart, (one) => {
        const offset = beatOffsetMs(one);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThan(one.intervalMs);
        expect(beatOffsetMs({ ...one })).toBe(offset);
      }),
    );
  });

  test("of an agent come in order, never much sooner than the interval, and none is skipped", () => {
    fc.assert(
      fc.property(heart, instant, (one, now) => {
        const first = nextBeat(one, now);
        expect(first.at).toBeGreaterThan(now);
        expect(beatAt(one, first.number - 1)).toBeLessThanOrEqual(now);
        const second = nextBeat(one, first.at);
        expect(second.number).toBe(first.number + 1);
        expect(second.at - first.at).toBeGreaterThanOrEqual(one.intervalMs * 0.95 - 1);
        expect(second.at - first.at).toBeLessThanOrEqual(one.intervalMs * 1.05 + 1);
      }),
    );
  });

  test("adding an agent moves nobody: those of the others stay where they are when an agent joins or leaves", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(heart, { maxLength: 20, selector: (one) => one.agentId }),
        heart,
        instant,
        (fleet, joining, now) => {
          const before = fleet.map((one) => nextBeat(one, now));
          const after = [...fleet, joining].map((one) => nextBeat(one, now));
          expect(after.slice(0, -1)).toEqual(before);
        },
      ),
    );
  });

  test.each([
    ["numbered names", (index: number) => `agent-${index}`],
    ["ids that count up", (index: number) => `k57${(1_000_000 + index).toString(36)}`],
    ["ids that end alike", (index: number) => `${index}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`],
  ])("of 1,000 agents with %s fill 60 buckets evenly: none has more than twice its share", (_, name) => {
    const intervalMs = 15 * 60_000;
    const buckets = new Array<number>(60).fill(0);
    for (let index = 0; index < 1_000; index += 1) {
      const bucket = Math.floor((beatOffsetMs({ agentId: name(index), intervalMs }) * 60) / intervalMs);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    expect(Math.max(...buckets)).toBeLessThanOrEqual(2 * (1_000 / 60));
    expect(Math.min(...buckets)).toBeGreaterThan(0);
  });

  test("the largest bucket is bounded whatever the ids begin and end with", () => {
    const [agents, size] = [1_000, 60];
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), heart, (head, tail, one) => {
        const buckets = new Array<number>(size).fill(0);
        for (let index = 0; index < agents; index += 1) {
          const offset = beatOffsetMs({ ...one, agentId: `${head}${index}${tail}` });
          const bucket = Math.floor((offset * size) / one.intervalMs);
          buckets[bucket] = (buckets[bucket] ?? 0) + 1;
        }
        // Three times the fair share: a fair draw gets there once in a billion.
        expect(Math.max(...buckets)).toBeLessThanOrEqual(3 * (agents / size));
      }),
    );
  });

  test("that come too late are late, and whole ones that were slept through are counted, not made up for", () => {
    fc.assert(
      fc.property(heart, instant, fc.integer({ min: 0, max: 50 }), (one, now, slept) => {
        const beat = nextBeat(one, now);
        expect(classifyBeat(one, beat, beat.at)).toEqual({ kind: "on_time" });
        const later = beatAt(one, beat.number + slept) + one.intervalMs / 2;
        const judged = classifyBeat(one, beat, later);
        expect(judged).toEqual(
          slept === 0 ? { kind: "late", byMs: one.intervalMs / 2 } : { kind: "missed", beats: slept },
        );
      }),
    );
  });
});
