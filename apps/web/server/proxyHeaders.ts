// Which headers may cross the proxy, and whether a request's body can cross it without being taken for a second
// request. The framing that was read is the framing that is written: nothing reaches the backend unframed.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
/** A client may not make us forget these by naming them in `Connection`. */
const NEVER_DROPPED_BY_NAME = new Set(["content-length", "host", "x-forwarded-for"]);
const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/** Headers as Node reads and writes them. */
export type Headers = NodeJS.Dict<string | string[]>;

/** True when the request announces content. `content-length: 0` announces none. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0;
}

/** Why this request is not passed on, as a sentence; null when it may pass. */
export function refusalOf(req: IncomingMessage): string | null {
  const coding = req.headers["transfer-encoding"];
  if (coding !== undefined && coding.trim().toLowerCase() !== "chunked")
    return "The only transfer coding taken here is chunked.";
  if (hasBody(req) && !METHODS_WITH_BODY.has(req.method ?? ""))
    return `A ${req.method ?? ""} request has no body here.`;
  return null;
}

/** Why this upgrade is not passed on; null when it may pass. */
export function upgradeRefusalOf(req: IncomingMessage): string | null {
  if (req.method !== "GET" || req.headers.upgrade?.toLowerCase() !== "websocket")
    return "The only upgrade taken here is a GET to a WebSocket.";
  return hasBody(req) ? "A request to upgrade has no body." : null;
}

/** The request's headers for the backend: without those of this hop and the sign-in cookie, with its framing. */
export function requestHeaders(req: IncomingMessage): Headers {
  const headers = endToEnd(req.headers);
  // Answered by this server already ("100 Continue").
  for (const name of ["cookie", "expect"]) delete headers[name];
  if (req.headers["transfer-encoding"] !== undefined) {
    delete headers["content-length"];
    headers["transfer-encoding"] = "chunked";
  }
  return headers;
}

/** The answer's headers for the client: the framing towards the client is this server's own. */
export function answerHeaders(answer: IncomingMessage): Headers {
  return endToEnd(answer.headers);
}

function endToEnd(given: IncomingHttpHeaders): Headers {
  const headers: Headers = { ...given };
  const named = (given.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (const name of HOP_BY_HOP) delete headers[name];
  for (const name of named) if (!NEVER_DROPPED_BY_NAME.has(name)) delete headers[name];
  return headers;
}
