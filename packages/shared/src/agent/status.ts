/** What an agent is doing, derived from its runs and its runtime; nobody types it by hand. */
import type { RuntimeStatus } from "../runtime/report.ts";
import { CONNECTED_FOR_MS } from "./place.ts";

export const AGENT_STATUSES = ["online", "busy", "idle", "offline", "error"] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

export type AgentFacts = {
  isPaused: boolean;
  /** Why no turn may start although nothing is broken: a used-up budget, a full hour. */
  hold: string | null;
  runtime: RuntimeStatus;
  current: { taskKey: string; taskTitle: string } | null;
  lastFailure: string | null;
  lastSeenAt: number | null;
  /** Of an agent that works outside the gateway and comes for its work; the runtime says nothing about it. */
  outside?: { lastCallAt: number | null };
};

/** For so long after its last turn an agent counts as online rather than idle. */
export const RECENTLY_SEEN_MS = 10 * 60_000;

export function deriveAgentStatus(facts: AgentFacts, now: number): { status: AgentStatus; sentence: string } {
  if (facts.outside) {
    if (!isConnected(facts.outside.lastCallAt, now) && !facts.current) return notConnected(facts.outside);
  } else if (facts.runtime !== "online" && facts.runtime !== "degraded") {
    return { status: "offline", sentence: RUNTIME_SENTENCE[facts.runtime] };
  }
  if (facts.current) {
    return { status: "busy", sentence: `Working on ${facts.current.taskKey}: ${facts.current.taskTitle}` };
  }
  if (facts.isPaused) return { status: "idle", sentence: "Paused; new work waits" };
  if (facts.hold) return { status: "idle", sentence: facts.hold };
  if (facts.lastFailure) return { status: "error", sentence: `The last turn failed: ${facts.lastFailure}` };
  if (facts.lastSeenAt !== null && now - facts.lastSeenAt < RECENTLY_SEEN_MS) {
    return { status: "online", sentence: "Ready for work" };
  }
  return { status: "idle", sentence: "Nothing to do" };
}

/** Whether an external agent has come for work lately. */
export function isConnected(lastCallAt: number | null, now: number): boolean {
  return lastCallAt !== null && now - lastCallAt < CONNECTED_FOR_MS;
}

function notConnected({ lastCallAt }: { lastCallAt: number | null }): {
  status: AgentStatus;
  sentence: string;
} {
  const sentence =
    lastCallAt === null ? "Has not connected yet; work waits for it" : "Not connected now; work waits for it";
  return { status: "offline", sentence };
}

const RUNTIME_SENTENCE = {
  none: "The runtime has not started yet",
  starting: "The runtime is starting",
  installing: "The runtime is installing OpenClaw",
  offline: "The runtime is offline",
  upgrading: "The runtime is upgrading",
} as const satisfies Record<Exclude<RuntimeStatus, "online" | "degraded">, string>;
