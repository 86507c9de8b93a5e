/**
 * The loop breaker: agents may wake one another, but not for ever. Three bounds, any of which stops the thread's chain
 * until a person writes in it:
 *
 *   hops      a chain of wakes, each the cause of the next, is at most MAX_HOPS long
 *   repeats   one pair of agents wakes one another at most MAX_REPEATS times within REPEAT_WINDOW_MS unless the task's
 *             status changed meanwhile (they get on) or a person wrote
 *   wakes     all agents of a thread together at most MAX_WAKES times within the window, whatever the status does
 *
 * A heartbeat that shows an agent what other agents wrote is a wake by the last of them and goes on with its chain. Hops alone
 * are not enough all the same: an approval starts a chain anew.
 */
import { MAX_HOPS } from "./run.ts";

export const MAX_REPEATS = 6;
export const MAX_WAKES = 30;
export const REPEAT_WINDOW_MS = 6 * 60 * 60_000;

/** One agent woke another in this thread since a person last wrote in it. */
export type AgentWake = { from: string; to: string; at: number };

export type Thread = {
  /** Oldest first, as `remember` keeps them. */
  wakes: readonly AgentWake[];
  /** The last change of the task's status; 0 for none. */
  progressAt: number;
  isPaused: boolean;
};

export type WakeAsked = {
  from: string;
  to: string;
  hops: number;
  /** It follows from an act in another task (a part done, a blocker gone), where an agent may well go on with its own work. */
  isConsequence?: boolean;
  now: number;
};

export type LoopVerdict =
  | { kind: "go" }
  /** The chain was stopped before and nobody has written since; people were told then. */
  | { kind: "paused" }
  | { kind: "stop"; because: "hops" | "repeats" | "wakes"; count: number };

export function decideWake(thread: Thread, asked: WakeAsked): LoopVerdict {
  if (asked.from === asked.to && !asked.isConsequence) return { kind: "paused" };
  if (thread.isPaused) return { kind: "paused" };
  if (asked.hops > MAX_HOPS) return { kind: "stop", because: "hops", count: MAX_HOPS };
  const recent = thread.wakes.filter(({ at }) => at > asked.now - REPEAT_WINDOW_MS);
  const repeats = recent.filter((wake) => isSamePair(wake, asked) && wake.at >= thread.progressAt).length;
  if (repeats >= MAX_REPEATS) return { kind: "stop", because: "repeats", count: repeats };
  if (recent.length >= MAX_WAKES) return { kind: "stop", because: "wakes", count: recent.length };
  return { kind: "go" };
}

/** The list with one more, without what no rule looks at any longer. */
export function remember(wakes: readonly AgentWake[], { from, to, now }: WakeAsked): AgentWake[] {
  return [...wakes.filter(({ at }) => at > now - REPEAT_WINDOW_MS), { from, to, at: now }].slice(-MAX_WAKES);
}

/** Why a chain was stopped, with its names in order. */
export function loopSentence(
  { because, count }: { because: "hops" | "repeats" | "wakes"; count: number },
  chain: readonly string[],
): string {
  const path = chain.join(" → ");
  switch (because) {
    case "hops":
      return `${path}: a chain of agents waking one another is cut after ${count} hops.`;
    case "repeats":
      return `${path}: they answered one another ${count} times without a person's word or a change of the task's status.`;
    case "wakes":
      return `${path}: agents woke one another ${count} times in this thread without a person's word.`;
  }
}

function isSamePair(one: Pick<AgentWake, "from" | "to">, other: Pick<AgentWake, "from" | "to">): boolean {
  return (one.from === other.from && one.to === other.to) || (one.from === other.to && one.to === other.from);
}
