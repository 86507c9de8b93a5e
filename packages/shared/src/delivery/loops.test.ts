import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decideWake,
  loopSentence,
  MAX_REPEATS,
  MAX_WAKES,
  REPEAT_WINDOW_MS,
  remember,
  type Thread,
} from "./loops.ts";
import { MAX_HOPS } from "./run.ts";

const name = fc.constantFrom("a", "b", "c", "d");
const fresh: Thread = { wakes: [], progressAt: 0, isPaused: false };
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("wake" as const), from: name, to: name, hops: fc.nat(4) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("person" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("status" as const) }) },
);

describe("the loop breaker", () => {
  test("whatever agents do, a pair repeats within the bound and a thread is woken within its own, until a person writes", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        let thread = fresh;
        let woken: { pair: string; at: number }[] = [];
        let now = 0;
        for (const one of events) {
          now += 1_000;
          if (one.kind === "person") [thread, woken] = [{ ...fresh, progressAt: thread.progressAt }, []];
          else if (one.kind === "status") thread = { ...thread, progressAt: now };
          else {
            const asked = { ...one, now };
            const verdict = decideWake(thread, asked);
            if (verdict.kind === "stop") thread = { ...thread, isPaused: true };
            if (verdict.kind !== "go") continue;
            thread = { ...thread, wakes: remember(thread.wakes, asked) };
            woken.push({ pair: [one.from, one.to].sort().join(), at: now });
          }
          const since = woken.filter(({ at }) => at >= thread.progressAt);
          for (const { pair } of since) {
            expect(since.filter((other) => other.pair === pair).length).toBeLessThanOrEqual(MAX_REPEATS);
          }
          expect(woken.length).toBeLessThanOrEqual(MAX_WAKES);
        }
      }),
    );
  });

  test("an agent goes on with its own work after its act in another task, within the same bounds", () => {
    const own = { from: "a", to: "a", isConsequence: true, now: 1 };
    expect(decideWake(fresh, { ...own, hops: MAX_HOPS }).kind).toBe("go");
    expect(decideWake(fresh, { ...own, hops: MAX_HOPS + 1 })).toMatchObject({
      kind: "stop",
      because: "hops",
    });
    expect(decideWake({ ...fresh, isPaused: true }, { ...own, hops: 1 }).kind).toBe("paused");
    let thread = fresh;
    for (let wake = 0; wake < MAX_REPEATS; wake += 1) {
      expect(decideWake(thread, { ...own, hops: 1 }).kind).toBe("go");
      thread = { ...thread, wakes: remember(thread.wakes, { ...own, hops: 1 }) };
    }
    expect(decideWake(thread, { ...own, hops: 1 })).toMatchObject({ kind: "stop", because: "repeats" });
  });

  test("no agent wakes itself, however the thread stands", () => {
    fc.assert(
      fc.property(name, fc.boolean(), fc.nat(20), (self, isPaused, hops) => {
        expect(decideWake({ ...fresh, isPaused }, { from: self, to: self, hops, now: 1 }).kind).toBe(
          "paused",
        );
      }),
    );
  });

  test("two that answer one another for ever are stopped by the repeats, even when every chain starts anew", () => {
    let thread = fresh;
    let turns = 0;
    for (let now = 1; now < 1_000; now += 1) {
      const [from, to] = now % 2 ? ["a", "b"] : ["b", "a"];
      const asked = { from, to, hops: 0, now };
      const verdict = decideWake(thread, asked);
      if (verdict.kind === "go")
        [turns, thread] = [turns + 1, { ...thread, wakes: remember(thread.wakes, asked) }];
      if (verdict.kind === "stop") thread = { ...thread, isPaused: true };
    }
    expect(turns).toBe(MAX_REPEATS);
    expect(decideWake(thread, { from: "a", to: "b", hops: 0, now: 2_000 })).toEqual({ kind: "paused" });
    expect(decideWake(fresh, { from: "a", to: "b", hops: 0, now: 2_000 })).toEqual({ kind: "go" });
  });

  test("a changed status lets a pair go on, and not for ever", () => {
    let thread = fresh;
    let turns = 0;
    for (let now = 1; now < 1_000; now += 1) {
      if (now % 3 === 0) thread = { ...thread, progressAt: now };
      const asked = { from: "a", to: "b", hops: 0, now };
      const verdict = decideWake(thread, asked);
      if (verdict.kind === "go")
        [turns, thread] = [turns + 1, { ...thread, wakes: remember(thread.wakes, asked) }];
      if (verdict.kind === "stop") thread = { ...thread, isPaused: true };
    }
    expect(turns).toBe(MAX_WAKES);
  });

  test("a chain is cut at its hops, and what is long ago does not count", () => {
    expect(decideWake(fresh, { from: "a", to: "b", hops: MAX_HOPS, now: 1 })).toEqual({ kind: "go" });
    expect(decideWake(fresh, { from: "a", to: "b", hops: MAX_HOPS + 1, now: 1 })).toMatchObject({
      kind: "stop",
      because: "hops",
    });
    const wakes = Array.from({ length: MAX_REPEATS }, (_, at) => ({ from: "a", to: "b", at }));
    const later = REPEAT_WINDOW_MS + MAX_REPEATS;
    expect(decideWake({ ...fresh, wakes }, { from: "b", to: "a", hops: 0, now: 10 }).kind).toBe("stop");
    expect(decideWake({ ...fresh, wakes }, { from: "b", to: "a", hops: 0, now: later }).kind).toBe("go");
  });

  test("the notice names the chain and the reason", () => {
    expect(loopSentence({ because: "repeats", count: 6 }, ["Theo", "Nora"])).toBe(
      "Theo → Nora: they answered one another 6 times without a person's word or a change of the task's status.",
    );
    expect(loopSentence({ because: "hops", count: 6 }, ["Theo", "Nora"])).toContain("6 hops");
    expect(loopSentence({ because: "wakes", count: 30 }, ["Theo"])).toContain("30 times");
  });
});
