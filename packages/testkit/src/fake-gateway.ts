/**
 * An OpenClaw gateway in memory, spoken to over the real wire protocol (version 4, WebSocket). It follows what the real one was
 * seen to do: a turn id runs once per boot, turns of one session run in order, an abort is real, a dropped connection leaves the
 * turn running, a crash forgets ids and resumes interrupted sessions by itself under run ids of its own.
 *
 *   const gateway = new FakeGateway({ onTurn: async (turn) => { turn.say("half"); await turn.until(go); return "whole"; } });
 *   await gateway.boot(); … await gateway.crash(); await gateway.boot();
 */
import { randomUUID } from "node:crypto";
import { type RawData, type WebSocket, WebSocketServer } from "ws";

export interface FakeTurn {
  readonly runId: string;
  readonly sessionKey: string;
  readonly message: string;
  readonly instructions: string;
  /** True for a turn that the gateway took up again by itself after a crash. */
  readonly isResumed: boolean;
  readonly signal: AbortSignal;
  /** Cumulative text, as the model streams it. */
  say(text: string): void;
  /** A tool call that starts and ends; false when the gate forbade it. */
  tool(name: string): Promise<boolean>;
  /** Waits, but not beyond an abort or a crash. */
  until(promise: Promise<unknown>): Promise<void>;
}

/** Thrown by a script to end the turn as a provider failure: the gateway answers with an error frame. */
export class ProviderFailure extends Error {}

export interface FakeGatewayOptions {
  readonly onTurn?: (turn: FakeTurn) => Promise<string>;
  /** What the plugin would ask: whether a run may reach the model, and its tools the world. */
  readonly gate?: (runId: string, sessionKey: string) => boolean;
  readonly agents?: readonly string[];
  /** From boot to the resumption of interrupted sessions. */
  readonly resumeAfterMs?: number;
}

interface Row {
  readonly role: "user" | "assistant";
  readonly content: { type: "text"; text: string }[];
  readonly runId: string | null;
  readonly stopReason?: "stop" | "aborted";
  readonly idempotencyKey?: string;
}

interface Session {
  readonly key: string;
  rows: Row[];
  status: "idle" | "running" | "done" | "failed";
  isInterrupted: boolean;
  tail: Promise<void>;
  current: { runId: string; text: string; abort: AbortController } | null;
}

interface Call {
  readonly id: string;
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly socket: WebSocket;
}

const USAGE = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, total: 110, cost: { total: 0 } };

export class FakeGateway {
  readonly token = "fake-gateway-token-0123456789abcdef";
  /** Every turn that reached the model, in order. */
  readonly turns: { runId: string; sessionKey: string; message: string; isResumed: boolean }[] = [];
  readonly aborted: string[] = [];
  readonly #options: FakeGatewayOptions;
  readonly #sessions = new Map<string, Session>();
  #results = new Map<string, Record<string, unknown> | null>();
  #server: WebSocketServer | null = null;
  #generation = new AbortController();
  #port = 0;
  #sequence = 0;

