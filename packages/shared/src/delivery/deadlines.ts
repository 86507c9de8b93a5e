/** How long each phase of a run may take, and the sentence that people read while it waits. */
import { assertNever } from "../assert.ts";
import type { RuntimeStatus } from "../runtime/report.ts";
import { RUN_STATUS_LABEL, type RunStatus } from "./run.ts";

/** Handed over, and the gateway must have accepted the turn. */
export const ACCEPTED_WITHIN_MS = 60_000;
/** Accepted, and something must have come; a failing model provider alone is retried by the gateway for 100 s. */
export const FIRST_OUTPUT_WITHIN_MS = 3 * 60_000;
/** Running without a word or a tool. */
export const SILENT_FOR_MS = 5 * 60_000;
/** One turn in all, however busy. */
export const TURN_WITHIN_MS = 30 * 60_000;
/** A queued run that is due waits no longer than this before it is worth a sentence. */
export const QUEUED_NOTICE_MS = 5_000;

/** `free` takes a turn back from a runtime that is silent, so that the next one can have it. */
export type RunAction = "retry" | "cancel" | "free" | "raise_budget" | "raise_account_budget" | "raise_rate";
/** What keeps an agent from starting a turn although work waits and nothing is broken. */
export type Hold = {
  /** Of the agent's own, the whole account's, or its turns per hour. */
  kind: "budget" | "account_budget" | "rate";
  sentence: string;
  /** When it ends by itself. */
  until: number;
};
export type StuckRun = {
  status: RunStatus;
  attempt: number;
  maxAttempts: number;
  availableAt: number;
  queuedAt: number;
  phaseSince: number;
  isCancelRequested: boolean;
  isAgentPaused: boolean;
  /** Of the agent; absent for none. */
  hold?: Hold | null;
  agentName: string;
  /** Works outside the gateway and comes for its work, so the runtime is not what it waits for. */
  isExternal?: boolean;
  error: { code: string; message: string } | null;
};
export type RuntimeFacts = { status: RuntimeStatus; reasons: readonly string[] };
export type WhyStuck = { sentence: string; actions: RunAction[] };

/** When the phase ends by itself; null for phases without a deadline. */
export function phaseDeadline(status: RunStatus, phaseSince: number): number | null {
  switch (status) {
    case "leased":
      return phaseSince + ACCEPTED_WITHIN_MS;
    case "accepted":
      return phaseSince + FIRST_OUTPUT_WITHIN_MS;
    case "running":
      return phaseSince + SILENT_FOR_MS;
    case "queued":
    case "awaiting_approval":
    case "succeeded":
    case "failed":
    case "cancelled":
    case "timed_out":
    case "dead_letter":
      return null;
    default:
      return assertNever(status);
  }
}

/** Why a run is not getting on, and what can be done about it; null when it is fine. */
export function whyStuck(run: StuckRun, runtime: RuntimeFacts, now: number): WhyStuck | null {
  switch (run.status) {
    case "succeeded":
      return null;
    case "cancelled":
      return { sentence: "The turn was stopped.", actions: ["retry"] };
    case "failed":
    case "timed_out":
    case "dead_letter":
      return { sentence: endSentence(run), actions: ["retry"] };
    case "awaiting_approval":
      return { sentence: "Waiting for an approval by an admin.", actions: ["cancel"] };
    case "queued":
      return whyQueued(run, runtime, now);
    case "leased":
    case "accepted":
    case "running":
      return whyActive(run, runtime, now);
    default:
      return assertNever(run.status);
  }
}

function whyQueued(run: StuckRun, runtime: RuntimeFacts, now: number): WhyStuck | null {
  const because = (sentence: string): WhyStuck => ({ sentence, actions: ["cancel"] });
  if (run.isAgentPaused) return because(`${run.agentName} is paused; the work starts when it is resumed.`);
  if (run.hold) {
    return { sentence: run.hold.sentence, actions: [`raise_${run.hold.kind}`, "cancel"] };
  }
  const outage = run.isExternal ? null : runtimeOutage(runtime);
  if (outage) return because(`Waiting: ${outage}`);
  if (run.availableAt > now) {
    const seconds = Math.ceil((run.availableAt - now) / 1000);
    const cause = run.error ? `: ${run.error.message}` : ".";
    return because(
      `Attempt ${run.attempt} of ${run.maxAttempts} failed; the next one is in ${seconds} s${cause}`,
    );
  }
  if (now - run.queuedAt < QUEUED_NOTICE_MS) return null;
  if (run.isExternal) return because(`Waiting until ${run.agentName} comes for it.`);
  return because("Waiting for a free place at the gateway.");
}

function whyActive(run: StuckRun, runtime: RuntimeFacts, now: number): WhyStuck | null {
  if (run.isCancelRequested) {
    const sentence = run.isExternal ? `${run.agentName} is told to stop.` : "Stopping at the gateway.";
    return { sentence, actions: [] };
  }
  const outage = run.isExternal ? null : runtimeOutage(runtime);
  if (outage) {
    return {
      sentence: `In doubt: ${outage} The turn is taken up again when its lease ends.`,
      actions: ["free", "cancel"],
    };
  }
  const silentMs = now - run.phaseSince;
  if (silentMs < 60_000) return null;
  const minutes = Math.floor(silentMs / 60_000);
  return {
    sentence: `${RUN_STATUS_LABEL[run.status]} without a sign for ${minutes} min.`,
    actions: ["free", "cancel"],
  };
}

function runtimeOutage(runtime: RuntimeFacts): string | null {
  switch (runtime.status) {
    case "online":
      return null;
    case "none":
      return "the runtime has not started yet.";
    case "starting":
      return "the runtime is starting.";
    case "installing":
      return "the runtime is installing OpenClaw.";
    case "upgrading":
      return "the runtime is upgrading.";
    case "offline":
      return "the runtime is offline.";
    case "degraded":
      return runtime.reasons.length > 0 ? `the runtime is degraded: ${runtime.reasons.join("; ")}.` : null;
    default:
      return assertNever(runtime.status);
  }
}

function endSentence(run: StuckRun): string {
  const cause = run.error ? `: ${run.error.message}` : ".";
  if (run.status === "dead_letter") return `Gave up after ${run.attempt} attempts${cause}`;
  return `${RUN_STATUS_LABEL[run.status]}${cause}`;
}
