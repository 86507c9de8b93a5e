/** The WebSocket endpoint: sockets in, sessions out. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Upgrade } from "./server.ts";
import { type SessionHost, SyncSession } from "./session.ts";

const PATH = /^\/api\/(?:[^/]+\/)?sync$/;
/** Where the WebSocket library itself hangs up, without a reason. Sessions have smaller limits and give one. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
/** Of one read from a connection, of which a message may have been the first byte or the last. */
const MAX_READ_BYTES = 64 * 1024;
/** A closed client has this long to read why. */
const CLOSE_WITHIN_MS = 1_000;
/** Clients reconnect after 60 s without any message. */
const PING_AFTER_MS = 15_000;
const PING = '{"type":"Ping"}';

// Captured at import: fake timers of a test must not keep answers back.
const nextTurn = setImmediate;

interface OpenSocket {
  readonly socket: WebSocket;
  readonly session: SyncSession;
  readonly connection: Socket;
  lastSentAt: number;
  isAlive: boolean;
  /** What is sent leaves at the end of this turn of the event loop. */
  isGathering: boolean;
  /** Received since the last whole message, up to one read of the connection more than the next one has so far. */
  pendingBytes: number;
}

export class SyncServer {
  readonly #host: SessionHost;
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  });
  readonly #open = new Set<OpenSocket>();
  readonly #pinger: NodeJS.Timeout;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#pinger = setInterval(() => this.#ping(), PING_AFTER_MS / 3).unref();
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Takes an HTTP upgrade; false when the path is not ours. */
  upgrade({ request, url, socket, head }: Upgrade): boolean {
    if (!PATH.test(url.pathname)) return false;
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#accept(opened, request));
    return true;
  }

  close(): void {
    clearInterval(this.#pinger);
    for (const open of this.#open) {
      const { socket, session } = open;
      session.closed();
      release(open);
      socket.close(1001, "InternalServerError: the host is stopping");
      socket.terminate();
    }
    this.#open.clear();
    this.#server.close();
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const session = new SyncSession(
      this.#host,
      {
        get bufferedBytes() {
          return socket.bufferedAmount;
        },
        send: (message) => {
          open.lastSentAt = Date.now();
          if (socket.readyState !== socket.OPEN) return;
          gather(open);
          socket.send(message, { binary: false });
        },
        close: (code, reason) => socket.close(code, reason),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      },
      { ip: request.socket.remoteAddress ?? null, userAgent: request.headers["user-agent"] ?? null },
    );
    const open: OpenSocket = {
      socket,
      session,
      connection: request.socket,
      lastSentAt: Date.now(),
      isAlive: true,
      isGathering: false,
      pendingBytes: 0,
    };
    this.#open.add(open);
    this.#limit(open, request.socket);
    socket.on("message", (data) => {
      open.pendingBytes = 0;
      const bytes = bytesOf(data);
      if (bytes.length > session.maxMessageBytes) session.tooLarge();
      else session.receive(bytes.toString("utf8"));
    });
    socket.on("pong", () => {
      open.isAlive = true;
    });
    socket.on("close", () => {
      this.#open.delete(open);
      session.closed();
    });
    socket.on("error", (error) => this.#host.logger.debug("socket error", { error }));
  }

  /** The library keeps a message until it is whole: its size has to be judged while it arrives. */
  #limit(open: OpenSocket, connection: Socket): void {
    const { socket, session } = open;
    connection.on("data", (chunk: Buffer) => {
      open.pendingBytes += chunk.length;
      if (open.pendingBytes <= session.maxMessageBytes + MAX_READ_BYTES) return;
      session.tooLarge();
      // The rest of the message is not read; the reason still goes out.
      socket.pause();
      setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS).unref();
    });
  }

  #ping(): void {
    const now = Date.now();
    for (const open of this.#open) {
      if (now - open.lastSentAt < PING_AFTER_MS) continue;
      if (!open.isAlive) {
        open.socket.terminate();
        continue;
      }
      open.isAlive = false;
      open.lastSentAt = now;
      open.socket.send(PING);
      open.socket.ping();
    }
  }
}

/** The answer to a mutation and the transition that covers it leave in one packet when nothing has to be run between. */
function gather(open: OpenSocket): void {
  if (open.isGathering) return;
  open.isGathering = true;
  open.connection.cork();
  nextTurn(() => release(open));
}

function release(open: OpenSocket): void {
  if (!open.isGathering) return;
  open.isGathering = false;
  open.connection.uncork();
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
