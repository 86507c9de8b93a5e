/** HTTP actions: routes of the user's http.ts, on their own origin and under /http/ of the API's. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { Executor } from "../code/executor.ts";
import { ANONYMOUS, type Authenticator } from "./authenticator.ts";
import { type Exchange, HttpError } from "./exchange.ts";

export interface HttpActionsInput {
  readonly executor: Executor;
  readonly authenticator: Authenticator;
  /** Origin of the site, for the URL the function sees. */
  readonly origin: () => string;
}

/** `prefix` is what of the path belongs to the host and not to the route: "" or "/http". */
export async function runHttpAction(
  host: HttpActionsInput,
  exchange: Exchange,
  prefix: string,
): Promise<void> {
  const { executor } = host;
  const path = exchange.url.pathname.slice(prefix.length) || "/";
  const found = executor.code.http?.lookup(path, exchange.method) ?? null;
  if (found === null) {
    exchange.text(404, `No HttpAction routed for ${path}`);
    return;
  }
  const [handler, , route] = found;
  // Not every Authorization header is meant for us: one that is not a token of ours means nobody is signed in.
  const verified = await host.authenticator
    .fromHeader(exchange.request.headers.authorization)
    .catch(() => ANONYMOUS);
  const { subject, token } = verified.kind === "accepted" ? verified : ANONYMOUS;
  const caller = { ...exchange.caller(subject, token), isAdmin: false };
  const request = requestOf(exchange, `${host.origin()}${path}${exchange.url.search}`);
  const outcome = await executor.runHttpAction(handler, {
    path: `http:${exchange.method} ${route}`,
    request,
    caller,
  });
  if ("failure" in outcome) {
    throw new HttpError(
      500,
      outcome.failure.errorMessage.split("\n")[0] ?? "Server Error",
      outcome.failure.errorMessage,
    );
  }
  await send(exchange, outcome.response);
}

function requestOf(exchange: Exchange, url: string): Request {
  const { request, method } = exchange;
  const headers = new Headers();
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i];
    const value = request.rawHeaders[i + 1];
    if (name !== undefined && value !== undefined) headers.append(name, value);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(request) as unknown as ReadableStream, duplex: "half" } : {}),
  } as RequestInit);
}

async function send(exchange: Exchange, response: Response): Promise<void> {
  const { response: out } = exchange;
  // The route decides about origins itself.
  for (const name of out.getHeaderNames()) out.removeHeader(name);
  const cookies = response.headers.getSetCookie();
  const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
  for (const [name, value] of headers) out.setHeader(name, value);
  if (cookies.length > 0) out.setHeader("set-cookie", cookies);
  out.writeHead(response.status);
  if (response.body === null || exchange.method === "HEAD") {
    out.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body as unknown as NodeReadableStream), out);
}
