/** One loopback HTTP server for one Hono app: health and metrics for operators, tools for the gateway. */
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { RuntimeError } from "../errors.ts";
import type { Service } from "../service/service.ts";

export class LoopbackServer implements Service {
  readonly name: string;
  readonly #server: ReturnType<typeof createAdaptorServer>;
  readonly #wantedPort: number;
  #port = 0;

  constructor(name: string, app: Hono, port: number) {
    this.name = name;
    this.#server = createAdaptorServer({ fetch: app.fetch });
    this.#wantedPort = port;
  }

  /** Known after start. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", (cause) =>
      reject(
        new RuntimeError(
          "invalid",
          `Port ${this.#wantedPort} cannot be used for ${this.name}: ${cause.message}`,
          { cause },
        ),
      ),
    );
    this.#server.listen(this.#wantedPort, "127.0.0.1", resolve);
    await promise;
    const address = this.#server.address();
    this.#port = typeof address === "object" && address !== null ? address.port : this.#wantedPort;
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    if ("closeAllConnections" in this.#server) this.#server.closeAllConnections();
    await promise;
  }
}
