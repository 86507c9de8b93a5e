// Gives the browser one origin: everything under /convex is the backend's, streamed both ways, and the live socket
// is passed through byte for byte. The sign-in cookie stays here: the backend only ever sees bearer tokens.
import {
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { answerHeaders, hasBody, refusalOf, requestHeaders, upgradeRefusalOf } from "./proxyHeaders.ts";

/** Where the backend appears on this origin. */
export const BACKEND_PREFIX = "/convex";

/** Where agents from outside come in: endpoints of the backend, at the same addresses there. */
const AGENT_PATHS = /^\/(mcp(\?|$)|api\/v1\/)/;

const CONNECT_TIMEOUT_MS = 10_000;
const UNAVAILABLE = JSON.stringify({
  code: "unavailable",
  message: "The backend does not answer. It may be starting; try again in a moment.",
});

/** True for paths that belong to the backend. */
export function isBackendPath(url: string | undefined): boolean {
  return (
    url === BACKEND_PREFIX ||
    (url?.startsWith(`${BACKEND_PREFIX}/`) ?? false) ||
    (url?.startsWith(`${BACKEND_PREFIX}?`) ?? false)
  );
}

/** True for the addresses of MCP and of the HTTP API. */
export function isAgentPath(url: string | undefined): boolean {
  return AGENT_PATHS.test(url ?? "");
}

/** The backend as a reverse proxy target; `stop` ends the sockets that are open. */
export type BackendProxy = {
  readonly forward: (req: IncomingMessage, res: ServerResponse) => void;
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly stop: () => void;
};

/** Makes a proxy to one backend. `backendUrl` may carry a path, which is kept in front; `prefix` stays here. */
export function createBackendProxy(backendUrl: string, prefix: string = BACKEND_PREFIX): BackendProxy {
  const base = new URL(backendUrl);
  const send = base.protocol === "https:" ? httpsRequest : httpRequest;
  const open = new Set<Duplex>();

  const optionsFor = (req: IncomingMessage, headers: RequestOptions["headers"]): RequestOptions => ({
    protocol: base.protocol,
    hostname: base.hostname,
    port: base.port,
    method: req.method,
    path: base.pathname.replace(/\/$/, "") + ((req.url ?? "").slice(prefix.length) || "/"),
    headers: { ...headers, host: base.host },
    // A connection for each request: whatever one client sends, no other client's answer comes from the same one.
    agent: false,
  });

  const forward = (req: IncomingMessage, res: ServerResponse): void => {
    const refusal = refusalOf(req);
    if (refusal !== null) {
      const body = JSON.stringify({ code: "invalid", message: refusal });
      res.writeHead(400, { "content-type": "application/json", connection: "close" }).end(body);
      return;
    }
    const upstream = send(optionsFor(req, requestHeaders(req)));
    let isAnswered = false;
    upstream.setTimeout(CONNECT_TIMEOUT_MS);
    upstream.once("timeout", () => {
      if (!upstream.socket || upstream.socket.connecting) upstream.destroy(new Error("connect timeout"));
    });
    upstream.once("response", (answer) => {
      res.writeHead(answer.statusCode ?? 502, answerHeaders(answer));
      answer.pipe(res);
      answer.once("end", () => {
        isAnswered = true;
      });
      answer.once("error", () => res.destroy());
    });
    upstream.on("error", () => {
      // A backend that refuses an upload early answers, then hangs up on what is still being sent.
      if (isAnswered) return;
      if (res.headersSent) return void res.destroy();
      res.writeHead(503, { "content-type": "application/json", "retry-after": "1" }).end(UNAVAILABLE);
    });
    res.once("close", () => upstream.destroy());
    if (hasBody(req)) req.pipe(upstream);
    else upstream.end();
  };

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    const refusal = upgradeRefusalOf(req);
    if (refusal !== null) return void socket.end(closingHead("400 Bad Request"));
    const headers = { ...requestHeaders(req), connection: "Upgrade", upgrade: "websocket" };
    const upstream = send(optionsFor(req, headers));
    let isAnswered = false;
    upstream.once("upgrade", (answer, peer, firstBytes) => {
      isAnswered = true;
      socket.write(rawHead(answer));
      if (firstBytes.length > 0) socket.write(firstBytes);
      if (head.length > 0) peer.write(head);
      for (const [from, to] of [
        [socket, peer],
        [peer, socket],
      ] as const) {
        open.add(from);
        from.pipe(to);
        from.once("error", () => to.destroy());
        from.once("close", () => {
          open.delete(from);
          to.destroy();
        });
      }
    });
    upstream.once("response", (answer) => {
      isAnswered = true;
      // The body arrives here without its framing: its length is announced, or its end is the connection's.
      socket.write(refusedHead(answer));
      answer.pipe(socket);
      answer.once("error", () => socket.destroy());
    });
    upstream.on("error", () => {
      if (isAnswered) socket.destroy();
      else socket.end(closingHead("503 Service Unavailable"));
    });
    socket.once("close", () => upstream.destroy());
    upstream.end();
  };

  const stop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return { forward, upgrade, stop };
}

function closingHead(status: string): string {
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
}

/** The head of a switch of protocols, as the backend wrote it. */
function rawHead(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ""}`];
  for (let at = 0; at < answer.rawHeaders.length; at += 2)
    lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** The head of an answer that refuses to switch: the last one on this connection. */
function refusedHead(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ""}`];
  for (const [name, value] of Object.entries({ ...answerHeaders(answer), connection: "close" }))
    for (const one of Array.isArray(value) ? value : [value]) lines.push(`${name}: ${one}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
