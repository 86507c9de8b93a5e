/** What a failed call rejects with in a test: the error as the function threw it, not as a client would see it. */
import { ConvexError, type JSONValue, jsonToConvex } from "convex/values";
import { type Caller, currentExecution } from "../code/execution.ts";
import type { FunctionResult } from "../code/executor.ts";

const thrownBy = new WeakMap<Caller, unknown>();

/** Remembers what an outermost function threw; failures of nested ones reach their callers as errors of theirs. */
export function rememberThrown(thrown: unknown): void {
  const execution = currentExecution();
  if (execution !== null && execution.depth === 0) thrownBy.set(execution.caller, thrown);
}

export function errorOf(caller: Caller, failure: FunctionResult & { ok: false }): unknown {
  const thrown = thrownBy.get(caller);
  if (thrown !== undefined) return withDecodedData(thrown);
  // Refused by the host itself, before or after the function ran: bad arguments, unknown functions.
  const text = failure.errorMessage.replace(/^\[Request ID: [^\n]*\n/, "");
  return failure.errorData === undefined ? new Error(text) : new ConvexError(jsonToConvex(failure.errorData));
}

/** The library makes a ConvexError's data JSON text when it leaves the handler. */
function withDecodedData(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null || !(Symbol.for("ConvexError") in thrown)) return thrown;
  const error = thrown as { data?: unknown };
  if (typeof error.data === "string") error.data = jsonToConvex(JSON.parse(error.data) as JSONValue);
  return error;
}
