/**
 * The port `MissionControl` over Convex's own client. Its WebSocket comes back by itself after the backend was away: subscriptions
 * go on with the present state, and a call that was under way is sent again and has one effect. What remains to be done here is
 * to try again when the backend answers with a fault of its own, and to read "your lease is gone" the same way everywhere.
 */
import { ConvexClient } from "convex/browser";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { messageOf, refusalOf } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";
import { sleep } from "../process/sleep.ts";
import { functions, toolFunction } from "./functions.ts";
import type {
  AcceptedTurn,
  BeatDecision,
  CommandOrder,
  CommandWord,
  Completion,
  DesiredState,
  Failure,
  Hold,
  HoldAnswer,
  LeaseAnswer,
  MissionControl,
  Progress,
  QueueSnapshot,
  RenewAnswer,
  Spent,
  ToolCall,
  Watch,
} from "./mission-control.ts";

const ATTEMPTS = 5;
const RETRY_BASE_MS = 200;

type Mutation = FunctionReference<"mutation", "public">;

export interface ConvexMissionControlOptions {
  readonly url: string;
  readonly serviceToken: string;
  readonly logger: Logger;
}

export class ConvexMissionControl implements MissionControl {
  readonly #client: ConvexClient;
  readonly #token: string;
  readonly #logger: Logger;

