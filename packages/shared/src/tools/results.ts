/** What a model reads after a tool call went wrong: a code to branch on and a sentence to act on, small enough to be worth its tokens. */
import { isErrorData } from "../errors.ts";

export interface ToolError {
  readonly error: { readonly code: string; readonly message: string };
}

const MAX_RESULT_CHARS = 24_000;
/** Of a long text in one result, with room for what stands beside it. */
export const PART_CHARS = 20_000;

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

/** One part of a long text, and where the next begins; null after the last. A part counts as long as it is as JSON. */
export function partOf(
  text: string,
  { offset = 0, most = PART_CHARS }: { offset?: number | undefined; most?: number } = {},
): { text: string; nextOffset: number | null } {
  const from = Math.max(0, Math.trunc(offset));
  let part = text.slice(from, from + most);
  for (;;) {
    const written = JSON.stringify(part).length - 2;
    if (written <= most) break;
    part = part.slice(0, Math.min(part.length - 1, Math.floor((part.length * most) / written)));
  }
  // Half of a character that is written in two would be no text.
  if (from + part.length < text.length && /[\uD800-\uDBFF]$/.test(part)) part = part.slice(0, -1);
  const next = from + part.length;
  return { text: part, nextOffset: next < text.length ? next : null };
}

function withCandidates(data: { message: string; candidates?: string[] }): string {
  return data.candidates === undefined || data.candidates.length === 0
    ? data.message
    : `${data.message} Possible: ${data.candidates.join(", ")}.`;
}
