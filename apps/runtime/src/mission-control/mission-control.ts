/**
 * What the runtime needs from the backend, as a port: delivery, tools and health are written against this, the adapter
 * (convex-mission-control.ts) speaks to the service functions, and tests have a double.
 * Every call acts for the account and the runtime that the service token names; none of them takes an account.
 */
import type { RunContext } from "@mc/shared/delivery/context";
import type { RunUsage } from "@mc/shared/delivery/run";
import type { CommandKind, CommandStatus, ReportedCommandStatus } from "@mc/shared/runtime/command";
import type { RuntimeReport } from "@mc/shared/runtime/report";
import type { ToolName } from "@mc/shared/tools/catalog";

export interface DesiredAgent {
  readonly agentId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: string;
  readonly icon?: string | null;
  readonly soul: string;
  readonly identity: string;
  readonly model: string | null;
  readonly isPaused: boolean;
  /** Of its model; null leaves it to the model. */
  readonly temperature?: number | null;
  readonly maxOutputTokens?: number | null;
  /** Between two heartbeats; 0 for none, absent for the product's default. */
  readonly heartbeatMs?: number;
  /** Names of the tools it may use. */
  readonly tools: readonly string[];
  /** Slugs of the skills that it has; absent for none. */
  readonly skills?: readonly string[];
}

export interface DesiredSkill {
  readonly skillId: string;
  readonly slug: string;
  readonly name: string;
  /** Of a skill that brings a server: where it is, and headers that may name variables of our environment. */
  readonly server: {
    readonly url: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  } | null;
  /** Changes with the skill's file. */
  readonly fileHash: string;
}

export interface DesiredState {
  readonly account: { readonly name: string; readonly slug: string };
  /** Another runtime takes the account's work: no agents are named, and yet none was removed. */
  readonly isStandby?: boolean;
  readonly agents: readonly DesiredAgent[];
  /** Those that are on; absent for none. */
  readonly skills?: readonly DesiredSkill[];
}

export interface QueueSnapshot {
  /** Heads only: at most one per session, in the order in which they may be taken. */
  readonly ready: readonly ReadyRun[];
  readonly cancels: readonly { readonly runId: string; readonly sessionKey: string }[];
  readonly active: readonly ActiveRun[];
}

export interface ReadyRun {
  readonly runId: string;
  readonly agentSlug: string;
  readonly sessionKey: string;
  readonly availableAt: number;
}

export interface ActiveRun {
  readonly runId: string;
  readonly sessionKey: string;
  readonly fence: number;
  readonly status: string;
  readonly leaseUntil: number;
  readonly gatewayRunId: string | null;
  /** New tokens that its turn may use; a backend that says nothing bounds nothing. */
  readonly maxTurnTokens?: number;
}

/** A run in our hands: every later act names both. */
export interface Hold {
  readonly runId: string;
  readonly fence: number;
}

export interface Lease extends Hold {
  readonly attempt: number;
  readonly agentSlug: string;
  readonly sessionKey: string;
  /** New tokens that the turn may use; a backend that says nothing bounds nothing. */
  readonly maxTurnTokens?: number;
  readonly context: RunContext;
}

export type LeaseAnswer =
  | ({ readonly kind: "leased" } & Lease)
  | { readonly kind: "refused"; readonly reason: string };
export type RenewAnswer =
  | { readonly kind: "ok"; readonly isCancelRequested: boolean }
  | { readonly kind: "lost" };
/** "lost": the fence is old or the run is over; nothing happened. */
export type HoldAnswer = "ok" | "lost";

export interface Progress {
  /** The whole partial text, not a piece of it. */
  readonly text?: string;
  readonly tool?: { readonly name: string; readonly phase: "start" | "end"; readonly ok?: boolean };
  readonly spent?: Spent;
}

/** A turn that the gateway has taken. */
export interface AcceptedTurn {
  readonly gatewayRunId: string;
  readonly model: string;
  readonly isDemoModel: boolean;
}

/** What an attempt has used up to now, all of it each time. */
export interface Spent {
  readonly model: string;
  readonly isDemoModel: boolean;
  readonly usage: RunUsage;
}

export interface Completion {
  readonly answer: string | null;
  readonly model: string;
  readonly isDemoModel: boolean;
  readonly usage: RunUsage;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;
}

export interface ToolCall {
  readonly tool: ToolName;
  readonly agentSlug: string;
  readonly sessionKey: string;
  /** Unique per call of a model; the same call sent twice has one effect. */
  readonly callId: string;
  /** Of the lease under which the turn runs: under another one the call has no effect. */
  readonly fence: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the server makes of an agent's heartbeat, from its data. */
export type BeatDecision =
  /** Nothing new: no model is called, and the server counts the saving. */
  | { readonly kind: "quiet" }
  /** There is news: a run was queued. */
  | { readonly kind: "woken" }
  /** Paused, out of budget or already at work. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The backend is older than this runtime and knows no heartbeats. */
  | { readonly kind: "unsupported" };

/** Something that people or a rollout ask of this runtime. */
export interface CommandOrder {
  readonly commandId: string;
  readonly generation: number;
  readonly kind: CommandKind;
  readonly version: string | null;
  readonly status: CommandStatus;
}

export interface CommandWord {
  readonly commandId: string;
  readonly generation: number;
  readonly status: ReportedCommandStatus;
  readonly step?: { readonly name: string; readonly percent: number; readonly detail: string };
  readonly reason?: string;
  readonly logs?: string;
}

export interface CheckInAnswer {
  readonly accountId: string;
  readonly accountName: string;
  readonly runtimeId: string;
  /** The backend's time; one that is older than this runtime does not say it. */
  readonly now?: number;
}

export interface Watch {
  stop(): void;
}

export interface MissionControl {
  checkIn(report: RuntimeReport): Promise<CheckInAnswer>;
  watchDesired(onChange: (desired: DesiredState) => void): Watch;
  /** The text that a workspace gets as SKILL.md. */
  skillFile(skillId: string): Promise<{ readonly fileHash: string; readonly file: string }>;
  watchOrders(onChange: (orders: readonly CommandOrder[]) => void): Watch;
  /** "lost": the command is not ours any more, and nothing happened. */
  reportCommand(word: CommandWord): Promise<"ok" | "lost">;
  watchQueue(onChange: (queue: QueueSnapshot) => void): Watch;
  lease(runId: string, leaseMs: number): Promise<LeaseAnswer>;
  renew(hold: Hold, leaseMs: number): Promise<RenewAnswer>;
  accepted(hold: Hold, turn: AcceptedTurn): Promise<HoldAnswer>;
  progress(hold: Hold, progress: Progress): Promise<HoldAnswer>;
  complete(hold: Hold, completion: Completion): Promise<HoldAnswer>;
  /** Every end names what the attempt has used, when that is known. */
  fail(hold: Hold, failure: Failure, spent?: Spent): Promise<HoldAnswer>;
  cancelled(hold: Hold, spent?: Spent): Promise<HoldAnswer>;
  /** Back to the queue, the attempt does not count. */
  release(hold: Hold, spent?: Spent): Promise<HoldAnswer>;
  /** What an attempt used whose lease was lost: money that is gone counts. */
  charge(hold: Hold, spent: Spent): Promise<void>;
  /** Rejects with the refusal (`{code, message}` in `data`) that the server gave. */
  callTool(call: ToolCall): Promise<unknown>;
  /** `beat` grows from one beat of an agent to the next, whatever its interval: the same one asked twice is one beat. */
  decideBeat(beat: { readonly agentSlug: string; readonly beat: number }): Promise<BeatDecision>;
  close(): Promise<void>;
}