  constructor(options: ConvexMissionControlOptions) {
    this.#logger = options.logger.child({ component: "backend" });
    this.#token = options.serviceToken;
    const say = (...parts: unknown[]) => this.#logger.debug({ parts: parts.map(String) }, "convex client");
    this.#client = new ConvexClient(options.url, {
      unsavedChangesWarning: false,
      logger: { log: say, warn: say, error: say, logVerbose: () => undefined },
    });
  }

  checkIn(report: Parameters<MissionControl["checkIn"]>[0]) {
    return this.#once(functions.checkIn, { serviceToken: this.#token, report });
  }

  watchDesired(onChange: (desired: DesiredState) => void): Watch {
    const stop = this.#client.onUpdate(functions.desired, { serviceToken: this.#token }, onChange, (cause) =>
      this.#complain("the account's agents", cause),
    );
    return { stop: onceOnly(stop) };
  }

  async skillFile(skillId: string) {
    return await this.#client.query(functions.skill, { serviceToken: this.#token, skillId });
  }

  watchOrders(onChange: (orders: readonly CommandOrder[]) => void): Watch {
    const stop = this.#client.onUpdate(functions.orders, { serviceToken: this.#token }, onChange, (cause) =>
      this.#complain("what is asked of this runtime", cause),
    );
    return { stop: onceOnly(stop) };
  }

  async reportCommand(word: CommandWord): Promise<"ok" | "lost"> {
    return (await this.#repeated(functions.reportCommand, { serviceToken: this.#token, ...word })).kind;
  }

  watchQueue(onChange: (queue: QueueSnapshot) => void): Watch {
    const stop = this.#client.onUpdate(functions.queue, { serviceToken: this.#token }, onChange, (cause) =>
      this.#complain("the queue", cause),
    );
    return { stop: onceOnly(stop) };
  }

  lease(runId: string, leaseMs: number): Promise<LeaseAnswer> {
    // Not repeated: a second lease would be refused because of the first. One that got lost on the way runs out by itself.
    return this.#once(functions.lease, { serviceToken: this.#token, runId, leaseMs });
  }

  async renew(hold: Hold, leaseMs: number): Promise<RenewAnswer> {
    try {
      return await this.#repeated(functions.renew, { ...this.#held(hold), leaseMs });
    } catch (cause) {
      if (isConflict(cause)) return { kind: "lost" };
      throw cause;
    }
  }

  accepted(hold: Hold, turn: AcceptedTurn): Promise<HoldAnswer> {
    return this.#underFence(functions.accepted, { ...this.#held(hold), ...turn });
  }

  progress(hold: Hold, progress: Progress): Promise<HoldAnswer> {
    return asHoldAnswer(this.#once(functions.progress, { ...this.#held(hold), ...progress }));
  }

  complete(hold: Hold, completion: Completion): Promise<HoldAnswer> {
    return this.#underFence(functions.complete, { ...this.#held(hold), ...completion });
  }

  fail(hold: Hold, failure: Failure, spent?: Spent): Promise<HoldAnswer> {
    const { code, message, isRetryable, retryAfterMs } = failure;
    return this.#underFence(functions.fail, {
      ...this.#held(hold),
      error: { code, message },
      isRetryable,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(spent === undefined ? {} : { spent }),
    });
  }

  cancelled(hold: Hold, spent?: Spent): Promise<HoldAnswer> {
    return this.#underFence(functions.cancelled, { ...this.#held(hold), ...(spent ? { spent } : {}) });
  }

  release(hold: Hold, spent?: Spent): Promise<HoldAnswer> {
    return this.#underFence(functions.release, { ...this.#held(hold), ...(spent ? { spent } : {}) });
  }

  async charge(hold: Hold, spent: Spent): Promise<void> {
    await this.#repeated(functions.charge, { ...this.#held(hold), spent });
  }

  callTool(call: ToolCall): Promise<unknown> {
    const { tool, agentSlug, sessionKey, callId, fence, args } = call;
    // What the model wrote comes first, so that it can never stand in for who is calling.
    return this.#repeated(toolFunction(tool), {
      ...args,
      serviceToken: this.#token,
      agentSlug,
      sessionKey,
      callId,
      fence,
    });
  }

  async decideBeat(beat: { readonly agentSlug: string; readonly beat: number }): Promise<BeatDecision> {
    try {
      return await this.#once(functions.decideBeat, { serviceToken: this.#token, ...beat });
    } catch (cause) {
      if (/could not find (public )?function/i.test(messageOf(cause))) return { kind: "unsupported" };
      throw cause;
    }
  }

  async close(): Promise<void> {
    await Promise.race([this.#client.close(), sleep(1_000)]);
  }

  #held(hold: Hold): { serviceToken: string; runId: string; fence: number } {
    return { serviceToken: this.#token, runId: hold.runId, fence: hold.fence };
  }

  #underFence<F extends Mutation>(reference: F, args: FunctionArgs<F>): Promise<HoldAnswer> {
    return asHoldAnswer(this.#repeated(reference, args));
  }

  #once<F extends Mutation>(reference: F, args: FunctionArgs<F>): Promise<Awaited<FunctionReturnType<F>>> {
    return this.#client.mutation(reference, args);
  }

  /** For calls that have one effect however often they arrive. A refusal is an answer and is not repeated. */
  async #repeated<F extends Mutation>(
    reference: F,
    args: FunctionArgs<F>,
  ): Promise<Awaited<FunctionReturnType<F>>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(reference, args);
      } catch (cause) {
        if (refusalOf(cause) !== null || attempt >= ATTEMPTS || this.#client.closed) throw cause;
        this.#logger.warn({ attempt, reason: messageOf(cause) }, "the backend failed; trying again");
        await sleep(RETRY_BASE_MS * 2 ** (attempt - 1));
      }
    }
  }

  #complain(what: string, cause: Error): void {
    this.#logger.error({ reason: refusalOf(cause)?.message ?? cause.message }, `${what} cannot be read`);
  }
}

/** The client's own unsubscribe must not be called twice. */
function onceOnly(stop: () => void): () => void {
  let isStopped = false;
  return () => {
    if (!isStopped) stop();
    isStopped = true;
  };
}

async function asHoldAnswer(call: Promise<unknown>): Promise<HoldAnswer> {
  try {
    const answer = await call;
    return typeof answer === "object" && answer !== null && "kind" in answer && answer.kind === "lost"
      ? "lost"
      : "ok";
  } catch (cause) {
    if (isConflict(cause)) return "lost";
    throw cause;
  }
}

function isConflict(cause: unknown): boolean {
  return refusalOf(cause)?.code === "conflict";
}
