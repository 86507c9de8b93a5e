/**
 * One client on the sync WebSocket: its query set, identity and place in time.
 *
 *   connected ──Connect──▶ open ──(ModifyQuerySet | Authenticate | Mutation | Action)*──▶ closed
 *
 * Messages are handled in order; an Authenticate may wait for a key set, and everything behind it waits too. Every
 * Transition starts exactly where the last one ended; all its values are of one snapshot; the response to a mutation
 * leaves before the transition that covers it.
 */

import { LogLines } from "../code/console.ts";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { Executor, FunctionResult } from "../code/executor.ts";
import type { QueryNode, Reactor, RoundListener, Subject, Subscription } from "../engine/reactor.ts";
import { findAnswer, type SessionRequest, storeAnswer } from "../engine/sessionRequests.ts";
import type { Writer } from "../engine/writer.ts";
import type { Logger } from "../observability/logger.ts";
import type { Database } from "../store/database.ts";
import type { Authenticator } from "./authenticator.ts";
import { parseClientMessage } from "./clientMessage.ts";
import {
  MAX_MODIFICATIONS,
  MAX_QUERIES,
  MAX_QUEUED_MUTATIONS,
  MAX_RUNNING_ACTIONS,
  MAX_WAITING_MESSAGES,
  maxBytesOf,
} from "./limits.ts";
import { ProtocolError } from "./messageReader.ts";
import {
  type AuthenticateMessage,
  type CallMessage,
  type ClientMessage,
  decodeTs,
  encodeTs,
  encodeVersion,
  type StateVersion,
} from "./protocol.ts";

/** The WebSocket as a session sees it. */
export interface SessionSocket {
  readonly bufferedBytes: number;
  send(text: string | Buffer): void;
  close(code: number, reason: string): void;
  /** While paused nothing is received. */
  pause(): void;
  resume(): void;
}

export interface SessionHost {
  readonly database: Database;
  readonly writer: Writer;
  readonly executor: Executor;
  readonly reactor: Reactor;
  readonly authenticator: Authenticator;
  readonly logger: Logger;
}

export interface ConnectionInfo {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

interface LiveQuery {
  subscription: Subscription;
  sentNode: QueryNode | null;
  sentVersion: number;
  sentResult: FunctionResult | null;
}

interface SessionIdentity extends Subject {
  readonly token: string | null;
  readonly expiresAtMs: number | null;
}

const ANONYMOUS: SessionIdentity = { identity: null, isAdmin: false, token: null, expiresAtMs: null };
/** A slow socket skips rounds and later gets one newer transition instead. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const RETRY_SLOW_SOCKET_MS = 50;
const CHUNK_LENGTH = 5_000_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
const MAX_REASON_BYTES = 123;

export class SyncSession implements RoundListener {
  readonly #host: SessionHost;
  readonly #socket: SessionSocket;
  readonly #connection: ConnectionInfo;
  readonly #queries = new Map<number, LiveQuery>();
  readonly #removed = new Set<number>();
  #inbox: ClientMessage[] = [];
  #isHandling = false;
  #isClosed = false;
  #sessionId: string | null = null;
  #who: SessionIdentity = ANONYMOUS;
  /** Where the last sent transition ended. */
  #sent: StateVersion = { querySet: 0, identity: 0, ts: 0n };
  #querySetVersion = 0;
  #identityVersion = 0;
  /**
   * A transition at or after this timestamp is owed for a mutation already answered, even if an earlier one reached it
   * (a re-sent mutation gets its old answer): clients resolve a mutation by a transition that follows the answer.
   */
  #owedTs: bigint | null = null;
  #queuedMutations = 0;
  #runningActions = 0;
  #clockSkewMs: number | null = null;
  #expiryTimer: NodeJS.Timeout | null = null;
  #slowTimer: NodeJS.Timeout | null = null;
  #nextTransitionId = 0;

