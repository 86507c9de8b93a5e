import { describe, expect, it } from "vitest";
import { HealthWindow } from "./health-window.ts";

const vitals = { rssBytes: 1, gatewayRssBytes: null, loopLagMs: 2 };
const MINUTE = 60_000;

function open() {
  let now = 1_000_000;
  const figures = new HealthWindow(() => now);
  return {
    figures,
    pass: (ms: number) => {
      now += ms;
    },
    read: () => figures.metrics({ waiting: 3, sessions: 1, vitals }),
  };
}
const failed = (code: string) => ({
  kind: "failed" as const,
  failure: { code, message: "", isRetryable: true },
});

describe("the figures of the last quarter of an hour", () => {
  it("count turns, hand-offs, latencies and tokens, and forget them", () => {
    const { figures, pass, read } = open();
    figures.turn({ kind: "completed" });
    figures.turn(failed("provider_auth"));
    figures.turn(failed("gateway_lost"));
    figures.turn({ kind: "lost" });
    figures.turn({ kind: "released" });
    for (const ms of [10, 20, 900]) figures.accepted(ms);
    figures.used({ input: 5, output: 6, cacheRead: 0, cacheWrite: 0, costUsd: null, basis: "unknown" });
    figures.restarts(2);
    expect(read()).toMatchObject({
      ...{ turns: 3, failures: 2, offered: 4, taken: 2, latencyP50Ms: 20, latencyP95Ms: 900 },
      ...{ tokens: 11, restarts: 2, waiting: 3 },
    });
    pass(16 * MINUTE);
    expect(read()).toMatchObject({ turns: 0, offered: 0, latencyP50Ms: null, tokens: 0, restarts: 0 });
  });

  it("share the time that a gateway was ready, of the time that one was wanted", () => {
    const { figures, pass, read } = open();
    expect(read().readiness).toBeNull();
    pass(MINUTE);
    figures.ready("down");
    pass(MINUTE);
    figures.ready("ready");
    pass(3 * MINUTE);
    expect(read().readiness).toBe(0.75);
    pass(15 * MINUTE);
    expect(read().readiness).toBe(1);
  });

  it("begin anew with a new version", () => {
    const { figures, pass, read } = open();
    figures.ready("down");
    figures.turn(failed("provider_auth"));
    pass(5 * MINUTE);
    figures.restart();
    figures.ready("ready");
    pass(MINUTE);
    expect(read()).toMatchObject({ windowMs: MINUTE, turns: 0, readiness: 1 });
  });
});
