/** How much one caller may ask of the host. Before we know who it is, that is little. */
import type { Subject } from "../engine/reactor.ts";
import { MAX_ARGS_BYTES } from "../store/limits.ts";

const MEBIBYTE = 1024 * 1024;

/** Bytes of a request's body, or of a message on the WebSocket, from a caller nobody has vouched for. */
export const MAX_ANONYMOUS_BYTES = 2 * MEBIBYTE;
/** The same for a caller with a token or the admin key: the arguments of a function, and what goes around them. */
export const MAX_KNOWN_BYTES = MAX_ARGS_BYTES + MEBIBYTE;

export const MAX_BATCHED_QUERIES = 100;

/** Per session on the WebSocket. */
export const MAX_QUERIES = 1_000;
export const MAX_QUEUED_MUTATIONS = 1_000;
export const MAX_RUNNING_ACTIONS = 1_000;
/** A message may replace the whole query set. */
export const MAX_MODIFICATIONS = 2 * MAX_QUERIES;
/** Messages behind an Authenticate that is being checked; reading pauses meanwhile, so few can arrive. */
export const MAX_WAITING_MESSAGES = 2_000;

/** Bytes that this caller may send at once. */
export function maxBytesOf({ identity, isAdmin }: Subject): number {
  return identity === null && !isAdmin ? MAX_ANONYMOUS_BYTES : MAX_KNOWN_BYTES;
}
