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

/** Where the backend appears on this origin. */
export const BACKEND_PREFIX = "/convex";

const CONNECT_TIMEOUT_MS = 10_000;
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
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

/** The backend as a reverse proxy target; `stop` ends the sockets that are open. */
export type BackendProxy = {
  readonly forward: (req: IncomingMessage, res: ServerResponse) => void;
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly stop: () => void;
};

/** Makes a proxy to one backend. `backendUrl` may carry a path, which is kept in front. */
export function createBackendProxy(backendUrl: string): BackendProxy {
  const base = new URL(backendUrl);
  const send = base.protocol === "https:" ? httpsRequest : httpRequest;
  const open = new Set<Duplex>();

  const optionsFor = (req: IncomingMessage, headers: RequestOptions["headers"]): RequestOptions => ({
    protocol: base.protocol,
    hostname: base.hostname,
    port: base.port,
    method: req.method,
    path: base.pathname.replace(/\/$/, "") + ((req.url ?? "").slice(BACKEND_PREFIX.length) || "/"),
    headers: { ...headers, host: base.host },
  });

  const forward = (req: IncomingMessage, res: ServerResponse): void => {
    const upstream = send(optionsFor(req, forwardedHeaders(req)));
    upstream.setTimeout(CONNECT_TIMEOUT_MS);
    upstream.once("timeout", () => {
      if (!upstream.socket || upstream.socket.connecting) upstream.destroy(new Error("connect timeout"));
    });
    upstream.once("response", (answer) => {
      const headers = { ...answer.headers };
      for (const name of HOP_BY_HOP) delete headers[name];
      res.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(res);
      answer.once("error", () => res.destroy());
    });
    upstream.once("error", () => {
      if (res.headersSent) return void res.destroy();
      res.writeHead(503, { "content-type": "application/json", "retry-after": "1" }).end(UNAVAILABLE);
    });
    res.once("close", () => upstream.destroy());
    req.pipe(upstream);
  };

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    const headers = {
      ...forwardedHeaders(req),
      connection: "Upgrade",
      upgrade: req.headers.upgrade ?? "websocket",
    };
    const upstream = send(optionsFor(req, headers));
    upstream.once("upgrade", (answer, peer, firstBytes) => {
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
      socket.write(rawHead(answer));
      answer.pipe(socket);
    });
    upstream.once("error", () =>
      socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
    );
    socket.once("close", () => upstream.destroy());
    upstream.end();
  };

  const stop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return { forward, upgrade, stop };
}

function forwardedHeaders(req: IncomingMessage): NodeJS.Dict<string | string[]> {
  const headers: NodeJS.Dict<string | string[]> = { ...req.headers };
  for (const name of HOP_BY_HOP) delete headers[name];
  delete headers["cookie"];
  return headers;
}

function rawHead(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ""}`];
  for (let at = 0; at < answer.rawHeaders.length; at += 2)
    lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
