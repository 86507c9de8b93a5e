import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunUsage } from "../delivery/run.ts";
import {
  type BudgetLimits,
  type BudgetMarks,
  judgeBudget,
  marksAfter,
  nextNotice,
  type Spending,
  stoppedSentence,
  unpricedSentence,
} from "./budget.ts";
import { periodEnd, periodKey } from "./period.ts";
import { addReport, costOf, MODEL_PRICES, type Priced, priceOf, withEstimate } from "./prices.ts";
import {
  knownUsd,
  mergeUsage,
  NO_USAGE_TOTALS,
  replaceInTotals,
  totalsOf,
  USAGE_TOTAL_NAMES,
} from "./usage.ts";

const tokens = fc.nat(5_000_000);
const usage: fc.Arbitrary<RunUsage> = fc
  .record({
    input: tokens,
    output: tokens,
    cacheRead: tokens,
    cacheWrite: tokens,
    costUsd: fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
    basis: fc.constantFrom("billed" as const, "estimated" as const),
  })
  .map((one) => (one.costUsd === null ? { ...one, basis: "unknown" as const } : one));
const limits: fc.Arbitrary<BudgetLimits> = fc
  .record({
    limitUsd: fc.option(fc.double({ min: 0.01, max: 1_000, noNaN: true })),
    limitTokens: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
    warnPercent: fc.integer({ min: 1, max: 100 }),
  })
  .filter(({ limitUsd, limitTokens }) => limitUsd !== null || limitTokens !== null);
const spending: fc.Arbitrary<Spending> = fc.record({
  usd: fc.double({ min: 0, max: 2_000, noNaN: true }),
  tokens: fc.nat(20_000_000),
  unpricedTurns: fc.nat(50),
  unpricedTokens: fc.nat(1_000_000),
});
const ORDER = { within: 0, near: 1, over: 2 };

