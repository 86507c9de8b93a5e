/**
 * What a failed turn means for the person who waits: a stable code, a sentence that says what to do, and whether another attempt
 * can help. OpenClaw gives words rather than codes for most provider failures, so this reads words; the table is the place to
 * add one. Patterns were taken from answers of the real gateway.
 */
import type { TurnOutcome } from "./gateway.ts";

export type FailedTurn = TurnOutcome & { kind: "failed" };

interface Rule {
  readonly pattern: RegExp;
  readonly code: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;
  /** `detail` is OpenClaw's own sentence, shortened. */
  readonly sentence: (detail: string) => string;
}

/** OpenClaw keeps a provider disabled for about a minute after it refused the key. */
export const PROVIDER_COOL_DOWN_MS = 65_000;

const RULES: readonly Rule[] = [
  {
    pattern: /blocked by mission-control|was not started: Mission Control/i,
    code: "turn_not_ours",
    isRetryable: true,
    retryAfterMs: 1_000,
    sentence: () => "The turn was stopped before it reached the model, because its lease had ended.",
  },
  {
    pattern:
      /draining|suspending|startup-sidecars|SESSION_WORK_START_CHANGED|starting up|owns state-lifecycle|owns state-handles/i,
    code: "gateway_busy",
    isRetryable: true,
    retryAfterMs: 3_000,
    sentence: () => "The gateway is busy with itself for a moment.",
  },
  {
    pattern: /temporarily disabled|in cooldown|cool-?down/i,
    code: "provider_cooling_down",
    isRetryable: true,
    retryAfterMs: PROVIDER_COOL_DOWN_MS,
    sentence: () => "The model provider refused the key a moment ago and is left alone for a minute.",
  },
  {
    pattern: /\b401\b|\b403\b|unauthori[sz]ed|invalid (x-)?api[- ]key|authentication|no api key/i,
    code: "provider_auth",
    isRetryable: false,
    retryAfterMs: PROVIDER_COOL_DOWN_MS,
    sentence: (detail) =>
      `The model provider refused the key. Set a valid one in the runtime's environment, restart it, and retry. (${detail})`,
  },
  {
    pattern: /\b402\b|billing|insufficient (credit|quota|funds)|exceeded your current quota/i,
    code: "provider_billing",
    isRetryable: false,
    sentence: (detail) => `The model provider wants payment before it answers. (${detail})`,
  },
  {
    pattern: /\b429\b|rate.?limit|too many requests/i,
    code: "provider_rate_limited",
    isRetryable: true,
    retryAfterMs: 30_000,
    sentence: () => "The model provider limits the number of requests; the work waits its turn.",
  },
  {
    pattern: /context (length|window|overflow)|maximum context|prompt is too long|too many tokens/i,
    code: "context_too_large",
    isRetryable: false,
    sentence: () =>
      "The conversation no longer fits into the model's context. Archive and restore the task to start afresh.",
  },
  {
    pattern:
      /\b5\d\d\b|internal error|overloaded|server error|connection (refused|reset|error)|network|ECONN|fetch failed|timed? ?out/i,
    code: "provider_unavailable",
    isRetryable: true,
    retryAfterMs: 5_000,
    sentence: (detail) => `The model provider could not be reached or failed. (${detail})`,
  },
  {
    pattern: /unknown agent|agent .* not found|no such agent/i,
    code: "agent_unknown",
    isRetryable: true,
    retryAfterMs: 3_000,
    sentence: () => "The gateway does not know the agent yet.",
  },
];

export function classifyFailure(
  text: string,
  given?: { readonly retryable?: boolean; readonly retryAfterMs?: number | undefined },
): FailedTurn {
  const detail = shorten(text);
  const rule = RULES.find(({ pattern }) => pattern.test(text));
  if (rule === undefined) {
    const isRetryable = given?.retryable ?? true;
    return {
      kind: "failed",
      code: "gateway_error",
      message: `The gateway reported: ${detail}`,
      isRetryable,
      ...after(given?.retryAfterMs),
    };
  }
  return {
    kind: "failed",
    code: rule.code,
    message: rule.sentence(detail),
    isRetryable: rule.isRetryable,
    ...after(given?.retryAfterMs ?? rule.retryAfterMs),
  };
}

function after(retryAfterMs: number | undefined): { retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function shorten(text: string): string {
  const line = text
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= 300 ? line || "no reason given" : `${line.slice(0, 300)}…`;
}