  constructor(host: SessionHost, socket: SessionSocket, connection: ConnectionInfo) {
    this.#host = host;
    this.#socket = socket;
    this.#connection = connection;
  }

  /** Bytes that one message of this client may have: it depends on who has signed in by now. */
  get maxMessageBytes(): number {
    return maxBytesOf(this.#who);
  }

  /** The client is sending more than `maxMessageBytes`. */
  tooLarge(): void {
    this.#overloaded(`a message has at most ${this.maxMessageBytes} bytes`);
  }

  receive(text: string): void {
    if (this.#isClosed) return;
    if (this.#inbox.length >= MAX_WAITING_MESSAGES) {
      this.#overloaded("too many messages at once");
      return;
    }
    try {
      this.#inbox.push(parseClientMessage(text));
    } catch (error) {
      this.#fatal(error);
      return;
    }
    if (!this.#isHandling) this.#background(this.#handleInbox());
  }

  /** The socket is gone, or is to go: nothing is sent any more. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#expiryTimer !== null) clearTimeout(this.#expiryTimer);
    if (this.#slowTimer !== null) clearTimeout(this.#slowTimer);
    for (const { subscription } of this.#queries.values()) this.#host.reactor.unsubscribe(subscription);
    this.#queries.clear();
    this.#inbox = [];
    this.#host.reactor.leave(this);
  }

  // ---- incoming -----------------------------------------------------------------------------------------------

  async #handleInbox(): Promise<void> {
    this.#isHandling = true;
    try {
      for (;;) {
        const message = this.#inbox.shift();
        if (message === undefined || this.#isClosed) break;
        const pending = this.#handle(message);
        if (pending === undefined) continue;
        // What follows is judged by who has signed in: it stays with the sender until that is known.
        this.#socket.pause();
        await pending.finally(() => this.#socket.resume());
      }
    } catch (error) {
      this.#fatal(error);
    } finally {
      this.#isHandling = false;
    }
  }

  /** Work that nobody awaits: whatever it throws ends this session, never the process. */
  #background(work: Promise<void>): void {
    work.catch((error: unknown) => this.#fatal(error));
  }

  #handle(message: ClientMessage): Promise<void> | undefined {
    if (message.type !== "Connect" && this.#sessionId === null) {
      throw new ProtocolError("The first message must be Connect.");
    }
    switch (message.type) {
      case "Connect":
        this.#connect(message);
        return undefined;
      case "ModifyQuerySet":
        this.#modifyQuerySet(message);
        return undefined;
      case "Mutation":
        this.#mutate(message);
        return undefined;
      case "Action":
        this.#background(this.#act(message));
        return undefined;
      case "Authenticate":
        return this.#authenticate(message);
      case "Event":
        return undefined;
    }
  }

  #connect(message: Extract<ClientMessage, { type: "Connect" }>): void {
    if (this.#sessionId !== null) throw new ProtocolError("Connect was sent twice.");
    this.#sessionId = message.sessionId;
    if (typeof message.clientTs === "number") this.#clockSkewMs = message.clientTs - Date.now();
    const observed = message.maxObservedTimestamp;
    if (observed !== undefined && decodeTs(observed) > this.#host.database.latestTs) {
      // Not fatal: the clock of a restored backup catches up with what the client has seen.
      this.#close("InternalServerError: the client has seen a newer state than this deployment's");
    }
  }

  #modifyQuerySet(message: Extract<ClientMessage, { type: "ModifyQuerySet" }>): void {
    if (message.baseVersion !== this.#querySetVersion || message.newVersion <= message.baseVersion) {
      throw new ProtocolError(
        `Base version ${message.baseVersion} of ModifyQuerySet does not match the current version ${this.#querySetVersion}.`,
      );
    }
    if (message.modifications.length > MAX_MODIFICATIONS) {
      this.#overloaded("too many changes of queries at once");
      return;
    }
    this.#querySetVersion = message.newVersion;
    for (const modification of message.modifications) {
      const { queryId } = modification;
      const existing = this.#queries.get(queryId);
      if (modification.type === "Remove") {
        if (existing === undefined) throw new ProtocolError(`Query ${queryId} is not in the query set.`);
        this.#host.reactor.unsubscribe(existing.subscription);
        this.#queries.delete(queryId);
        this.#removed.add(queryId);
        continue;
      }
      if (existing !== undefined) throw new ProtocolError(`Query ${queryId} is already in the query set.`);
      if (this.#queries.size >= MAX_QUERIES) {
        this.#overloaded(`a session has at most ${MAX_QUERIES} queries`);
        return;
      }
      const subscription = this.#host.reactor.subscribe(
        {
          path: modification.udfPath,
          args: modification.args[0] ?? {},
          journal: modification.journal,
          subject: this.#subject(),
        },
        this,
      );
      this.#queries.set(queryId, { subscription, sentNode: null, sentVersion: 0, sentResult: null });
    }
    this.#host.reactor.requestRound(this);
  }

