/** The sync WebSocket without a client. */
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

export interface Frame {
  type: string;
  [field: string]: unknown;
}

/** The WebSocket without a client, to see frames and to break rules. */
export class RawSocket {
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;
  #arrived = Promise.withResolvers<void>();
  closeReason: string | null = null;

  constructor(url: string) {
    this.#socket = new WebSocket(`${url.replace("http", "ws")}/api/1.48.0/sync`);
    this.#socket.on("message", (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      this.#notify();
    });
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", (_code, reason) => {
      this.closeReason = reason.toString();
      this.#notify();
    });
    onTestFinished(() => this.#socket.terminate());
  }

  async open(sessionId: string, extra: object = {}): Promise<this> {
    await once(this.#socket, "open");
    this.send({
      type: "Connect",
      sessionId,
      connectionCount: 0,
      lastCloseReason: null,
      clientTs: Date.now(),
      ...extra,
    });
    return this;
  }

  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  async next(type: string, from = 0): Promise<Frame> {
    for (;;) {
      const frame = this.frames.slice(from).find((candidate) => candidate.type === type);
      if (frame !== undefined) return frame;
      await this.#arrived.promise;
    }
  }

  /** The first frame that `isIt` accepts; null when the socket closed before there was one. */
  async find(isIt: (frame: Frame) => boolean): Promise<Frame | null> {
    for (;;) {
      const frame = this.frames.find(isIt);
      if (frame !== undefined) return frame;
      if (this.closeReason !== null) return null;
      await this.#arrived.promise;
    }
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** Sends the beginning of a message that never ends. */
  sendPart(text: string): void {
    this.#socket.send(text, { fin: false });
  }

  async closed(): Promise<string> {
    while (this.closeReason === null) await this.#arrived.promise;
    return this.closeReason;
  }

  #notify(): void {
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers<void>();
  }
}

export const query = (queryId: number, udfPath: string, args: object) => ({
  type: "Add",
  queryId,
  udfPath,
  args: [args],
});
export const change = (baseVersion: number, modifications: object[]) => ({
  type: "ModifyQuerySet",
  baseVersion,
  newVersion: baseVersion + 1,
  modifications,
});
