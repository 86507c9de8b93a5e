/**
 * An OpenClaw gateway in memory, spoken to over the real wire protocol (version 4, WebSocket). It follows what the real one was
 * seen to do: a turn id runs once per boot, turns of one session run in order, an abort is real, a dropped connection leaves the
 * turn running, a crash forgets ids and resumes interrupted sessions by itself under run ids of its own.
 *
 *   const gateway = new FakeGateway({ onTurn: async (turn) => { turn.say("half"); await turn.until(go); return "whole"; } });
 *   await gateway.boot(); … await gateway.crash(); await gateway.boot();
 */
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { FakeSessions, type Row, type Session } from "./fake-sessions.ts";

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
  /** The model has answered once within the turn and goes on: so many tokens more. */
  spend(input: number, output: number): void;
  /** A tool call that starts and ends; false when the gate forbade it or the tool refused. */
  tool(name: string, args?: Record<string, unknown>): Promise<boolean>;
  /** Waits, but not beyond an abort or a crash. */
  until(promise: Promise<unknown>): Promise<void>;
}

/** Thrown by a script to end the turn as a provider failure: the gateway answers with an error frame. */
export class ProviderFailure extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number } = {}) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** As OpenClaw passes it to a plugin: what the gateway itself vouches for. */
export interface FakeToolCall {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly runId: string;
  readonly sessionKey: string;
  readonly toolCallId: string;
  readonly signal: AbortSignal;
}

export interface FakeGatewayOptions {
  readonly onTurn?: (turn: FakeTurn) => Promise<string>;
  /** What the plugin would ask: whether a run may reach the model, and its tools the world. */
  readonly gate?: (runId: string, sessionKey: string) => boolean | Promise<boolean>;
  /** Carries a tool call out; true when it succeeded. Without it every call that the gate lets pass succeeds. */
  readonly callTool?: (call: FakeToolCall) => Promise<boolean>;
  /** Who exists; asked at every turn, so that agents can come and go. */
  readonly agents?: () => readonly string[];
  readonly token?: string;
  /** 0 or nothing: any free one, the same again after a crash. */
  readonly port?: number;
  /** Where sessions are kept; in memory when absent. */
  readonly stateDir?: string;
  readonly version?: string;
  /** From boot to the resumption of interrupted sessions. */
  readonly resumeAfterMs?: number;
}

interface Call {
  readonly id: string;
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly socket: WebSocket;
}

/** What the real gateway's greeting lists, as far as this one has it. */
const METHODS = [
  "agent",
  "agent.wait",
  "chat.history",
  "config.get",
  "sessions.abort",
  "sessions.describe",
] as const;
const EVENTS = ["agent", "shutdown", "tick"] as const;

const USAGE = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, total: 110, cost: { total: 0 } };

export class FakeGateway {
  readonly token: string;
  /** Every turn that reached the model, in order. */
  readonly turns: { runId: string; sessionKey: string; message: string; isResumed: boolean }[] = [];
  readonly aborted: string[] = [];
  readonly #options: FakeGatewayOptions;
  readonly #sessions: FakeSessions;
  #results = new Map<string, Record<string, unknown> | null>();
  #http: Server | null = null;
  #server: WebSocketServer | null = null;
  #generation = new AbortController();
  #port: number;
  #sequence = 0;