describe("usage of an attempt", () => {
  test("reports only grow, and the same one twice changes nothing", () => {
    fc.assert(
      fc.property(usage, usage, (known, reported) => {
        const merged = mergeUsage(known, reported);
        for (const field of ["input", "output", "cacheRead", "cacheWrite"] as const) {
          expect(merged[field]).toBe(Math.max(known[field], reported[field]));
        }
        expect(mergeUsage(merged, reported)).toEqual(merged);
        expect(merged.costUsd ?? 0).toBeGreaterThanOrEqual(known.costUsd ?? 0);
      }),
    );
  });

  test("sums over reports in any order are the sums of the last reports", () => {
    fc.assert(
      fc.property(fc.array(fc.array(usage, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (attempts) => {
        let totals = NO_USAGE_TOTALS;
        const ends: RunUsage[] = [];
        for (const reports of attempts) {
          let known: RunUsage | null = null;
          for (const reported of reports) {
            const next: RunUsage = known ? mergeUsage(known, reported) : reported;
            const before = known ? totalsOf(known) : null;
            totals = replaceInTotals(totals, { before, after: totalsOf(next) });
            known = next;
          }
          if (known) ends.push(known);
        }
        for (const name of USAGE_TOTAL_NAMES) {
          const sum = ends.reduce((all, one) => all + totalsOf(one)[name], 0);
          expect(totals[name]).toBeCloseTo(sum, 6);
        }
      }),
    );
  });

  test("billed, estimated and unknown never mix: each attempt counts in one of them", () => {
    fc.assert(
      fc.property(usage, (one) => {
        const { billedUsd, estimatedUsd, unpricedTurns } = totalsOf(one);
        expect(billedUsd).toBe(one.basis === "billed" ? one.costUsd : 0);
        expect(estimatedUsd).toBe(one.basis === "estimated" ? one.costUsd : 0);
        expect(unpricedTurns).toBe(one.basis === "unknown" ? 1 : 0);
      }),
    );
  });
});

describe("prices", () => {
  test("an unknown cost is estimated where a price is known, and stays unknown elsewhere", () => {
    const used: RunUsage = {
      input: 1_000_000,
      output: 100_000,
      cacheRead: 0,
      cacheWrite: 0,
      costUsd: null,
      basis: "unknown",
    };
    expect(withEstimate(used, priceOf("openai/gpt-5.4", []))).toMatchObject({
      costUsd: 4,
      basis: "estimated",
    });
    expect(withEstimate(used, priceOf("somebody/else", []))).toEqual(used);
  });

  test("an account's own price counts before the list", () => {
    const own = [{ model: "openai/gpt-5.4", input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }];
    expect(priceOf("openai/gpt-5.4", own)).toMatchObject({ input: 0 });
    expect(priceOf("openai/gpt-5.5", own)).toEqual(MODEL_PRICES["openai/gpt-5.5"]);
  });

  test("a name without its provider counts where one listed model alone has it", () => {
    const own = [
      { model: "house/one", input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
      { model: "house/two", input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
      { model: "other/two", input: 2, output: 2, cacheRead: 0, cacheWrite: 0 },
    ];
    expect(priceOf("gpt-5.4", own)).toEqual(MODEL_PRICES["openai/gpt-5.4"]);
    expect(priceOf("one", own)).toEqual(own[0]);
    expect(priceOf("two", own)).toBeNull();
    expect(priceOf("5.4", own)).toBeNull();
    expect(priceOf("elsewhere/gpt-5.4", own)).toBeNull();
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(MODEL_PRICES)), (model) => {
        expect(priceOf(model.slice(model.indexOf("/") + 1), [])).toEqual(priceOf(model, []));
      }),
    );
  });

  test("what the gateway billed or estimated stands, also where the list is dearer", () => {
    const used = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0, costUsd: 0.5 };
    const dear = { input: 5, output: 5, cacheRead: 5, cacheWrite: 5 };
    for (const basis of ["billed", "estimated"] as const) {
      expect(withEstimate({ ...used, basis }, dear)).toEqual({ ...used, basis });
      const counted = { usage: { ...used, basis }, isOwnEstimate: false };
      expect(addReport(null, { ...used, basis }, dear)).toEqual(counted);
      expect(addReport(counted, { ...used, costUsd: null, basis: "unknown" }, dear)).toEqual(counted);
    }
  });

  test("an estimate of ours grows with the tokens and never falls, until the gateway names a figure", () => {
    const price = fc.option(
      fc.record({ input: fc.nat(9), output: fc.nat(9), cacheRead: fc.nat(9), cacheWrite: fc.nat(9) }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(usage, price), { minLength: 1, maxLength: 6 }), (reports) => {
        let known: Priced | null = null;
        for (const [reported, listed] of reports) {
          const before: Priced | null = known;
          known = addReport(before, reported, listed);
          const isOurs = before === null || before.isOwnEstimate || before.usage.costUsd === null;
          expect(known.isOwnEstimate && reported.costUsd !== null).toBe(false);
          if (reported.costUsd !== null && isOurs) expect(known.usage.costUsd).toBe(reported.costUsd);
          if (reported.costUsd === null && before)
            expect(known.usage.costUsd ?? 0).toBeGreaterThanOrEqual(before.usage.costUsd ?? 0);
          if (known.isOwnEstimate && listed)
            expect(known.usage.costUsd).toBeGreaterThanOrEqual(costOf(known.usage, listed));
          expect(known.usage.basis === "unknown").toBe(known.usage.costUsd === null);
        }
      }),
    );
  });
});