  constructor(options: FakeGatewayOptions = {}) {
    this.#options = options;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  async boot(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const bootId = randomUUID();
    this.#generation = new AbortController();
    this.#results = new Map();
    this.#server = new WebSocketServer({ host: "127.0.0.1", port: this.#port }, resolve);
    this.#server.on("connection", (socket) => this.#greet(socket, bootId));
    await promise;
    const address = this.#server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    const interrupted = [...this.#sessions.values()].filter((session) => session.isInterrupted);
    const timer = setTimeout(() => {
      for (const session of interrupted) void this.#resume(session);
    }, this.#options.resumeAfterMs ?? 50);
    this.#generation.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  /** kill -9: nobody is told, running turns stop where they are, their sessions stay marked as running. */
  async crash(): Promise<void> {
    this.#generation.abort();
    for (const session of this.#sessions.values()) {
      if (session.current !== null) session.isInterrupted = true;
      session.current?.abort.abort("crash");
      session.current = null;
      session.tail = Promise.resolve();
    }
    await this.#close();
  }

  /** The network fails, the gateway lives on. */
  dropConnections(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
  }

  async stop(): Promise<void> {
    this.#generation.abort();
    for (const session of this.#sessions.values()) session.current?.abort.abort("stop");
    await this.#close();
  }

  /** Puts a finished turn into a session's history, as if it had ended while nobody was connected. */
  addFinished(sessionKey: string, runId: string, text: string): void {
    this.#session(sessionKey).rows.push(assistantRow(runId, text));
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    for (const socket of server.clients) socket.terminate();
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    await promise;
  }

  #greet(socket: WebSocket, bootId: string): void {
    const send = (frame: unknown) => socket.send(JSON.stringify(frame));
    send({ type: "event", event: "connect.challenge", payload: { nonce: randomUUID(), ts: Date.now() } });
    socket.on("message", (data) => {
      const frame = JSON.parse(rawText(data)) as {
        id: string;
        method: string;
        params?: Record<string, unknown>;
      };
      if (frame.method !== "connect") {
        void this.#answer({ id: frame.id, method: frame.method, params: frame.params ?? {}, socket });
        return;
      }
      const auth = frame.params?.["auth"] as { token?: string } | undefined;
      if (auth?.token !== this.token) {
        send({
          type: "res",
          id: frame.id,
          ok: false,
          error: {
            code: "INVALID_REQUEST",
            message: "token mismatch",
            details: { code: "AUTH_TOKEN_MISMATCH" },
          },
        });
        return;
      }
      send({
        type: "res",
        id: frame.id,
        ok: true,
        payload: {
          type: "hello-ok",
          protocol: 4,
          server: { version: "2026.9.6", bootId, connId: randomUUID() },
          features: { methods: [], events: [] },
          auth: { method: "token", role: "operator", scopes: [] },
          policy: { maxPayload: 26_214_400, maxBufferedBytes: 52_428_800, tickIntervalMs: 30_000 },
        },
      });
    });
  }

  async #answer(call: Call): Promise<void> {
    const respond = (payload: unknown) => reply(call, { ok: true, payload });
    const key = (textOf(call.params["key"]) || textOf(call.params["sessionKey"])).toLowerCase();
    switch (call.method) {
      case "agent":
        return await this.#agent(call, key);
      case "agent.wait":
        return respond(
          await this.#wait(textOf(call.params["runId"]), Number(call.params["timeoutMs"] ?? 1_000)),
        );
      case "sessions.abort":
        return respond(this.#abort(key, textOf(call.params["runId"])));
      case "sessions.describe": {
        const session = this.#sessions.get(key);
        if (session === undefined)
          return reply(call, { ok: false, error: { code: "INVALID_REQUEST", message: "unknown session" } });
        return respond({ session: { key, status: session.status, abortedLastRun: session.isInterrupted } });
      }
      case "chat.history": {
        const session = this.#session(key);
        return respond({
          messages: session.rows.map(({ runId, ...row }) => ({
            ...row,
            provider: "fake",
            model: "model",
            usage: USAGE,
            __openclaw: { ...(runId === null ? {} : { runId }) },
          })),
          ...(session.current === null
            ? {}
            : { inFlightRun: { runId: session.current.runId, text: session.current.text } }),
        });
      }
      case "config.get":
        return respond({ configRevisionHash: "same", appliedConfigHash: "same" });
      default:
        return respond({});
    }
  }

  async #agent(call: Call, key: string): Promise<void> {
    const runId = textOf(call.params["idempotencyKey"]);
    const slug = key.split(":")[1] ?? "";
    if (this.#options.agents !== undefined && !this.#options.agents.includes(slug)) {
      return reply(call, {
        ok: false,
        error: { code: "INVALID_REQUEST", message: `unknown agent "${slug}"` },
      });
    }
    const known = this.#results.get(runId);
    if (known !== undefined)
      return reply(call, { ok: true, payload: known ?? { runId, status: "in_flight" } });
    this.#results.set(runId, null);
    reply(call, {
      ok: true,
      payload: { runId, sessionKey: key, agentId: slug, status: "accepted", acceptedAt: Date.now() },
    });
    const session = this.#session(key);
    const turn = {
      runId,
      message: textOf(call.params["message"]),
      instructions: textOf(call.params["extraSystemPrompt"]),
      isResumed: false,
    };
    const generation = this.#generation.signal;
    session.tail = session.tail.then(async () => {
      if (generation.aborted) return;
      const result = await this.#run(session, turn);
      if (generation.aborted) return;
      if ("error" in result) return reply(call, { ok: false, error: result.error });
      this.#results.set(runId, result);
      reply(call, { ok: true, payload: result });
    });
    await session.tail;
  }

  async #resume(session: Session): Promise<void> {
    if (!session.isInterrupted) return;
    session.isInterrupted = false;
    const turn = {
      runId: randomUUID(),
      message: "[System] Your previous turn was interrupted by a gateway restart.",
      instructions: "",
      isResumed: true,
    };
    session.tail = session.tail.then(async () => {
      await this.#run(session, turn);
    });
    await session.tail;
  }

