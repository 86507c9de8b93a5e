/** The HTTP server of the API origin, and of the HTTP actions' own origin. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "../observability/logger.ts";
import { Exchange, HttpError } from "./exchange.ts";
import type { Route } from "./functionApi.ts";

export interface PrefixRoute {
  readonly prefix: string;
  readonly route: Route;
}

export interface ServerInput {
  readonly exact: ReadonlyMap<string, Route>;
  readonly prefixes: readonly PrefixRoute[];
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly logger: Logger;
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
    this.#server = createServer((request, response) => void this.#serve(request, response));
    // Proxies keep idle connections longer than Node's 5 s and would meet resets.
    this.#server.keepAliveTimeout = 65_000;
    this.#server.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      if (!this.#isOpen) {
        socket.end("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n");
        return;
      }
      if (input.upgrade?.(request, socket, head) !== true) {
        socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      }
    });
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

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let exchange: Exchange | null = null;
    try {
      exchange = new Exchange(request, response);
      exchange.allowOrigins();
      if (exchange.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined) {
        response.writeHead(204).end();
        return;
      }
      if (!this.#isOpen) throw new HttpError(503, "ServiceUnavailable", "The host is starting.");
      await this.#routeOf(exchange)(exchange);
    } catch (error) {
      if (!(error instanceof HttpError))
        this.#input.logger.error("a request failed", { error, url: request.url });
      if (exchange === null || response.headersSent) {
        response.destroy();
        return;
      }
      exchange.fail(
        error instanceof HttpError ? error : new HttpError(500, "InternalServerError", "Internal error."),
      );
    }
  }

  #routeOf(exchange: Exchange): Route {
    const { pathname } = exchange.url;
    const method = exchange.method === "HEAD" ? "GET" : exchange.method;
    const exact = this.#input.exact.get(`${method} ${pathname}`);
    if (exact !== undefined) return exact;
    return this.#input.prefixes.find(({ prefix }) => pathname.startsWith(prefix))?.route ?? NOT_FOUND;
  }
}
