/**
 * One lease of one run, from the lease to its end.
 *
 *   leased ─▶ turn running ─┬─ answered ──────────▶ complete
 *                           ├─ failed, timed out ─▶ fail (the backend decides about another attempt)
 *                           ├─ stopped on request ▶ cancelled
 *                           ├─ over its tokens ───▶ abort, fail
 *                           ├─ we drain ──────────▶ abort, release (the attempt does not count)
 *                           ├─ lease lost ────────▶ abort, say nothing: somebody else has the run
 *                           └─ gateway lost ──────▶ wait for it, look what became of the turn, then complete, follow or fail
 *
 * The answer is written once whatever happens: completing is idempotent per run, an old fence changes nothing, and a turn that is
 * not in the gate reaches neither a model nor a tool.
 */
import { tokensOf } from "@mc/shared/usage/usage";
import { messageOf, refusalOf } from "../errors.ts";
import type { Gateway, TurnOutcome, TurnUse } from "../gateway/gateway.ts";
import type {
  Completion,
  Failure,
  Hold,
  Lease,
  MissionControl,
  Spent,
} from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import { sleep } from "../process/sleep.ts";
import type { TurnGate } from "./gate.ts";
import { type DeliveryMeter, NO_METER } from "./meter.ts";
import { ProgressStream } from "./progress-stream.ts";
import { buildPrompt } from "./prompt.ts";

export interface AttemptOptions {
  readonly missionControl: MissionControl;
  readonly gateway: Gateway;
  readonly gate: TurnGate;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly turnTimeoutMs: number;
  /** Between two messages of streamed text. */
  readonly streamEveryMs: number;
  /** How long a lost gateway may stay away before the attempt is given up. */
  readonly recoverWithinMs: number;
  readonly model: { readonly ref: string; readonly isDemo: boolean };
  readonly meter?: DeliveryMeter;
  /** The backend's time. */
  readonly now: () => number;
  /** What a turn is told that a heartbeat started. */
  readonly heartbeatText?: string;
  /** How long an answer waits for a backend that cannot take it. */
  readonly recordWithinMs?: number;
  /** Called before the failure is recorded, so that what follows from it is in force before the run is free again. */
  readonly onFailing: (failure: Failure) => void;
}

const RECORD_WITHIN_MS = 2 * 60_000;
const RECORD_AGAIN_MS = 250;
const RECORD_AGAIN_AT_MOST_MS = 5_000;

/** What is left of a run when no turn context is at hand: enough to finish or to give up. */
export type Held = Hold & {
  readonly sessionKey: string;
  readonly agentSlug: string;
  /** When the run could have been taken; absent for a turn that an earlier process started. */
  readonly dueAt?: number;
};

export type AttemptEnd =
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "cancelled" }
  | { readonly kind: "released" }
  | { readonly kind: "lost" };

/** The gateway's id of an attempt. Lower-case and derived, so that a later process knows it as well. */
export function turnIdOf(hold: Hold): string {
  return `mc-${hold.runId}-f${hold.fence}`.toLowerCase();
}

/** `limit`: the turn used more tokens than one turn of this agent may. */
type StopReason = "cancelled" | "draining" | "lost" | "limit";

export class Attempt {
  readonly held: Held;
  readonly turnId: string;
  readonly #options: AttemptOptions;
  readonly #logger: Logger;
  readonly #over = new AbortController();
  /** Ends waiting for a lost gateway: the attempt is over for us whatever became of the turn. */
  readonly #abandoned = new AbortController();
  #stopReason: StopReason | null = null;
  /** What the attempt has used, as last heard. */
  #spent: Spent | null = null;
  #measuring: Promise<void> | null = null;
  #maxTurnTokens = Number.POSITIVE_INFINITY;

