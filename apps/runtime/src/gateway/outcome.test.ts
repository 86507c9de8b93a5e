import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyFailure } from "./failures.ts";
import { outcomeOfFinal, traceOf } from "./outcome.ts";
import { TurnText } from "./turn-text.ts";
import { agentFinal, chatHistory } from "./wire.ts";

const final = (value: object) => outcomeOfFinal(agentFinal.parse(value));

describe("the end of a turn, as OpenClaw words it", () => {
  it("is a success only with status ok and no error payload", () => {
    const meta = {
      agentMeta: {
        provider: "demo",
        model: "scripted",
        usage: { input: 5, output: 2, cost: { total: 0.5 } },
      },
    };
    expect(
      final({ status: "ok", result: { payloads: [{ text: "one" }, { text: "two", mediaUrl: null }], meta } }),
    ).toEqual({
      kind: "answered",
      text: "one\n\ntwo",
      model: "demo/scripted",
      usage: { input: 5, output: 2, cacheRead: 0, cacheWrite: 0, costUsd: 0.5 },
    });
    expect(final({ status: "ok", result: { payloads: [{ text: "HTTP 500", isError: true }] } }).kind).toBe(
      "failed",
    );
  });

  it("tells an abort from a time-out, which OpenClaw both calls timeout", () => {
    expect(final({ status: "timeout", summary: "aborted", stopReason: "rpc" })).toEqual({ kind: "aborted" });
    expect(
      final({
        status: "timeout",
        timeoutPhase: "provider",
        result: { payloads: [{ text: "x", isError: true }], meta: { error: { kind: "incomplete_turn" } } },
      }).kind,
    ).toBe("timed_out");
    // As 2026.9.4 and 2026.9.6 end a turn whose answer was still being written when its time was over.
    expect(
      final({
        status: "timeout",
        summary: "aborted",
        result: {
          payloads: [{ text: "Request timed out before a response was generated.", isError: true }],
          meta: { aborted: false, error: { kind: "incomplete_turn", message: "Request timed out" } },
        },
      }).kind,
    ).toBe("timed_out");
  });

  it("never takes anything but ok for an answer", () => {
    fc.assert(
      fc.property(
        fc.string().filter((status) => status !== "ok"),
        fc.string(),
        (status, text) => {
          expect(final({ status, result: { payloads: [{ text }] } }).kind).not.toBe("answered");
        },
      ),
    );
  });
});

describe("what the history says about a turn", () => {
  const rows = (stopReason: string) => [
    { role: "user", content: "hi", idempotencyKey: "t:user" },
    {
      role: "assistant",
      content: [{ type: "text", text: "done" }],
      provider: "p",
      model: "m",
      stopReason,
      usage: { input: 1, output: 2 },
      __openclaw: { runId: "t" },
    },
  ];

  it("is finished when the model stopped by itself", () => {
    expect(traceOf(chatHistory.parse({ messages: rows("stop") }), "t")).toMatchObject({
      kind: "finished",
      outcome: { text: "done", model: "p/m", usage: { output: 2, costUsd: null } },
    });
  });

  it("is nothing after half a turn, an abort or somebody else's turn", () => {
    for (const reason of ["toolUse", "aborted", "error"])
      expect(traceOf(chatHistory.parse({ messages: rows(reason) }), "t").kind).toBe("nothing");
    expect(traceOf(chatHistory.parse({ messages: rows("stop") }), "other").kind).toBe("nothing");
  });

  it("is running while the gateway says so", () => {
    expect(
      traceOf(chatHistory.parse({ messages: [], inFlightRun: { runId: "t", text: "…", startedAt: 1 } }), "t")
        .kind,
    ).toBe("running");
  });
});

describe("a failure", () => {
  it.each([
    ['Inline API key for provider "stub" is temporarily disabled', "provider_cooling_down", true],
    ["401 Unauthorized", "provider_auth", false],
    ["⚠️ stub/stub-1 request failed (provider internal error, HTTP 500)", "provider_unavailable", true],
    ["LLM request failed: connection refused by the provider endpoint", "provider_unavailable", true],
    ["429 Too many requests", "provider_rate_limited", true],
    ["Your credit balance: insufficient funds (402)", "provider_billing", false],
    ["Gateway is draining; new tasks are not accepted", "gateway_busy", true],
    ["another OpenClaw process owns state-lifecycle", "gateway_busy", true],
    ['agent "juno" not found', "agent_unknown", true],
    ["This turn was not started: Mission Control … (blocked by mission-control)", "turn_not_ours", true],
    ["something new", "gateway_error", true],
  ])("%s is %s", (text, code, isRetryable) => {
    expect(classifyFailure(text)).toMatchObject({ code, isRetryable });
  });

  it("keeps the time to wait that the gateway asked for", () => {
    expect(classifyFailure("429", { retryAfterMs: 7 }).retryAfterMs).toBe(7);
  });
});

describe("the text of a turn", () => {
  it("shows its pieces in order and honours replacements", () => {
    const text = new TurnText();
    text.set("a", "I start");
    text.set("b", "Rea");
    expect(text.set("a", "I begin")).toBe("I begin\n\nRea");
    expect(text.set("b", "Ready")).toBe("I begin\n\nReady");
  });
});
