/**
 * Syscalls that the host can do at once take their arguments as they are, without JSON on the way in; the others go
 * the library's own way. Put in its place when functions are bundled. Failures are turned into the library's errors
 * as it does itself. Runs inside the sandbox.
 */
import type { JSONValue, Value } from "convex/values";

type Perform = (op: string, args: object) => Promise<JSONValue>;

interface Library {
  readonly ConvexError: new (message: Value) => Error;
  jsonToConvex(json: JSONValue): Value;
}

interface Bridge {
  /** JSON text, or null for what cannot be done at once. */
  directSyscall?(op: string, args: object): string | null;
}

/** Answers the host's text, or null when the call has to go the library's own way. */
export type AtOnce = (op: string, args: object) => string | null;

export function atOnce({ ConvexError, jsonToConvex }: Library): AtOnce {
  const asThrown = (error: { message: string; data?: JSONValue }): Error => {
    if (error.data === undefined) return new Error(error.message);
    return Object.assign(new ConvexError(error.message), { data: jsonToConvex(error.data) });
  };
  return (op, args) => {
    const bridge = (globalThis as { Convex?: Bridge }).Convex;
    try {
      return bridge?.directSyscall?.(op, args) ?? null;
    } catch (error) {
      throw asThrown(error as { message: string });
    }
  };
}

export function directFirst(perform: Perform, direct: AtOnce): Perform {
  return async (op, args) => {
    const text = direct(op, args);
    return text === null ? await perform(op, args) : (JSON.parse(text) as JSONValue);
  };
}

/** Values without tags are what JSON makes of them; only a text with a tag has one of these. */
export function decoded(text: string, jsonToConvex: Library["jsonToConvex"]): Value {
  const json = JSON.parse(text) as JSONValue;
  // Texts are full of quotes, and hardly one has a dollar.
  return text.includes("$") && text.includes('"$') ? jsonToConvex(json) : (json as Value);
}
