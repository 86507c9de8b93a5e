/**
 * Errors of functions: what is kept of a thrown value, and what a client gets to see of it (SPEC "Errors").
 * Thrown values may come from the sandbox, whose Error is not ours: everything here looks at shapes, not classes.
 */
import { randomBytes } from "node:crypto";
import type { JSONValue, Value } from "convex/values";
import { toWire } from "../values/json.ts";

/** Thrown when a functions folder cannot be bundled or evaluated; the message is for its author. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

/** A function's failure, kept in full; `clientMessage` decides what leaves the host. */
export interface FunctionFailure {
  /** "Uncaught Error: message\n    at handler (../convex/x.ts:3:5)". */
  readonly text: string;
  /** The wire form of a ConvexError's data; undefined for every other error. */
  readonly data?: JSONValue;
}

/** Maps the frames of a raw stack to source positions: see `createFrameMapper`. */
export type MapFrames = (stack: string) => readonly string[];

interface ErrorShape {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly data?: unknown;
  readonly ConvexErrorSymbol?: unknown;
}

const CONVEX_ERROR = Symbol.for("ConvexError");

/** Describes whatever a function threw; never throws itself. */
export function describeFailure(thrown: unknown, mapFrames: MapFrames): FunctionFailure {
  if (typeof thrown !== "object" || thrown === null || !("message" in thrown)) {
    return { text: `Uncaught ${printThrown(thrown)}` };
  }
  const shape: ErrorShape = thrown;
  const frames = typeof shape.stack === "string" ? mapFrames(shape.stack) : [];
  const text = [`Uncaught ${nameOf(shape)}: ${stringOf(shape.message)}`, ...frames].join("\n");
  const data = convexErrorData(thrown);
  return data === undefined ? { text } : { text, data };
}

/** The data of a ConvexError (the library has already made it JSON text when it left a handler), else undefined. */
function convexErrorData(thrown: object): JSONValue | undefined {
  if (!(CONVEX_ERROR in thrown)) return undefined;
  const { data, ConvexErrorSymbol } = thrown as ErrorShape;
  try {
    if (ConvexErrorSymbol !== undefined && typeof data === "string") return JSON.parse(data) as JSONValue;
    return toWire((data === undefined ? null : data) as Value);
  } catch {
    return null;
  }
}

function nameOf(shape: ErrorShape): string {
  return typeof shape.name === "string" && shape.name !== "" ? shape.name : "Error";
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : printThrown(value);
}

function printThrown(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return "value that cannot be printed";
  }
}

// Asking the system for randomness costs more than the rest of a short call.
const ID_BYTES = 8;
let ids = Buffer.alloc(0);
let idsAt = 0;

export function newRequestId(): string {
  if (idsAt === ids.length) {
    ids = randomBytes(ID_BYTES * 512);
    idsAt = 0;
  }
  idsAt += ID_BYTES;
  return ids.toString("hex", idsAt - ID_BYTES, idsAt);
}

/**
 * What a client gets: the details only where `isRedacted` is false. A ConvexError's data travels beside it,
 * in both cases.
 */
export function clientMessage(
  failure: FunctionFailure,
  { requestId, isRedacted }: { requestId: string; isRedacted: boolean },
): string {
  const head = `[Request ID: ${requestId}] Server Error`;
  return isRedacted ? head : `${head}\n${failure.text}`;
}