  #mutate(message: CallMessage): void {
    if (!this.#isTokenFresh()) return;
    if (this.#queuedMutations >= MAX_QUEUED_MUTATIONS) {
      this.#overloaded("too many queued mutations");
      return;
    }
    this.#queuedMutations += 1;
    const request: SessionRequest = { sessionId: this.#sessionId ?? "", requestId: message.requestId };
    const caller = this.#caller();
    const logs = new LogLines();
    const { executor, writer } = this.#host;
    writer.enqueue<{ value: string; ts: bigint; logLines: readonly string[] }>({
      run: async (tx) => {
        const stored = findAnswer(tx, request);
        if (stored !== null) return stored;
        const call = { path: message.udfPath, args: message.args[0] ?? {}, caller };
        const value = await executor.runMutation(call, tx, logs);
        const answer = { value, logLines: executor.visibleLogs(logs) };
        storeAnswer(tx, request, answer);
        return { ...answer, ts: tx.commitTs };
      },
      settled: (outcome) => {
        this.#queuedMutations -= 1;
        if (this.#isClosed) return;
        // The writer would only log what is thrown here, and the client would wait for ever.
        this.#guarded(() => {
          if (outcome.kind === "failed") {
            this.#respond("Mutation", message.requestId, executor.failureOf(outcome.error, caller, logs));
            return;
          }
          const { value, ts, logLines } = outcome.value;
          this.#socket.send(
            `{"type":"MutationResponse","requestId":${message.requestId},"success":true,"result":${value},"ts":"${encodeTs(ts)}","logLines":${JSON.stringify(logLines)}}`,
          );
          if (this.#owedTs === null || ts > this.#owedTs) this.#owedTs = ts;
          this.#host.reactor.requestRound(this);
        });
      },
    });
  }

