import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALERT_KINDS, type AlertFacts, alertsOf, decideAlerts } from "./alerts.ts";
import {
  COMMAND_KINDS,
  COMMAND_STATUSES,
  commandDeadline,
  decideCommandReport,
  isCommandOver,
  REPORTED_COMMAND_STATUSES,
} from "./command.ts";
import { HEALTH_PARTS, healthOf } from "./health.ts";
import { RUNTIME_STATUSES, type RuntimeMetrics } from "./report.ts";
import { compareVersions, isVersion, MINIMUM_OPENCLAW_VERSION, TESTED_OPENCLAW_VERSIONS } from "./version.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.nat(5_000_000_000);
const metrics: fc.Arbitrary<RuntimeMetrics> = fc
  .record({
    readiness: fc.option(share),
    turns: fc.nat(200),
    failed: share,
    offered: fc.nat(200),
    took: share,
    latencyP50Ms: fc.option(fc.nat(60_000)),
    latencyP95Ms: fc.option(fc.nat(60_000)),
    loopLagMs: fc.nat(5_000),
    rssBytes: size,
    gatewayRssBytes: fc.option(size),
    restarts: fc.nat(6),
    waiting: fc.nat(50),
    sessions: fc.nat(8),
    tokens: fc.nat(100_000),
    uptimeMs: fc.nat(1_000_000),
  })
  .map(({ failed, took, ...rest }) => ({
    ...rest,
    windowMs: 900_000,
    failures: Math.floor(rest.turns * failed),
    taken: Math.floor(rest.offered * took),
  }));
const PERFECT: RuntimeMetrics = {
  windowMs: 900_000,
  readiness: 1,
  turns: 10,
  failures: 0,
  offered: 10,
  taken: 10,
  latencyP50Ms: 40,
  latencyP95Ms: 100,
  loopLagMs: 20,
  rssBytes: 1e8,
  gatewayRssBytes: 1e9,
  restarts: 0,
  waiting: 0,
  sessions: 0,
  tokens: 0,
  uptimeMs: 1,
};