describe("a budget", () => {
  test("is monotone: using more never makes it better, a higher limit never worse", () => {
    fc.assert(
      fc.property(limits, spending, spending, (limit, spent, more) => {
        const later = { ...spent, usd: spent.usd + more.usd, tokens: spent.tokens + more.tokens };
        const [now, then] = [judgeBudget(limit, spent), judgeBudget(limit, later)];
        expect(ORDER[then.state]).toBeGreaterThanOrEqual(ORDER[now.state]);
        expect(then.share).toBeGreaterThanOrEqual(now.share);
        const raised = {
          ...limit,
          limitUsd: limit.limitUsd === null ? null : limit.limitUsd * 2,
          limitTokens: limit.limitTokens === null ? null : limit.limitTokens * 2,
        };
        expect(ORDER[judgeBudget(raised, spent).state]).toBeLessThanOrEqual(ORDER[now.state]);
      }),
    );
  });

  test("never lets a turn start when a limit is reached, and says which one", () => {
    fc.assert(
      fc.property(limits, spending, (limit, spent) => {
        const isReached =
          (limit.limitUsd !== null && spent.usd >= limit.limitUsd) ||
          (limit.limitTokens !== null && spent.tokens >= limit.limitTokens);
        const verdict = judgeBudget(limit, spent);
        expect(verdict.state === "over").toBe(isReached);
        expect(limit[verdict.by === "usd" ? "limitUsd" : "limitTokens"]).not.toBeNull();
      }),
    );
  });

  test("warns once and stops once in a period, in this order, and again in the next", () => {
    const step = fc.record({ usd: fc.double({ min: 0, max: 3, noNaN: true }), isNextPeriod: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const limit = { limitUsd: 10, limitTokens: null, warnPercent: 80 };
        let marks: BudgetMarks = { warnedIn: null, stoppedIn: null };
        let [period, usd] = [0, 0];
        let told: string[] = [];
        for (const { usd: more, isNextPeriod } of steps) {
          if (isNextPeriod) [period, usd, told] = [period + 1, 0, []];
          usd += more;
          const { state } = judgeBudget(limit, { usd, tokens: 0, unpricedTurns: 0, unpricedTokens: 0 });
          const notice = nextNotice(state, marks, String(period));
          marks = marksAfter(marks, notice, String(period));
          if (notice) told.push(notice);
          expect([[], ["warn"], ["stop"], ["warn", "stop"]]).toContainEqual(told);
          // Nobody is stopped without having been told.
          if (state === "over") expect(told).toContain("stop");
        }
      }),
    );
  });

  test("in dollars does not see what has no price, and says so", () => {
    fc.assert(
      fc.property(limits, spending, (limit, spent) => {
        const blind = { ...spent, unpricedTurns: 0, unpricedTokens: 0 };
        expect(judgeBudget(limit, spent)).toEqual(judgeBudget(limit, blind));
        expect(unpricedSentence(spent) === null).toBe(spent.unpricedTurns === 0);
      }),
    );
  });

  test("says why work waits and what lets it go on", () => {
    const spent = { usd: 5.021, tokens: 0, unpricedTurns: 0, unpricedTokens: 0 };
    const budget = {
      agentName: "Theo",
      period: "day" as const,
      limits: { limitUsd: 5, limitTokens: null, warnPercent: 80 },
      spent,
      timeZone: "Europe/Berlin",
    };
    expect(stoppedSentence(budget)).toBe(
      "Over budget: Theo has used $5.02 of $5.00 today. It goes on at midnight (Europe/Berlin), or when an admin raises the budget.",
    );
    expect(knownUsd({ billedUsd: 1, estimatedUsd: 2 })).toBe(3);
  });
});

describe("periods", () => {
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
  );
  const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });

  test("end later than now, and the next one has begun then", () => {
    fc.assert(
      fc.property(instant, zone, fc.constantFrom("day" as const, "month" as const), (now, where, period) => {
        const end = periodEnd(period, now, where);
        expect(end).toBeGreaterThan(now);
        expect(periodKey(period, end, where)).not.toBe(periodKey(period, now, where));
        expect(periodKey(period, end - 1, where)).toBe(periodKey(period, now, where));
      }),
    );
  });
});
