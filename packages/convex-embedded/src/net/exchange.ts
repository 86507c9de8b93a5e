/** One HTTP request and its answer, with the few things every route needs. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { newRequestId } from "../code/errors.ts";
import type { Caller } from "../code/execution.ts";
import type { Subject } from "../engine/reactor.ts";

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

const MAX_BODY_BYTES = 64 * 1024 * 1024;

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

  /** Throws HttpError 413 when the body is larger than a host takes. */
  async body(maxBytes: number = MAX_BODY_BYTES): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > maxBytes) throw new HttpError(413, "RequestTooLarge", "The request body is too large.");
      chunks.push(bytes);
    }
    return Buffer.concat(chunks);
  }

  async json(): Promise<Record<string, unknown>> {
    const text = (await this.body()).toString("utf8");
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
    const bytes = Buffer.from(body);
    this.response.writeHead(status, { "Content-Type": contentType, "Content-Length": bytes.length });
    this.response.end(this.method === "HEAD" ? undefined : bytes);
  }
}