  async #act(message: CallMessage): Promise<void> {
    if (!this.#isTokenFresh()) return;
    if (this.#runningActions >= MAX_RUNNING_ACTIONS) {
      this.#overloaded("too many running actions");
      return;
    }
    this.#runningActions += 1;
    const result = await this.#host.executor
      .runAction({ path: message.udfPath, args: message.args[0] ?? {}, caller: this.#caller() })
      .finally(() => {
        this.#runningActions -= 1;
      });
    this.#respond("Action", message.requestId, result);
  }

  async #authenticate(message: AuthenticateMessage): Promise<void> {
    if (message.baseVersion !== this.#identityVersion) {
      throw new ProtocolError(
        `Base version ${message.baseVersion} of Authenticate does not match the current version ${this.#identityVersion}.`,
      );
    }
    const verified = await this.#host.authenticator.fromSocket(message);
    if (this.#isClosed) return;
    if (verified.kind === "refused") {
      if (verified.isTransient) this.#close(`InternalServerError: ${verified.message}`);
      else this.#refuse(verified.message, true);
      return;
    }
    this.#who = { ...verified.subject, token: verified.token, expiresAtMs: verified.expiresAtMs };
    this.#identityVersion += 1;
    this.#armExpiry();
    for (const query of this.#queries.values()) {
      query.subscription = this.#host.reactor.changeSubject(query.subscription, this.#subject());
    }
    this.#host.reactor.requestRound(this);
  }

  // ---- outgoing -----------------------------------------------------------------------------------------------

  /** Called by the reactor when every live query is fresh at `ts`. */
  roundEnded(ts: bigint): void {
    if (this.#isClosed) return;
    // The other sessions of the round are told after this one, whatever happens here.
    this.#guarded(() => this.#afterRound(ts));
  }

  #afterRound(ts: bigint): void {
    if (!this.#isTokenFresh()) return;
    if (this.#socket.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.#retryLater();
      return;
    }
    const { reactor } = this.#host;
    for (const { subscription } of this.#queries.values()) {
      if (subscription.node.result !== null && !subscription.node.isStale) continue;
      reactor.requestRound(this);
      return;
    }
    if (this.#owedTs !== null && this.#owedTs > ts) reactor.requestRound(this);
    this.#sendTransition(ts);
  }

  #sendTransition(ts: bigint): void {
    const modifications: Buffer[] = [];
    for (const queryId of this.#removed) {
      modifications.push(Buffer.from(`{"type":"QueryRemoved","queryId":${queryId}}`));
    }
    for (const [queryId, query] of this.#queries) {
      const { node } = query.subscription;
      if (query.sentNode === node && query.sentVersion === node.version) continue;
      const isMovedOnly = query.sentResult !== null && query.sentResult === node.result;
      query.sentNode = node;
      query.sentVersion = node.version;
      query.sentResult = node.result;
      if (!isMovedOnly) modifications.push(...encodeModification(queryId, node));
    }
    this.#removed.clear();
    const end: StateVersion = { querySet: this.#querySetVersion, identity: this.#identityVersion, ts };
    const isCovering = this.#owedTs !== null && ts >= this.#owedTs;
    const isNews =
      modifications.length > 0 ||
      end.querySet !== this.#sent.querySet ||
      end.identity !== this.#sent.identity ||
      isCovering;
    if (!isNews) return;
    if (isCovering) this.#owedTs = null;
    const skew = this.#clockSkewMs === null ? "" : `,"clientClockSkew":${this.#clockSkewMs}`;
    const head = `{"type":"Transition","startVersion":${encodeVersion(this.#sent)},"endVersion":${encodeVersion(end)}${skew},"serverTs":${Date.now() * 1e6},"modifications":[`;
    this.#sent = end;
    this.#sendParts([Buffer.from(head), ...joined(modifications), Buffer.from("]}")]);
  }

  #sendParts(parts: readonly Buffer[]): void {
    const whole = Buffer.concat(parts);
    if (whole.length <= CHUNK_LENGTH) {
      this.#socket.send(whole);
      return;
    }
    const text = whole.toString();
    this.#nextTransitionId += 1;
    const totalParts = Math.ceil(text.length / CHUNK_LENGTH);
    for (let partNumber = 0; partNumber < totalParts; partNumber += 1) {
      const chunk = text.slice(partNumber * CHUNK_LENGTH, (partNumber + 1) * CHUNK_LENGTH);
      const transitionId = String(this.#nextTransitionId);
      this.#socket.send(
        JSON.stringify({ type: "TransitionChunk", chunk, partNumber, totalParts, transitionId }),
      );
    }
  }

  #respond(kind: "Mutation" | "Action", requestId: number, result: FunctionResult): void {
    if (this.#isClosed) return;
    const head = `{"type":"${kind}Response","requestId":${requestId},"success":${result.ok},"logLines":${JSON.stringify(result.logLines)}`;
    if (result.ok) {
      this.#socket.send(`${head},"result":${result.value}}`);
      return;
    }
    const data = result.errorData === undefined ? "" : `,"errorData":${JSON.stringify(result.errorData)}`;
    this.#socket.send(`${head},"result":${JSON.stringify(result.errorMessage)}${data}}`);
  }

  #retryLater(): void {
    this.#slowTimer ??= setTimeout(() => {
      this.#slowTimer = null;
      this.#host.reactor.requestRound(this);
    }, RETRY_SLOW_SOCKET_MS).unref();
  }

