/**
 * The port `Gateway` over OpenClaw's WebSocket protocol (version 4), with OpenClaw's own client. One connection at a time; the
 * supervisor connects it to each gateway process it starts.
 *
 *   down ──connect()──▶ connecting ──hello──▶ ready ──close──▶ connecting (the client reconnects by itself)
 *     ▲───────────────────disconnect()──────────────────────────────┘
 *
 * After a crash OpenClaw resumes interrupted sessions by itself, under run ids of its own, a few seconds after it is ready. Our
 * plugin refuses such a turn (it belongs to no lease), which settles the session; a new turn sent earlier would be merged with
 * the resumed one. Hence `#settle`: the first turn of a session after each boot waits until nothing interrupted is left in it.
 */
import { randomUUID } from "node:crypto";
import { GatewayClient, isGatewayProtocolResponseError } from "@openclaw/gateway-client";
import { PROTOCOL_VERSION } from "@openclaw/gateway-protocol/version";
import type { z } from "zod";
import { warmUpSession } from "../delivery/session.ts";
import { messageOf, RuntimeError } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";
import { sleep } from "../process/sleep.ts";
import type { GatewayOffer } from "./capabilities.ts";
import { classifyFailure } from "./failures.ts";
import type { Gateway, TurnObserver, TurnOutcome, TurnRequest, TurnTrace, TurnUse } from "./gateway.ts";
import { measuredIn, outcomeOfFinal, traceOf, type WireUsage } from "./outcome.ts";
import { TurnText } from "./turn-text.ts";
import {
  agentEvent,
  agentFinal,
  assistantData,
  chatHistory,
  configState,
  itemData,
  sessionDescription,
  suspension,
  waited,
} from "./wire.ts";

/** OpenClaw dispatches resumed turns about 5–12 s after it is ready; beyond this we go ahead. */
const SETTLE_WITHIN_MS = 40_000;
const SETTLE_POLL_MS = 400;
/** How much longer than the turn itself we wait for the gateway's word about its end. */
const FINAL_GRACE_MS = 60_000;
const WAIT_SLICE_MS = 20_000;
const HISTORY_ROWS = 60;
const CONFIG_APPLIED_WITHIN_MS = 20_000;

export interface GatewayAddress {
  readonly url: string;
  readonly token: string;
}

interface Watched {
  readonly observer: TurnObserver;
  readonly text: TurnText;
  /** The calls of the turn that its history has shown. */
  readonly calls: Map<string, WireUsage>;
}

export class OpenClawGateway implements Gateway {
  readonly #logger: Logger;
  readonly #listeners = new Set<(isReady: boolean) => void>();
  readonly #turns = new Map<string, Watched>();
  readonly #settled = new Set<string>();
  #client: GatewayClient | null = null;
  #bootId: string | null = null;
  #isReady = false;
  #suspensionId: string | null = null;

