/** The WebSocket endpoint: sockets in, sessions out. */
import type { IncomingMessage } from "node:http";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Upgrade } from "./server.ts";
import { type SessionHost, SyncSession } from "./session.ts";

const PATH = /^\/api\/(?:[^/]+\/)?sync$/;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** Clients reconnect after 60 s without any message. */
const PING_AFTER_MS = 15_000;
const PING = '{"type":"Ping"}';

interface OpenSocket {
  readonly socket: WebSocket;
  readonly session: SyncSession;
  lastSentAt: number;
  isAlive: boolean;
}

export class SyncServer {
  readonly #host: SessionHost;
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
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
    for (const { socket, session } of this.#open) {
      session.closed();
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
          if (socket.readyState === socket.OPEN) socket.send(message, { binary: false });
        },
        close: (code, reason) => socket.close(code, reason),
      },
      { ip: request.socket.remoteAddress ?? null, userAgent: request.headers["user-agent"] ?? null },
    );
    const open: OpenSocket = { socket, session, lastSentAt: Date.now(), isAlive: true };
    this.#open.add(open);
    socket.on("message", (data) => session.receive(textOf(data)));
    socket.on("pong", () => {
      open.isAlive = true;
    });
    socket.on("close", () => {
      this.#open.delete(open);
      session.closed();
    });
    socket.on("error", (error) => this.#host.logger.debug("socket error", { error }));
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

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString("utf8");
  return Array.isArray(data) ? Buffer.concat(data).toString("utf8") : Buffer.from(data).toString("utf8");
}
