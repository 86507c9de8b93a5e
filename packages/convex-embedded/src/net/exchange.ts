/** One HTTP request and its answer, with the few things every route needs. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { Subject } from "../engine/reactor.ts";
import { MAX_ANONYMOUS_BYTES } from "./limits.ts";

/** Thrown by routes for requests that cannot be served; becomes `{code, message}` with this status. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly method: string;

  constructor(input: { request: IncomingMessage; response: ServerResponse; url: URL }) {
    this.request = input.request;
    this.response = input.response;
    this.method = input.request.method ?? "GET";
    this.url = input.url;
  }

  get ip(): string | null {
    return this.request.socket.remoteAddress ?? null;
  }

  get userAgent(): string | null {
    return this.request.headers["user-agent"] ?? null;
  }

  caller(subject: Subject, token: string | null): Caller {
    return {
      ...subject,
      authToken: token,
      ip: this.ip,
      userAgent: this.userAgent,
      requestId: newRequestId(),
      scheduledFunctionId: null,
    };
  }

  /**
   * The body in pieces. Throws HttpError 413 when it is larger than `maxBytes`: at once if its length is announced.
   * The connection stays, so that the sender, who may still be sending, reads the answer.
   */
  async *chunks(maxBytes: number): AsyncGenerator<Buffer> {
    let size = 0;
    const check = (bytes: number): void => {
      if (bytes <= maxBytes) return;
      throw new HttpError(413, "RequestTooLarge", `The request body is larger than ${maxBytes} bytes.`);
    };
    try {
      check(Number(this.request.headers["content-length"] ?? 0));
      for await (const chunk of this.request.iterator({ destroyOnReturn: false })) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        check(size);
        yield bytes;
      }
    } finally {
      // What is left of a refused body is read and forgotten, or the sender would never come to read the answer.
      this.request.resume();
    }
  }

  /** A JSON object; an empty body is an empty one. Throws HttpError 400 and 413. */
  async json(maxBytes: number = MAX_ANONYMOUS_BYTES): Promise<Record<string, unknown>> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunks(maxBytes)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    let parsed: unknown;
    try {
      parsed = text === "" ? {} : JSON.parse(text);
    } catch {
      throw new HttpError(400, "BadJsonBody", "The request body is not JSON.");
    }
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
      throw new HttpError(400, "BadJsonBody", "The request body must be a JSON object.");
    }
    return parsed as Record<string, unknown>;
  }

  /** Browsers of any origin may call: authority comes from tokens, not from cookies. */
  allowOrigins(): void {
    const { origin } = this.request.headers;
    if (origin === undefined) return;
    this.response.setHeader("Access-Control-Allow-Origin", origin);
    this.response.setHeader("Access-Control-Allow-Credentials", "true");
    this.response.setHeader("Vary", "Origin");
    const headers = this.request.headers["access-control-request-headers"];
    if (headers !== undefined) this.response.setHeader("Access-Control-Allow-Headers", headers);
    this.response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    this.response.setHeader("Access-Control-Max-Age", "86400");
  }

  text(status: number, body: string): void {
    this.#end(status, "text/plain; charset=utf-8", body);
  }

  /** `body` is JSON text. */
  jsonText(status: number, body: string): void {
    this.#end(status, "application/json", body);
  }

  fail(error: HttpError): void {
    this.jsonText(error.status, JSON.stringify({ code: error.code, message: error.message }));
  }

  #end(status: number, contentType: string, body: string): void {
    this.response.writeHead(status, {
      "Content-Type": contentType,
      "Content-Length": Buffer.byteLength(body),
    });
    // As text, which goes out in one piece with the head.
    this.response.end(this.method === "HEAD" ? undefined : body);
  }
}
