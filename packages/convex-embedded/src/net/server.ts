/** The HTTP server of the API origin, and of the HTTP actions' own origin. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "../observability/logger.ts";
import { Exchange, HttpError } from "./exchange.ts";
import type { Route } from "./functionApi.ts";
import { targetOf } from "./target.ts";

export interface PrefixRoute {
  readonly prefix: string;
  readonly route: Route;
}

export interface ServerInput {
  readonly exact: ReadonlyMap<string, Route>;
  readonly prefixes: readonly PrefixRoute[];
  /** False when nobody takes it. */
  readonly upgrade?: (upgrade: Upgrade) => boolean;
  readonly logger: Logger;
}

/** A connection that is to become something else. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly socket: Duplex;
  readonly head: Buffer;
}

const NOT_FOUND: Route = async (exchange) => {
  throw new HttpError(404, "NotFound", `No route for ${exchange.method} ${exchange.url.pathname}.`);
};

/** Nobody is answered before `open`: the port must be known early, but a client must not meet a host without its functions. */
export class HttpServer {
  readonly #server: Server;
  readonly #input: ServerInput;
  #isOpen = false;

  constructor(input: ServerInput) {
    this.#input = input;
    this.#server = createServer((request, response) => {
      // Everything a route can throw is answered in #serve: what still arrives here came from answering itself.
      this.#serve(request, response).catch((error: unknown) => {
        input.logger.error("a request could not be answered", { error, url: request.url });
        response.destroy();
      });
    });
    // Proxies keep idle connections longer than Node's 5 s and would meet resets.
    this.#server.keepAliveTimeout = 65_000;
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade({ request, socket, head }));
  }

  open(): void {
    this.#isOpen = true;
  }

  /** Resolves with the port once connections are accepted; rejects when the port is taken. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #upgrade({ request, socket, head }: Omit<Upgrade, "url">): void {
    socket.on("error", () => socket.destroy());
    if (!this.#isOpen) {
      hangUp(socket, "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n");
      return;
    }
    const url = targetOf(request);
    if (url === null) {
      hangUp(socket, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      return;
    }
    try {
      if (this.#input.upgrade?.({ request, url, socket, head }) === true) return;
      hangUp(socket, "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
    } catch (error) {
      this.#input.logger.error("an upgrade failed", { error, url: request.url });
      socket.destroy();
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = targetOf(request);
    if (url === null) {
      response.writeHead(400, { Connection: "close" }).end();
      return;
    }
    const exchange = new Exchange({ request, response, url });
    try {
      exchange.allowOrigins();
      if (exchange.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined) {
        response.writeHead(204).end();
        return;
      }
      if (!this.#isOpen) throw new HttpError(503, "ServiceUnavailable", "The host is starting.");
      await this.#routeOf(exchange)(exchange);
    } catch (error) {
      this.#failed(exchange, error);
    }
  }

  #failed(exchange: Exchange, error: unknown): void {
    const { request, response } = exchange;
    if (!(error instanceof HttpError))
      this.#input.logger.error("a request failed", { error, url: request.url });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    exchange.fail(
      error instanceof HttpError ? error : new HttpError(500, "InternalServerError", "Internal error."),
    );
  }

  #routeOf(exchange: Exchange): Route {
    const { pathname } = exchange.url;
    const method = exchange.method === "HEAD" ? "GET" : exchange.method;
    const exact = this.#input.exact.get(`${method} ${pathname}`);
    if (exact !== undefined) return exact;
    return this.#input.prefixes.find(({ prefix }) => pathname.startsWith(prefix))?.route ?? NOT_FOUND;
  }
}

/**
 * A connection that asked to be upgraded is nobody's but ours: a client that keeps its end open would keep it, and a host that
 * stops, waiting for ever.
 */
function hangUp(socket: Duplex, answer: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(answer);
}
