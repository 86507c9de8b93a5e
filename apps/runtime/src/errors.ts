/**
 * Every failure that leaves a part of the runtime: a stable code, a sentence for a person, and whether trying again can help.
 * Thrown when the caller can do something about it; anything else is a bug and keeps its own stack.
 */
import { type ErrorData, isErrorData } from "@mc/shared/errors";

export const RUNTIME_ERROR_CODES = [
  /** A setting is missing or wrong: nothing works until someone changes it. */
  "invalid",
  /** OpenClaw could not be put on disk. */
  "install_failed",
  /** The wanted version of OpenClaw cannot take over. */
  "upgrade_refused",
  /** No gateway to talk to, or the connection went away mid-call. */
  "gateway_unavailable",
] as const;
export type RuntimeErrorCode = (typeof RUNTIME_ERROR_CODES)[number];

export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  override readonly name = "RuntimeError";

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What the backend says no to, with its code; null for everything else that went wrong, which may go better the next time. */
export function refusalOf(thrown: unknown): ErrorData | null {
  const data = typeof thrown === "object" && thrown !== null && "data" in thrown ? thrown.data : null;
  return isErrorData(data) ? data : null;
}

/** One line for a log or a report, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "string" ? thrown : JSON.stringify(thrown);
}