  async #run(
    session: Session,
    turn: Pick<FakeTurn, "runId" | "message" | "instructions" | "isResumed">,
  ): Promise<Record<string, unknown> & { error?: unknown }> {
    const { runId } = turn;
    session.rows.push({
      role: "user",
      content: [{ type: "text", text: turn.message }],
      runId: null,
      idempotencyKey: `${runId}:user`,
    });
    if (this.#options.gate?.(runId, session.key) === false) {
      session.status = "failed";
      return {
        runId,
        status: "error",
        summary: "failed",
        result: {
          payloads: [{ text: "Your message could not be sent (blocked by mission-control)", isError: true }],
          meta: {},
        },
      };
    }
    const abort = new AbortController();
    const current = { runId, text: "", abort };
    session.current = current;
    session.status = "running";
    this.turns.push({ runId, sessionKey: session.key, message: turn.message, isResumed: turn.isResumed });
    try {
      const text = await this.#script({ ...turn, session, current });
      if (abort.signal.aborted) {
        if (abort.signal.reason === "abort") session.status = "done";
        return { runId, status: "timeout", summary: "aborted", stopReason: "rpc" };
      }
      session.rows.push(assistantRow(runId, text));
      session.status = "done";
      return {
        runId,
        status: "ok",
        summary: "completed",
        result: {
          payloads: [{ text }],
          meta: { agentMeta: { provider: "fake", model: "model", usage: USAGE } },
        },
      };
    } catch (cause) {
      session.status = "failed";
      if (cause instanceof ProviderFailure) return { error: { code: "UNAVAILABLE", message: cause.message } };
      throw cause;
    } finally {
      if (session.current === current) session.current = null;
    }
  }

  async #script(
    turn: Pick<FakeTurn, "runId" | "message" | "instructions" | "isResumed"> & {
      session: Session;
      current: NonNullable<Session["current"]>;
    },
  ): Promise<string> {
    const { session, current, ...facts } = turn;
    const { signal } = current.abort;
    const emit = (stream: string, data: Record<string, unknown>) => {
      if (!signal.aborted)
        this.#broadcast("agent", { runId: facts.runId, sessionKey: session.key, stream, data });
    };
    return await (this.#options.onTurn ?? (async () => "ok"))({
      ...facts,
      sessionKey: session.key,
      signal,
      say(text) {
        current.text = text;
        emit("assistant", { text, delta: text, itemId: "1" });
      },
      tool: async (name) => {
        const isAllowed = this.#options.gate?.(facts.runId, session.key) !== false && !signal.aborted;
        const toolCallId = randomUUID();
        emit("item", { kind: "tool", name, toolCallId, phase: "start", status: "running" });
        emit("item", {
          kind: "tool",
          name,
          toolCallId,
          phase: "end",
          status: isAllowed ? "completed" : "failed",
        });
        return isAllowed;
      },
      async until(promise) {
        const { promise: stopped, resolve } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => resolve(), { once: true });
        if (!signal.aborted) await Promise.race([promise, stopped]);
      },
    });
  }

  #abort(key: string, runId: string): Record<string, unknown> {
    const current = this.#sessions.get(key)?.current ?? null;
    if (current === null || current.runId !== runId)
      return { ok: true, abortedRunId: null, status: "no-active-run" };
    this.aborted.push(runId);
    current.abort.abort("abort");
    return { ok: true, abortedRunId: runId, status: "aborted" };
  }

  async #wait(runId: string, timeoutMs: number): Promise<Record<string, unknown>> {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      const result = this.#results.get(runId);
      if (result !== undefined && result !== null)
        return { runId, status: result["status"], endedAt: Date.now() };
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { runId, status: "timeout" };
  }

  #session(key: string): Session {
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session: Session = {
      key,
      rows: [],
      status: "idle",
      isInterrupted: false,
      tail: Promise.resolve(),
      current: null,
    };
    this.#sessions.set(key, session);
    return session;
  }

  #broadcast(event: string, payload: unknown): void {
    this.#sequence += 1;
    const frame = JSON.stringify({ type: "event", event, payload, seq: this.#sequence });
    for (const socket of this.#server?.clients ?? []) socket.send(frame);
  }
}

function assistantRow(runId: string, text: string): Row {
  return { role: "assistant", content: [{ type: "text", text }], runId, stopReason: "stop" };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function rawText(data: RawData): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString("utf8");
  return (Array.isArray(data) ? Buffer.concat(data) : data).toString("utf8");
}

function reply(call: Call, frame: Record<string, unknown>): void {
  if (call.socket.readyState === call.socket.OPEN)
    call.socket.send(JSON.stringify({ type: "res", id: call.id, ...frame }));
}