  constructor(options: FakeGatewayOptions = {}) {
    this.#options = options;
    this.token = options.token ?? "fake-gateway-token-0123456789abcdef";
    this.#port = options.port ?? 0;
    this.#sessions = new FakeSessions(options.stateDir ?? null);
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  async boot(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const bootId = randomUUID();
    this.#generation = new AbortController();
    this.#results = new Map();
    // The probes /startupz, /healthz and /readyz share the port with the WebSocket, as at the real one.
    const http = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ ok: true, status: "started" }));
    });
    this.#http = http;
    this.#server = new WebSocketServer({ server: http });
    this.#server.on("connection", (socket) => this.#greet(socket, bootId));
    http.listen(this.#port, "127.0.0.1", resolve);
    await promise;
    const address = http.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    const interrupted = this.#sessions.all().filter((session) => session.isInterrupted);
    const timer = setTimeout(() => {
      for (const session of interrupted) void this.#resume(session);
    }, this.#options.resumeAfterMs ?? 50);
    this.#generation.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  /** kill -9: nobody is told, running turns stop where they are, their sessions stay marked as running. */
  async crash(): Promise<void> {
    this.#generation.abort();
    for (const session of this.#sessions.all()) {
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
    for (const session of this.#sessions.all()) session.current?.abort.abort("stop");
    await this.#close();
  }

  /** Puts a finished turn into a session's history, as if it had ended while nobody was connected. */
  addFinished(sessionKey: string, runId: string, text: string): void {
    const session = this.#sessions.get(sessionKey);
    session.rows.push(assistantRow(runId, text));
    this.#sessions.save(session);
  }

  async #close(): Promise<void> {
    const [server, http] = [this.#server, this.#http];
    this.#server = null;
    this.#http = null;
    if (server === null || http === null) return;
    for (const socket of server.clients) socket.terminate();
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close();
    http.close(() => resolve());
    http.closeAllConnections();
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
          server: { version: this.#options.version ?? "2026.9.6", bootId, connId: randomUUID() },
          features: { methods: [...METHODS], events: [...EVENTS] },
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
        const session = this.#sessions.find(key);
        if (session === null)
          return reply(call, { ok: false, error: { code: "INVALID_REQUEST", message: "unknown session" } });
        return respond({ session: { key, status: session.status, abortedLastRun: session.isInterrupted } });
      }
      case "chat.history": {
        const session = this.#sessions.get(key);
        return respond({
          messages: session.rows.map(({ runId, ...row }) => ({
            ...row,
            provider: "fake",
            model: "model",
            usage: row.usage ?? USAGE,
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
    if (this.#options.agents !== undefined && !this.#options.agents().includes(slug)) {
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
    const session = this.#sessions.get(key);
    const turn = {
      runId,
      message: textOf(call.params["message"]),
      instructions: textOf(call.params["extraSystemPrompt"]),
      isResumed: false,
      timeoutMs: Number(call.params["timeout"] ?? 172_800) * 1000,
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
      timeoutMs: 172_800_000,
    };
    session.tail = session.tail.then(async () => {
      await this.#run(session, turn);
    });
    await session.tail;
  }

  async #run(
    session: Session,
    turn: Pick<FakeTurn, "runId" | "message" | "instructions" | "isResumed"> & { readonly timeoutMs: number },
  ): Promise<Record<string, unknown> & { error?: unknown }> {
    const { runId, timeoutMs, ...words } = turn;
    session.rows.push({
      role: "user",
      content: [{ type: "text", text: turn.message }],
      runId: null,
      idempotencyKey: `${runId}:user`,
    });
    session.status = "running";
    this.#sessions.save(session);
    if ((await this.#options.gate?.(runId, session.key)) === false) {
      session.status = "failed";
      this.#sessions.save(session);
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
    // The longest timer that Node keeps is 2^31 - 1 ms.
    const timer = setTimeout(() => abort.abort("timeout"), Math.min(timeoutMs, 2_147_483_647));
    this.turns.push({ runId, sessionKey: session.key, message: turn.message, isResumed: turn.isResumed });
    try {
      const text = await this.#script({ ...words, runId, session, current });
      if (abort.signal.aborted) {
        if (abort.signal.reason === "abort" || abort.signal.reason === "timeout") session.status = "done";
        if (abort.signal.reason === "timeout") {
          const payloads = [{ text: "Request timed out before a response was generated.", isError: true }];
          const meta = { error: { kind: "incomplete_turn" } };
          return { runId, status: "timeout", timeoutPhase: "provider", result: { payloads, meta } };
        }
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
      if (!(cause instanceof ProviderFailure)) throw cause;
      const { message, retryAfterMs } = cause;
      return {
        error: { code: "UNAVAILABLE", message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
      };
    } finally {
      clearTimeout(timer);
      if (session.current === current) session.current = null;
      if (abort.signal.reason !== "crash") this.#sessions.save(session);
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
      spend(input, output) {
        const usage = { input, output, cacheRead: 0, cacheWrite: 0 };
        session.rows.push({ ...assistantRow(facts.runId, ""), stopReason: "toolUse", usage });
        emit("usage", { outputTokens: output });
      },
      tool: async (name, args = {}) => {
        const { runId } = facts;
        const toolCallId = randomUUID();
        emit("item", { kind: "tool", name, toolCallId, phase: "start", status: "running" });
        const call = { name, args, runId, sessionKey: session.key, toolCallId, signal };
        const isDone =
          (await this.#options.gate?.(runId, session.key)) !== false &&
          !signal.aborted &&
          (await this.#options.callTool?.(call)) !== false;
        emit("item", {
          kind: "tool",
          name,
          toolCallId,
          phase: "end",
          status: isDone ? "completed" : "failed",
        });
        return isDone;
      },
      async until(promise) {
        const { promise: stopped, resolve } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => resolve(), { once: true });
        if (!signal.aborted) await Promise.race([promise, stopped]);
      },
    });
  }

  #abort(key: string, runId: string): Record<string, unknown> {
    const current = this.#sessions.find(key)?.current ?? null;
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