  constructor(held: Held, options: AttemptOptions) {
    this.held = held;
    this.turnId = turnIdOf(held);
    this.#options = options;
    this.#logger = options.logger.child({
      component: "delivery",
      runId: held.runId,
      fence: held.fence,
      agent: held.agentSlug,
    });
  }

  /** Stops the turn at the gateway; `run` then ends with what the reason asks for. */
  stop(reason: StopReason): void {
    if (this.#stopReason === "lost" || this.#stopReason === reason) return;
    // A person's stop is forgotten for nothing but a lost lease, after which nothing may be said at all.
    if (this.#stopReason !== "cancelled" || reason === "lost") this.#stopReason = reason;
    if (reason === "lost") this.#options.gate.close(this.turnId);
    if (reason === "draining" || reason === "lost") this.#abandoned.abort();
    void this.#options.gateway.abortTurn({ sessionKey: this.held.sessionKey, turnId: this.turnId });
  }

  /** Runs a turn that was just leased. Never rejects. */
  run(lease: Lease): Promise<AttemptEnd> {
    this.#maxTurnTokens = lease.maxTurnTokens ?? Number.POSITIVE_INFINITY;
    return this.#inGate(async (stream) => {
      if (this.#stopReason !== null) return { kind: "aborted" };
      const prompt = buildPrompt(lease.context, this.#options.heartbeatText);
      return await this.#options.gateway.runTurn(
        {
          agentSlug: this.held.agentSlug,
          sessionKey: this.held.sessionKey,
          turnId: this.turnId,
          ...prompt,
          timeoutMs: this.#options.turnTimeoutMs,
        },
        this.#observer(stream),
      );
    });
  }

  /** Finds out what became of a turn that an earlier process of this runtime started, and finishes it. Never rejects. */
  resume(maxTurnTokens = Number.POSITIVE_INFINITY): Promise<AttemptEnd> {
    this.#maxTurnTokens = maxTurnTokens;
    return this.#inGate(async () => ({ kind: "lost" }));
  }

  async #inGate(start: (stream: ProgressStream) => Promise<TurnOutcome>): Promise<AttemptEnd> {
    const { gate, missionControl } = this.#options;
    const stream = new ProgressStream({
      send: (progress) => missionControl.progress(this.held, progress),
      intervalMs: this.#options.streamEveryMs,
      onLost: () => this.stop("lost"),
      logger: this.#logger,
    });
    gate.open(this.turnId, {
      hold: this.held,
      agentSlug: this.held.agentSlug,
      sessionKey: this.held.sessionKey,
    });
    const renewing = this.#renew();
    try {
      let outcome = await start(stream);
      if (outcome.kind === "lost") outcome = await this.#recover(stream);
      gate.close(this.turnId);
      if (outcome.kind !== "answered") await this.#measure();
      await stream.stop();
      return await this.#finish(outcome);
    } catch (cause) {
      this.#logger.error({ err: cause }, "the end of a turn could not be recorded; its lease will run out");
      return { kind: "lost" };
    } finally {
      gate.close(this.turnId);
      this.#over.abort();
      await renewing;
    }
  }

  #observer(stream: ProgressStream) {
    const { model, meter = NO_METER } = this.#options;
    let acceptedAt: number | null = null;
    const onOutput = () => {
      if (acceptedAt !== null) meter.firstOutput(performance.now() - acceptedAt);
      acceptedAt = null;
    };
    return {
      onAccepted: () => {
        acceptedAt = performance.now();
        if (this.held.dueAt !== undefined) meter.accepted(Math.max(0, this.#options.now() - this.held.dueAt));
        // A stop that arrived before the gateway knew the turn found nothing to stop.
        if (this.#stopReason !== null)
          void this.#options.gateway.abortTurn({ sessionKey: this.held.sessionKey, turnId: this.turnId });
        void this.#options.missionControl
          .accepted(this.held, { gatewayRunId: this.turnId, model: model.ref, isDemoModel: model.isDemo })
          .then(
            (answer) => {
              if (answer === "lost") this.stop("lost");
            },
            (cause: unknown) =>
              this.#logger.warn({ reason: messageOf(cause) }, "acceptance was not recorded"),
          );
      },
      onModelCall: () => {
        void this.#measure().then(() => {
          if (this.#spent !== null) stream.setSpent(this.#spent);
          if (this.#spent !== null && tokensOf(this.#spent.usage) > this.#maxTurnTokens) this.stop("limit");
        });
      },
      onText: (text: string) => {
        onOutput();
        stream.setText(text);
      },
      onTool: ({ name, phase, ok }: { name: string; phase: "start" | "end"; ok: boolean }) => {
        onOutput();
        stream.addTool(phase === "start" ? { name, phase } : { name, phase, ok });
      },
    };
  }

  /** Asks the gateway what the turn has used; one question at a time. Never rejects. */
  async #measure(): Promise<void> {
    this.#measuring ??= this.#options.gateway
      .measureTurn({ sessionKey: this.held.sessionKey, turnId: this.turnId })
      .then((use) => {
        if (use !== null) this.#spent = this.#spentOf(use);
      })
      .finally(() => {
        this.#measuring = null;
      });
    await this.#measuring;
  }

  #spentOf({ model, usage: { costUsd, ...tokens } }: TurnUse): Spent {
    const { isDemo } = this.#options.model;
    const basis = isDemo || costUsd !== null ? "estimated" : "unknown";
    return { model, isDemoModel: isDemo, usage: { ...tokens, costUsd: isDemo ? 0 : costUsd, basis } };
  }

  /** The gateway is gone, or was when this process began: wait for it, then believe its records and nothing else. */
  async #recover(stream: ProgressStream): Promise<TurnOutcome> {
    const { gateway, recoverWithinMs } = this.#options;
    const turn = {
      sessionKey: this.held.sessionKey,
      turnId: this.turnId,
      timeoutMs: this.#options.turnTimeoutMs,
    };
    const deadline = AbortSignal.any([AbortSignal.timeout(recoverWithinMs), this.#abandoned.signal]);
    while (!deadline.aborted && (await gateway.whenReady(deadline))) {
      if (this.#stopReason === "cancelled") {
        await gateway.abortTurn(turn);
        return { kind: "aborted" };
      }
      try {
        const trace = await gateway.traceTurn(turn);
        if (trace.kind === "finished") return trace.outcome;
        if (trace.kind === "nothing") {
          return {
            kind: "failed",
            code: "gateway_lost",
            message: "The gateway stopped in the middle of the turn; the work is handed over again.",
            isRetryable: true,
            retryAfterMs: 0,
          };
        }
        const outcome = await gateway.followTurn(turn, this.#observer(stream));
        if (outcome.kind !== "lost") return outcome;
      } catch (cause) {
        this.#logger.debug({ reason: messageOf(cause) }, "the gateway could not be asked yet");
      }
      await sleep(250, deadline);
    }
    return {
      kind: "failed",
      code: "gateway_lost",
      message: "The gateway stopped during the turn and has not come back.",
      isRetryable: true,
    };
  }

  async #finish(outcome: TurnOutcome): Promise<AttemptEnd> {
    const { missionControl } = this.#options;
    // Before anything is said: whatever becomes of the answer, what it cost is told.
    if (outcome.kind === "answered") this.#spent = this.#spentOf(outcome);
    if (this.#stopReason === "lost") return await this.#lost();
    // A person's stop holds, also when the answer was ready by the time it arrived here.
    if (this.#stopReason === "cancelled") return await this.#cancelled();
    if (outcome.kind === "answered") return await this.#complete(this.#completion(outcome));
    if (this.#stopReason === "draining")
      return await this.#ended(await missionControl.release(this.held, this.#known), { kind: "released" });
    if (this.#stopReason === "limit") {
      return await this.#fail({
        code: "turn_limit",
        message: `The turn used more than the ${this.#maxTurnTokens.toLocaleString("en")} tokens that one turn of this agent may use, and was stopped. Raise its tokens per turn, or split the task.`,
        isRetryable: false,
      });
    }
    switch (outcome.kind) {
      case "aborted":
        return await this.#fail({
          code: "aborted",
          message: "The turn was stopped at the gateway.",
          isRetryable: false,
        });
      case "timed_out":
        return await this.#fail({ code: "timed_out", message: outcome.message, isRetryable: false });
      case "failed":
        return await this.#fail({
          code: outcome.code,
          message: outcome.message,
          isRetryable: outcome.isRetryable,
          ...(outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs }),
        });
      case "lost":
        return await this.#fail({
          code: "gateway_lost",
          message: "The gateway was lost during the turn.",
          isRetryable: true,
        });
      default:
        return outcome satisfies never;
    }
  }

  #completion(outcome: TurnOutcome & { kind: "answered" }): Completion {
    const text = outcome.text.trim();
    return { answer: text === "" ? null : text, ...this.#spentOf(outcome) };
  }

  /** An answer is worth waiting for a backend that has a fault of its own; what it refuses by a rule, or for minutes, has failed. */
  async #complete(completion: Completion): Promise<AttemptEnd> {
    const until = performance.now() + (this.#options.recordWithinMs ?? RECORD_WITHIN_MS);
    for (let waitMs = RECORD_AGAIN_MS; ; waitMs = Math.min(waitMs * 2, RECORD_AGAIN_AT_MOST_MS)) {
      let answer: "ok" | "lost";
      try {
        answer = await this.#options.missionControl.complete(this.held, completion);
      } catch (cause) {
        this.#logger.error({ err: cause }, "the answer was not recorded");
        if (refusalOf(cause) === null && performance.now() < until) {
          await sleep(waitMs, this.#abandoned.signal);
          if (this.#stopReason === "lost") return await this.#lost();
          if (this.#stopReason === "cancelled") return await this.#cancelled();
          // The next process finds the answer at the gateway.
          if (this.#stopReason === "draining") throw cause;
          continue;
        }
        return await this.#fail({
          code: "answer_refused",
          message: `The answer could not be recorded: ${messageOf(cause)}`,
          isRetryable: false,
        });
      }
      return await this.#ended(answer, { kind: "completed" });
    }
  }

  async #cancelled(): Promise<AttemptEnd> {
    return await this.#ended(await this.#options.missionControl.cancelled(this.held, this.#known), {
      kind: "cancelled",
    });
  }

  /** Somebody else has the run; what this attempt used is told all the same. */
  async #lost(): Promise<AttemptEnd> {
    this.#logger.info({ end: "lost" }, "turn over");
    if (this.#spent !== null) await this.#options.missionControl.charge(this.held, this.#spent);
    return { kind: "lost" };
  }

  get #known(): Spent | undefined {
    return this.#spent ?? undefined;
  }

  async #fail(failure: Failure): Promise<AttemptEnd> {
    this.#options.onFailing(failure);
    return await this.#ended(await this.#options.missionControl.fail(this.held, failure, this.#known), {
      kind: "failed",
      failure,
    });
  }

  async #ended(answer: "ok" | "lost", end: AttemptEnd): Promise<AttemptEnd> {
    if (answer === "lost") return await this.#lost();
    if (this.#spent !== null) (this.#options.meter ?? NO_METER).used(this.#spent.usage);
    const detail = end.kind === "failed" ? { code: end.failure.code, reason: end.failure.message } : {};
    this.#logger.info({ end: end.kind, ...detail }, "turn over");
    return end;
  }

  async #renew(): Promise<void> {
    const { missionControl, leaseMs } = this.#options;
    while (!(await sleep(leaseMs / 3, this.#over.signal))) {
      try {
        const answer = await missionControl.renew(this.held, leaseMs);
        if (this.#over.signal.aborted) return;
        if (answer.kind === "lost") this.stop("lost");
        else if (answer.isCancelRequested) this.stop("cancelled");
      } catch (cause) {
        this.#logger.debug({ reason: messageOf(cause) }, "the lease was not renewed");
      }
    }
  }
}
