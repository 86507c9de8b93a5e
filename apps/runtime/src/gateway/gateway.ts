/**
 * The agents' side as delivery sees it: start a turn, watch it, stop it, and find out what became of it. The adapter for OpenClaw
 * is open-claw-gateway.ts; everything that is peculiar to OpenClaw's protocol stays behind this port.
 */

export interface TurnRequest {
  readonly agentSlug: string;
  /** Lower-case. Turns of one session run one after the other. */
  readonly sessionKey: string;
  /** Ours, unique per attempt; the gateway runs a turn id at most once while it lives. */
  readonly turnId: string;
  readonly message: string;
  /** Reaches the model as instructions, not as something that a person said. */
  readonly instructions: string;
  readonly timeoutMs: number;
}

export interface TurnObserver {
  onAccepted(): void;
  /** The whole text so far. */
  onText(text: string): void;
  /** The model has answered once within the turn: what the turn has used has grown. */
  onModelCall(): void;
  onTool(event: { readonly name: string; readonly phase: "start" | "end"; readonly ok: boolean }): void;
}

export interface TurnUsage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** US dollars as the gateway computed them from the prices it knows; null when it knows none. */
  readonly costUsd: number | null;
}

/** What a turn has used up to now, and on which model. */
export interface TurnUse {
  readonly model: string;
  readonly usage: TurnUsage;
}

export type TurnOutcome =
  | { readonly kind: "answered"; readonly text: string; readonly model: string; readonly usage: TurnUsage }
  /** Stopped on request. */
  | { readonly kind: "aborted" }
  | { readonly kind: "timed_out"; readonly message: string }
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly message: string;
      readonly isRetryable: boolean;
      readonly retryAfterMs?: number;
    }
  /** The gateway went away: what became of the turn is not known. Look before handing the work over again. */
  | { readonly kind: "lost" };

/** What the gateway's own records say about a turn. */
export type TurnTrace =
  | { readonly kind: "finished"; readonly outcome: TurnOutcome & { kind: "answered" } }
  /** Still running in the gateway that we are connected to. */
  | { readonly kind: "running" }
  /** Never arrived, or ended without an answer. */
  | { readonly kind: "nothing" };

export interface Gateway {
  readonly isReady: boolean;
  /** Resolves when turns can be started; false when the signal aborted first. */
  whenReady(signal: AbortSignal): Promise<boolean>;
  onReadyChange(listener: (isReady: boolean) => void): void;
  /** Never rejects: whatever happens is an outcome. */
  runTurn(request: TurnRequest, observer: TurnObserver): Promise<TurnOutcome>;
  /** Watches a turn that was started before (by an earlier process or over an earlier connection) to its end. */
  followTurn(
    request: Pick<TurnRequest, "sessionKey" | "turnId" | "timeoutMs">,
    observer: TurnObserver,
  ): Promise<TurnOutcome>;
  /** Stops the turn for real; resolves when the gateway has recorded it. Stopping what is not running does nothing. */
  abortTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<void>;
  /** What the gateway has recorded of a turn, running or over; null when it knows nothing or cannot be asked. Never rejects. */
  measureTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<TurnUse | null>;
  /** Rejects with `gateway_unavailable` when it cannot be asked. */
  traceTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<TurnTrace>;
}