describe("the health of a runtime", () => {
  test("[RH1] score and parts lie between 0 and 100; offline is 0", () => {
    fc.assert(
      fc.property(fc.option(metrics), fc.constantFrom(...RUNTIME_STATUSES), (measured, status) => {
        const { score, parts } = healthOf({ status, metrics: measured });
        for (const value of [score, ...Object.values(parts)]) {
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100);
        }
        if (status === "offline") expect(score).toBe(0);
        if (measured === null && status !== "offline") expect(score).toBeNull();
      }),
    );
  });

  test("[RH2] the best figures make 100, and a worse figure never raises the score", () => {
    expect(healthOf({ status: "online", metrics: PERFECT }).score).toBe(100);
    const worse: ((m: RuntimeMetrics) => Partial<RuntimeMetrics>)[] = [
      (m) => ({ readiness: m.readiness === null ? null : m.readiness / 2 }),
      (m) => ({ failures: Math.min(m.turns, m.failures + 1) }),
      (m) => ({ taken: Math.max(0, m.taken - 1) }),
      (m) => ({ latencyP95Ms: m.latencyP95Ms === null ? null : m.latencyP95Ms * 2 }),
      (m) => ({ loopLagMs: m.loopLagMs + 500 }),
      (m) => ({ gatewayRssBytes: m.gatewayRssBytes === null ? null : m.gatewayRssBytes * 2 }),
      (m) => ({ restarts: m.restarts + 1 }),
    ];
    expect(worse).toHaveLength(HEALTH_PARTS.length);
    fc.assert(
      fc.property(metrics, fc.constantFrom(...worse), (measured, change) => {
        const before = healthOf({ status: "online", metrics: measured }).score ?? 0;
        const after =
          healthOf({ status: "online", metrics: { ...measured, ...change(measured) } }).score ?? 0;
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});

describe("commands", () => {
  const status = fc.constantFrom(...COMMAND_STATUSES);
  const said = fc.constantFrom(...REPORTED_COMMAND_STATUSES);

  test("[RC1] what is over stays as it is, and an older generation changes nothing", () => {
    fc.assert(
      fc.property(status, said, fc.tuple(fc.nat(3), fc.nat(3)), (now, report, [generation, named]) => {
        const decision = decideCommandReport(
          { status: now, generation },
          { status: report, generation: named },
        );
        if (named !== generation) expect(decision.kind).toBe("lost");
        if (isCommandOver(now)) expect(decision.kind).not.toBe("apply");
        if (decision.kind === "apply") {
          const again = decideCommandReport({ status: report, generation }, { status: report, generation });
          expect(again.kind).toBe("repeat");
        }
      }),
    );
  });

  test("[RC2] every phase of a command that is not over has a deadline after its beginning", () => {
    for (const kind of COMMAND_KINDS)
      for (const phase of COMMAND_STATUSES) {
        const deadline = commandDeadline(kind, phase, 1_000);
        expect([kind, phase, deadline === null]).toEqual([kind, phase, isCommandOver(phase)]);
        if (deadline !== null) expect(deadline).toBeGreaterThan(1_000);
      }
  });
});

describe("alerts", () => {
  const facts: fc.Arbitrary<AlertFacts> = fc.record({
    status: fc.constantFrom(...RUNTIME_STATUSES),
    statusSince: fc.nat(1_000_000),
    isExpected: fc.boolean(),
    openclawVersion: fc.constantFrom(null, "2026.8.1", "2026.9.6"),
    metrics: fc.option(metrics),
    failedUpgrade: fc.constantFrom(null, "It did not start."),
  });

  test("[RA1] an incident begins once, and ends only when its condition is over", () => {
    fc.assert(
      fc.property(facts, fc.subarray([...ALERT_KINDS]), fc.nat(2_000_000), (runtime, open, now) => {
        const { begin, end } = decideAlerts(open, runtime, now);
        const holding = alertsOf(runtime, now).map(({ kind }) => kind);
        for (const { kind } of begin)
          expect([open.includes(kind), holding.includes(kind)]).toEqual([false, true]);
        for (const kind of end) expect([open.includes(kind), holding.includes(kind)]).toEqual([true, false]);
        const after = [...open.filter((kind) => !end.includes(kind)), ...begin.map(({ kind }) => kind)];
        expect(decideAlerts(after, runtime, now)).toEqual({ begin: [], end: [] });
      }),
    );
  });

  test("[RA2] an outage is told after five minutes, a rate above five percent with two failures or more", () => {
    const calm = {
      statusSince: 0,
      isExpected: true,
      openclawVersion: "2026.9.6",
      metrics: null,
      failedUpgrade: null,
    };
    const kinds = (runtime: AlertFacts, now: number) => alertsOf(runtime, now).map(({ kind }) => kind);
    expect(kinds({ ...calm, status: "offline" }, 299_999)).toEqual([]);
    expect(kinds({ ...calm, status: "offline" }, 300_000)).toEqual(["offline"]);
    expect(kinds({ ...calm, status: "offline", isExpected: false }, 300_000)).toEqual([]);
    const rate = (turns: number, failures: number) =>
      kinds({ ...calm, status: "online", metrics: { ...PERFECT, turns, failures } }, 0);
    expect([rate(100, 5), rate(100, 6), rate(3, 1), rate(3, 2)]).toEqual([
      [],
      ["error_rate"],
      [],
      ["error_rate"],
    ]);
    expect(kinds({ ...calm, status: "online", openclawVersion: "2026.9.3" }, 0)).toEqual([
      "below_minimum_version",
    ]);
  });
});

describe("versions", () => {
  test("are ordered by their numbers, a pre-release before its release", () => {
    const sorted = ["2026.9.4", "2026.9.10-beta.2", "2026.9.10-beta.10", "2026.9.10", "2026.10.1"];
    expect(sorted.toReversed().toSorted(compareVersions)).toEqual(sorted);
    expect(sorted.every(isVersion)).toBe(true);
    expect(["latest", "9.6", "2026.9", "2026.9.6; rm"].some(isVersion)).toBe(false);
    expect(
      compareVersions(TESTED_OPENCLAW_VERSIONS.at(-1) ?? "", MINIMUM_OPENCLAW_VERSION),
    ).toBeGreaterThanOrEqual(0);
  });
});
