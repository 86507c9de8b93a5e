// What happens to a request before Next or the backend sees it: whose address it is, how large it may be, where it goes.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import {
  applySecurityHeaders,
  overwriteClientAddress,
  type PageOrigins,
  trustedClientAddress,
} from "./headers.ts";
import { type BackendProxy, isAgentPath, isBackendPath } from "./proxy.ts";
import { hasBody } from "./proxyHeaders.ts";

/**
 * Bytes of a body that the dashboard itself takes. Nothing larger than a sign-in form is ever sent to it, and pages
 * take no body at all; one limit for every path cannot be evaded by another spelling of the path.
 */
export const MAX_BODY_BYTES = 64 * 1024;

const NOT_FOUND = "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

export type Entry = {
  readonly request: (req: IncomingMessage, res: ServerResponse) => void;
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

/** The listeners of the dashboard's server. `handle` is Next's. */
export function createEntry(
  options: PageOrigins & {
    readonly proxy: Pick<BackendProxy, "forward" | "upgrade">;
    /** To the endpoints for agents from outside. */
    readonly agents: Pick<BackendProxy, "forward">;
    /** Answers for files that it has compressed beforehand; false for any other request. */
    readonly servePacked: (req: IncomingMessage, res: ServerResponse) => boolean;
    readonly handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
    readonly isDev: boolean;
    readonly isProxyTrusted: boolean;
  },
): Entry {
  const { proxy, agents, servePacked, handle, isProxyTrusted } = options;
  const readAddress = isProxyTrusted ? trustedClientAddress : overwriteClientAddress;

  const request = (req: IncomingMessage, res: ServerResponse): void => {
    readAddress(req);
    if (isBackendPath(req.url)) {
      proxy.forward(req, res);
      return;
    }
    if (isAgentPath(req.url)) {
      agents.forward(req, res);
      return;
    }
    const refusal = bodyRefusalOf(req);
    if (refusal !== null) {
      const body = JSON.stringify({ code: refusal.code, message: refusal.message });
      res.writeHead(refusal.status, { "content-type": "application/json", connection: "close" }).end(body);
      return;
    }
    if (req.url === "/api/health") {
      res
        .writeHead(200, { "content-type": "application/json", "cache-control": "no-store" })
        .end('{"status":"ok"}');
      return;
    }
    if (servePacked(req, res)) return;
    // Files of the build are neither pages nor secret: they need no policy, and there are many of them.
    if (req.url?.startsWith("/_next/static/")) res.setHeader("x-content-type-options", "nosniff");
    else applySecurityHeaders({ req, res }, options);
    handle(req, res).catch(() => res.destroy());
  };

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // First of all: a reset while an answer is being written would otherwise end the process.
    socket.on("error", () => socket.destroy());
    readAddress(req);
    if (isBackendPath(req.url)) proxy.upgrade(req, socket, head);
    else socket.end(NOT_FOUND);
  };

  return { request, upgrade };
}

type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** The announced length is what Node's parser enforces, so that nothing has to be read to know it. */
function bodyRefusalOf(req: IncomingMessage): Refusal | null {
  if (!hasBody(req)) return null;
  const length = req.headers["content-length"];
  if (length === undefined)
    return { status: 411, code: "invalid", message: "A body must announce its length (Content-Length)." };
  if (Number(length) <= MAX_BODY_BYTES) return null;
  return { status: 413, code: "too_large", message: `A body may have ${MAX_BODY_BYTES} bytes at most.` };
}