  constructor(logger: Logger) {
    this.#logger = logger.child({ component: "gateway-link" });
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  onReadyChange(listener: (isReady: boolean) => void): void {
    this.#listeners.add(listener);
  }

  /** Resolves once the gateway greeted us; rejects when it refuses us or the signal aborts, and then keeps nothing of it. */
  async connect(address: GatewayAddress, signal: AbortSignal): Promise<GatewayOffer> {
    await this.disconnect();
    // The gateway may have ended meanwhile: a signal that has aborted says so to nobody who listens only now.
    if (signal.aborted) throw stoppedWhileConnecting();
    const { promise, resolve, reject } = Promise.withResolvers<GatewayOffer>();
    const client = new GatewayClient({
      url: address.url,
      token: address.token,
      scopes: ["operator.read", "operator.write", "operator.admin"],
      caps: ["tool-events"],
      clientDisplayName: "Mission Control runtime",
      clientVersion: "0.1.0",
      minProtocol: PROTOCOL_VERSION,
      maxProtocol: PROTOCOL_VERSION,
      onHelloOk: (hello) => {
        const bootId =
          "bootId" in hello.server && typeof hello.server.bootId === "string" ? hello.server.bootId : null;
        if (bootId === null || bootId !== this.#bootId) this.#settled.clear();
        this.#bootId = bootId;
        this.#setReady(true);
        resolve({
          version: hello.server.version,
          methods: hello.features.methods,
          events: hello.features.events,
        });
      },
      onClose: (code, reason) => {
        if (this.#client !== client) return;
        this.#logger.debug({ code, reason }, "connection closed");
        this.#setReady(false);
      },
      onReconnectPaused: (info) =>
        reject(
          new RuntimeError(
            "gateway_unavailable",
            `The gateway refuses the connection: ${info.detailCode ?? info.reason}`,
          ),
        ),
      onEvent: (event) => this.#dispatch(event.event, event.payload),
      hostDeps: {
        logDebug: (message) => this.#logger.debug(message),
        logError: (message) => this.#logger.debug({ problem: message }, "connection problem"),
      },
    });
    this.#client = client;
    const onAbort = () => reject(stoppedWhileConnecting());
    signal.addEventListener("abort", onAbort, { once: true });
    client.start();
    try {
      return await promise;
    } catch (cause) {
      // Whoever was told that it did not work does not expect it to go on trying.
      if (this.#client === client) await this.disconnect();
      throw cause;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#setReady(false);
    if (client !== null) await client.stopAndWait({ timeoutMs: 1_000 }).catch(() => undefined);
  }

  async whenReady(signal: AbortSignal): Promise<boolean> {
    if (this.#isReady) return true;
    if (signal.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const listener = (isReady: boolean) => {
      if (isReady) resolve(true);
    };
    const onAbort = () => resolve(false);
    this.#listeners.add(listener);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await promise;
    } finally {
      this.#listeners.delete(listener);
      signal.removeEventListener("abort", onAbort);
    }
  }

  async runTurn(request: TurnRequest, observer: TurnObserver): Promise<TurnOutcome> {
    this.#turns.set(request.turnId, { observer, text: new TurnText(), calls: new Map() });
    try {
      await this.#settle(request.sessionKey);
      const final = await this.#request(
        "agent",
        {
          agentId: request.agentSlug,
          sessionKey: request.sessionKey,
          message: request.message,
          idempotencyKey: request.turnId,
          deliver: false,
          extraSystemPrompt: request.instructions,
          timeout: Math.ceil(request.timeoutMs / 1000),
        },
        {
          expectFinal: true,
          timeoutMs: request.timeoutMs + FINAL_GRACE_MS,
          onAccepted: () => observer.onAccepted(),
        },
      );
      const parsed = agentFinal.safeParse(final);
      if (!parsed.success)
        return classifyFailure(`an answer that cannot be read: ${JSON.stringify(final).slice(0, 200)}`);
      if (parsed.data.status === "in_flight" || parsed.data.status === "accepted") return { kind: "lost" };
      return outcomeOfFinal(parsed.data);
    } catch (cause) {
      if (isGatewayProtocolResponseError(cause)) {
        return classifyFailure(cause.message, {
          retryable: cause.retryable || cause.gatewayCode !== "INVALID_REQUEST",
          retryAfterMs: cause.retryAfterMs,
        });
      }
      this.#logger.info({ turnId: request.turnId, reason: messageOf(cause) }, "the link broke during a turn");
      return { kind: "lost" };
    } finally {
      this.#turns.delete(request.turnId);
    }
  }

  async followTurn(
    turn: Pick<TurnRequest, "sessionKey" | "turnId" | "timeoutMs">,
    observer: TurnObserver,
  ): Promise<TurnOutcome> {
    this.#turns.set(turn.turnId, { observer, text: new TurnText(), calls: new Map() });
    const until = performance.now() + turn.timeoutMs + FINAL_GRACE_MS;
    try {
      while (performance.now() < until) {
        const state = waited.parse(
          await this.#request(
            "agent.wait",
            { runId: turn.turnId, timeoutMs: WAIT_SLICE_MS },
            { timeoutMs: WAIT_SLICE_MS + 10_000 },
          ),
        );
        const trace = await this.traceTurn(turn);
        if (trace.kind === "finished") return trace.outcome;
        if (state.status === "timeout" && state.endedAt === undefined && trace.kind === "running") continue;
        if (trace.kind === "nothing") return { kind: "lost" };
      }
      return { kind: "timed_out", message: "The turn took longer than allowed." };
    } catch (cause) {
      this.#logger.info(
        { turnId: turn.turnId, reason: messageOf(cause) },
        "the link broke while following a turn",
      );
      return { kind: "lost" };
    } finally {
      this.#turns.delete(turn.turnId);
    }
  }

  async abortTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<void> {
    try {
      await this.#request("sessions.abort", { key: turn.sessionKey, runId: turn.turnId });
    } catch (cause) {
      // A gateway that is gone runs nothing; the turn's own promise ends as "lost".
      this.#logger.info({ turnId: turn.turnId, reason: messageOf(cause) }, "abort was not confirmed");
    }
  }

  async measureTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<TurnUse | null> {
    try {
      const history = await this.#ask("chat.history", chatHistory, {
        sessionKey: turn.sessionKey,
        limit: HISTORY_ROWS,
      });
      return history === null ? null : measuredIn(history, turn.turnId, this.#turns.get(turn.turnId)?.calls);
    } catch {
      // A gateway that is gone says nothing now; what it has said before stands.
      return null;
    }
  }

  async traceTurn(turn: Pick<TurnRequest, "sessionKey" | "turnId">): Promise<TurnTrace> {
    try {
      return traceOf(
        chatHistory.parse(
          await this.#request("chat.history", { sessionKey: turn.sessionKey, limit: HISTORY_ROWS }),
        ),
        turn.turnId,
      );
    } catch (cause) {
      // An answer from the gateway that refuses means that there is no such session: the turn never arrived.
      if (isGatewayProtocolResponseError(cause) && cause.gatewayCode === "INVALID_REQUEST")
        return { kind: "nothing" };
      throw new RuntimeError(
        "gateway_unavailable",
        `The gateway could not be asked about a turn: ${messageOf(cause)}`,
        { cause },
      );
    }
  }

  /**
   * The first turn after a boot loads most of OpenClaw, and the first turn of an agent makes its database: seconds that a person
   * would wait for. A turn that our own gate refuses does all of that and stops before the model; it costs no token.
   */
  async warmUp(agentSlug: string): Promise<void> {
    const turn = {
      agentId: agentSlug,
      sessionKey: warmUpSession(agentSlug),
      message: "Warm up.",
      deliver: false,
      timeout: 30,
    };
    await this.#request(
      "agent",
      { ...turn, idempotencyKey: `warm-up-${randomUUID()}` },
      { expectFinal: true, timeoutMs: 60_000 },
    ).catch(() => undefined);
  }

  /** Takes no new turn from now on; those that run may end. A gateway that cannot do that is told nothing. */
  async suspend(): Promise<void> {
    const answer = await this.#ask("gateway.suspend.prepare", suspension, {
      requestId: randomUUID(),
      terminalPolicy: "terminate",
      drain: true,
    }).catch(() => null);
    this.#suspensionId = answer?.suspensionId ?? null;
  }

  async resume(): Promise<void> {
    const suspensionId = this.#suspensionId;
    this.#suspensionId = null;
    if (suspensionId !== null)
      await this.#ask("gateway.suspend.resume", suspension, { suspensionId }).catch(() => null);
  }

  /** Whether the running gateway has taken over the config file as it is now; waits for its hot reload. */
  async isConfigApplied(): Promise<boolean> {
    const until = performance.now() + CONFIG_APPLIED_WITHIN_MS;
    while (performance.now() < until && this.#isReady) {
      const state = await this.#ask("config.get", configState);
      if (state?.configRevisionHash !== undefined && state.configRevisionHash === state.appliedConfigHash)
        return true;
      await sleep(300);
    }
    return false;
  }

  async #settle(sessionKey: string): Promise<void> {
    if (this.#settled.has(sessionKey)) return;
    const until = performance.now() + SETTLE_WITHIN_MS;
    while (performance.now() < until && this.#isReady) {
      const session = await this.#ask("sessions.describe", sessionDescription, { key: sessionKey });
      // None of our own turns runs in it now: a session that says "running" is one that a crash interrupted.
      const isPending = session?.status === "running";
      if (!isPending) {
        this.#settled.add(sessionKey);
        return;
      }
      await sleep(SETTLE_POLL_MS);
    }
  }

  /** Null when the gateway has nothing to say about it (an unknown session, an older shape). */
  async #ask<T extends z.ZodType>(
    method: string,
    shape: T,
    params: unknown = {},
  ): Promise<z.infer<T> | null> {
    try {
      const parsed = shape.safeParse(await this.#request(method, params));
      return parsed.success ? parsed.data : null;
    } catch (cause) {
      if (isGatewayProtocolResponseError(cause)) return null;
      throw cause;
    }
  }

  async #request(
    method: string,
    params: unknown,
    options?: Parameters<GatewayClient["request"]>[2],
  ): Promise<unknown> {
    if (this.#client === null || !this.#isReady)
      throw new RuntimeError("gateway_unavailable", "The gateway is not connected.");
    return await this.#client.request<unknown>(method, params, options);
  }

  #dispatch(name: string, payload: unknown): void {
    if (name !== "agent") return;
    const event = agentEvent.safeParse(payload);
    if (!event.success) return;
    const watched = this.#turns.get(event.data.runId);
    if (watched === undefined) return;
    if (event.data.stream === "assistant") {
      const data = assistantData.safeParse(event.data.data);
      if (data.success) watched.observer.onText(watched.text.set(data.data.itemId, data.data.text));
    } else if (event.data.stream === "usage") watched.observer.onModelCall();
    else if (event.data.stream === "item") {
      const data = itemData.safeParse(event.data.data);
      if (data.success)
        watched.observer.onTool({
          name: data.data.name,
          phase: data.data.phase,
          ok: data.data.status !== "failed",
        });
    }
  }

  #setReady(isReady: boolean): void {
    if (this.#isReady === isReady) return;
    this.#isReady = isReady;
    for (const listener of [...this.#listeners]) listener(isReady);
  }
}

function stoppedWhileConnecting(): RuntimeError {
  return new RuntimeError("gateway_unavailable", "Stopped while connecting to the gateway.");
}
