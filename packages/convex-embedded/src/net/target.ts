/** What a request is for. Clients may send any bytes as a target, so nothing here throws. */
import type { IncomingMessage } from "node:http";

/** The request's URL with a stand-in host; null when its target is neither a path nor an absolute address. */
export function targetOf(request: IncomingMessage): URL | null {
  const target = request.url ?? "/";
  // Never resolved against a base: "//" and "//name/path" would be read as another host, or as none.
  return URL.parse(target.startsWith("/") ? `http://host${target}` : target);
}