  // ---- identity -----------------------------------------------------------------------------------------------

  #subject(): Subject {
    return { identity: this.#who.identity, isAdmin: this.#who.isAdmin };
  }

  #caller(): Caller {
    return {
      ...this.#subject(),
      authToken: this.#who.token,
      ...this.#connection,
      requestId: newRequestId(),
      scheduledFunctionId: null,
    };
  }

  /** A token may end while the socket lives: the client is told so and comes back with another. */
  #isTokenFresh(): boolean {
    const { expiresAtMs } = this.#who;
    if (expiresAtMs === null || Date.now() < expiresAtMs) return true;
    this.#refuse("Convex token identity expired", false);
    return false;
  }

  #armExpiry(): void {
    if (this.#expiryTimer !== null) clearTimeout(this.#expiryTimer);
    const { expiresAtMs } = this.#who;
    this.#expiryTimer =
      expiresAtMs === null
        ? null
        : setTimeout(
            () => {
              if (this.#isTokenFresh()) this.#armExpiry();
            },
            Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS),
          ).unref();
  }

  #refuse(error: string, authUpdateAttempted: boolean): void {
    const baseVersion = this.#sent.identity;
    this.#socket.send(JSON.stringify({ type: "AuthError", error, baseVersion, authUpdateAttempted }));
    this.#socket.close(1000, "AuthError");
    this.closed();
  }

  /** The client asks for too much: it comes back after a longer pause than otherwise. */
  #overloaded(what: string): void {
    this.#close(`TooManyConcurrentRequests: ${what}`);
  }

  /** "Try again later": the client reconnects after a pause. */
  #close(reason: string): void {
    this.#socket.close(1011, closeReason(reason));
    this.closed();
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fatal(error);
    }
  }

  #fatal(error: unknown): void {
    if (this.#isClosed) return;
    try {
      if (error instanceof ProtocolError) {
        this.#socket.send(JSON.stringify({ type: "FatalError", error: error.message }));
        this.#socket.close(1008, closeReason(error.message));
        this.closed();
      } else {
        this.#host.logger.error("a sync session failed", { error });
        this.#close("InternalServerError");
      }
    } catch (failure) {
      this.#host.logger.error("a sync session could not be closed", { error: failure });
      this.closed();
    }
  }
}

/** A close frame holds 123 bytes of reason; a longer one would not be sent at all. */
function closeReason(text: string): string {
  return Buffer.byteLength(text) <= MAX_REASON_BYTES
    ? text
    : Buffer.from(text)
        .subarray(0, MAX_REASON_BYTES)
        .toString("latin1")
        .replace(/[^ -~]/g, "?");
}

/** Everything but the query's number is the same for all sessions and encoded once. */
function encodeModification(queryId: number, node: QueryNode): Buffer[] {
  const { result } = node;
  if (result === null) return [];
  node.encoded ??= Buffer.from(
    `,"logLines":${JSON.stringify(result.logLines)},"journal":${JSON.stringify(node.journal)},${
      result.ok
        ? `"value":${result.value}}`
        : `"errorMessage":${JSON.stringify(result.errorMessage)}${
            result.errorData === undefined ? "" : `,"errorData":${JSON.stringify(result.errorData)}`
          }}`
    }`,
  );
  const type = result.ok ? "QueryUpdated" : "QueryFailed";
  return [Buffer.concat([Buffer.from(`{"type":"${type}","queryId":${queryId}`), node.encoded])];
}

function joined(parts: readonly Buffer[]): Buffer[] {
  const comma = Buffer.from(",");
  return parts.flatMap((part, position) => (position === 0 ? [part] : [comma, part]));
}
