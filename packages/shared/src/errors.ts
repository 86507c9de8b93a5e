/**
 * Every refusal a caller can meet: one stable code, one sentence a person can act on, and the data that
 * belongs to the code. Callers branch on `code`, never on `message`.
 */
export const ERROR_CODES = [
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "invalid",
  "rate_limited",
  "too_large",
  "unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorData =
  | { code: "unauthenticated"; message: string }
  | { code: "forbidden"; message: string }
  | { code: "not_found"; message: string }
  /** `current` says what the thing is now, so that the caller can offer the next step. */
  | { code: "conflict"; message: string; current?: string }
  /** `candidates` lists what an ambiguous value could have meant. */
  | { code: "invalid"; message: string; field?: string; candidates?: string[] }
  | { code: "rate_limited"; message: string; retryAfterMs: number }
  | { code: "too_large"; message: string; limit: number }
  | { code: "unavailable"; message: string }
  | { code: "internal"; message: string };

export const HTTP_STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 422,
  rate_limited: 429,
  too_large: 413,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** `internal` is a bug and is logged as one; refusals are everyday life. */
export const LOG_LEVEL = {
  unauthenticated: "info",
  forbidden: "warn",
  not_found: "info",
  conflict: "info",
  invalid: "info",
  rate_limited: "warn",
  too_large: "info",
  unavailable: "warn",
  internal: "error",
} as const satisfies Record<ErrorCode, "info" | "warn" | "error">;

/** The heading that an interface shows above the message. */
export const ERROR_TITLE = {
  unauthenticated: "You are signed out",
  forbidden: "Your role does not allow this",
  not_found: "Not found",
  conflict: "Someone was faster",
  invalid: "That cannot be done",
  rate_limited: "Too many requests",
  too_large: "Too large",
  unavailable: "Not available right now",
  internal: "Something broke on our side",
} as const satisfies Record<ErrorCode, string>;

/** A decision of a pure rule: either data to apply, or the refusal to throw. */
export type Decided<T> = { ok: true; decision: T } | { ok: false; error: ErrorData };

export function isErrorData(value: unknown): value is ErrorData {
  if (typeof value !== "object" || value === null) return false;
  if (!("code" in value) || !("message" in value) || typeof value.message !== "string") return false;
  return ERROR_CODES.some((code) => code === value.code);
}
