/** What a model reads after a tool call went wrong: a code to branch on and a sentence to act on, small enough to be worth its tokens. */
import { isErrorData } from "../errors.ts";

export interface ToolError {
  readonly error: { readonly code: string; readonly message: string };
}

const MAX_RESULT_CHARS = 24_000;

export function toolError(code: string, message: string): ToolError {
  return { error: { code, message } };
}

/** The server's own refusal when it gave one; otherwise that the office could not be reached, without internals. */
export function toolErrorOf(thrown: unknown): ToolError & { readonly isExpected: boolean } {
  const data = typeof thrown === "object" && thrown !== null && "data" in thrown ? thrown.data : null;
  if (isErrorData(data)) return { ...toolError(data.code, withCandidates(data)), isExpected: true };
  return {
    ...toolError(
      "unavailable",
      "Mission Control could not do this just now. Try once more; if it fails again, say so in your answer.",
    ),
    isExpected: false,
  };
}

/** A result that is too long for a model is cut where it can be said. */
export function boundedResult(result: unknown): unknown {
  const text = JSON.stringify(result ?? null);
  if (text.length <= MAX_RESULT_CHARS) return result ?? null;
  return { isCut: true, note: "The result was too long and is cut.", text: text.slice(0, MAX_RESULT_CHARS) };
}

function withCandidates(data: { message: string; candidates?: string[] }): string {
  return data.candidates === undefined || data.candidates.length === 0
    ? data.message
    : `${data.message} Possible: ${data.candidates.join(", ")}.`;
}
