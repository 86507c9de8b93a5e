// From what a call threw to what a person reads: one table for titles (shared), one sentence, one next step.
import { ERROR_TITLE, type ErrorData, isErrorData } from "@mc/shared/errors";

/** What to offer beside the sentence. */
export type ErrorStep = "sign_in" | "reload" | "retry" | "go_back" | "none";
export type AppError = {
  readonly code: ErrorData["code"];
  readonly title: string;
  readonly message: string;
  readonly step: ErrorStep;
};

const STEP = {
  unauthenticated: "sign_in",
  forbidden: "go_back",
  not_found: "go_back",
  conflict: "none",
  invalid: "none",
  rate_limited: "retry",
  too_large: "none",
  unavailable: "retry",
  internal: "reload",
} as const satisfies Record<ErrorData["code"], ErrorStep>;

const INTERNAL: ErrorData = {
  code: "internal",
  message: "Nothing was changed. Reload the page; if it happens again, tell an admin what you were doing.",
};

/** Reads any thrown value. Refusals keep the server's sentence; everything else is a bug and says so. */
export function toAppError(thrown: unknown): AppError {
  const data = errorDataOf(thrown) ?? INTERNAL;
  const message = data.code === "rate_limited" ? rateLimitSentence(data.retryAfterMs) : data.message;
  return { code: data.code, title: ERROR_TITLE[data.code], message, step: STEP[data.code] };
}

function errorDataOf(thrown: unknown): ErrorData | null {
  if (isErrorData(thrown)) return thrown;
  if (typeof thrown !== "object" || thrown === null || !("data" in thrown)) return null;
  // ConvexError carries its data parsed; an older wire format carries it as text.
  const data: unknown = typeof thrown.data === "string" ? parseJson(thrown.data) : thrown.data;
  return isErrorData(data) ? data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rateLimitSentence(retryAfterMs: number): string {
  return `Wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} seconds and try again. Nothing was lost.`;
}
