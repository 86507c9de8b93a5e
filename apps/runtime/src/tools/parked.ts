/**
 * A tool call that waits for a person. The server parks it and says so; the call is held open here and asked again until somebody
 * decides, so that the model gets the result, or the refusal with its reason, as the answer to its call and not in a later turn.
 * Asking again is safe: the server knows the request by run, tool and arguments, and an approval is good for one call.
 */
import { sleep } from "../process/sleep.ts";

/** Below the five minutes after which the plugin's request to us would break. */
export const HOLD_MS = 240_000;
const ASK_FIRST_AFTER_MS = 500;
const ASK_AT_LEAST_EVERY_MS = 4_000;

export interface ParkedCall {
  readonly ask: () => Promise<unknown>;
  /** Whether the turn that called still may act. */
  readonly isOpen: () => boolean;
  readonly holdMs: number;
}

/** Answers what the tool answered, once it does; after `holdMs` that it still waits, and how the model can go on waiting. */
export async function untilDecided({ ask, isOpen, holdMs }: ParkedCall): Promise<unknown> {
  const until = performance.now() + holdMs;
  let result = await ask();
  for (
    let waitMs = ASK_FIRST_AFTER_MS;
    isParked(result);
    waitMs = Math.min(waitMs * 2, ASK_AT_LEAST_EVERY_MS)
  ) {
    const leftMs = until - performance.now();
    if (leftMs <= 0 || !isOpen())
      return {
        ...result,
        note: "A person has not decided yet. Call this tool again with the same arguments to go on waiting, or end your turn and say what waits: you are woken with the decision.",
      };
    await sleep(Math.min(waitMs, leftMs));
    result = await ask();
  }
  return result;
}

function isParked(result: unknown): result is { readonly status: "awaiting_approval" } {
  return (
    typeof result === "object" &&
    result !== null &&
    "status" in result &&
    result.status === "awaiting_approval"
  );
}
