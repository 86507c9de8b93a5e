// Security headers of every answer, and the one that tells Next which inline scripts are its own.
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const FIXED_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
} as const;

export type PageOrigins = {
  /** Beside our own, those that the page may talk to. */
  readonly connect: readonly string[];
  /** Host of Clerk's API when Clerk keeps the accounts; its panel needs pictures, a check against robots and a worker. */
  readonly clerkHost: string | null;
};

/** The policy for one answer. */
export function contentSecurityPolicy(options: PageOrigins & { nonce: string; isDev: boolean }): string {
  const { clerkHost } = options;
  const connect = clerkHost ? [...options.connect, `https://${clerkHost}`] : options.connect;
  return [
    "default-src 'self'",
    // Radix and Sonner place things with style attributes, which no nonce can cover.
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${options.isDev ? " 'unsafe-eval'" : ""}`,
    // Push messages; the list above is for scripts with a nonce, which a worker cannot have.
    `worker-src 'self'${clerkHost ? " blob:" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${clerkHost ? " https://img.clerk.com" : ""}`,
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(" ")}`,
    ...(clerkHost ? ["frame-src 'self' https://challenges.cloudflare.com"] : []),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The http and ws origins of a backend that the browser reaches directly. */
export function connectSources(convexUrl: string | undefined): string[] {
  if (convexUrl === undefined) return [];
  const origin = new URL(convexUrl).origin;
  return [origin, origin.replace(/^http/, "ws")];
}

/** Sets the headers on the answer and hands the nonce to Next, which reads it from the request's own policy header. */
export function applySecurityHeaders(
  exchange: { req: IncomingMessage; res: ServerResponse },
  options: PageOrigins & { isDev: boolean },
): void {
  const { req, res } = exchange;
  for (const [name, value] of Object.entries(FIXED_HEADERS)) res.setHeader(name, value);
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({ ...options, nonce });
  res.setHeader("content-security-policy", policy);
  req.headers["content-security-policy"] = policy;
  req.headers["x-nonce"] = nonce;
}

/** A client can send any x-forwarded-for: only a proxy we were told of may say who the client is. */
export function overwriteClientAddress(req: IncomingMessage): void {
  req.headers["x-forwarded-for"] = req.socket.remoteAddress ?? "";
  for (const name of ["x-real-ip", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"])
    delete req.headers[name];
}

/**
 * Behind a proxy that appends to x-forwarded-for, only the last address was written by that proxy: whatever stands
 * left of it was sent by the client. Exactly that one is passed on; without one, the address that connected.
 */
export function trustedClientAddress(req: IncomingMessage): void {
  const given = req.headers["x-forwarded-for"];
  const last = (Array.isArray(given) ? given.join(",") : (given ?? "")).split(",").at(-1)?.trim();
  req.headers["x-forwarded-for"] = last || (req.socket.remoteAddress ?? "");
  for (const name of ["x-real-ip", "forwarded"]) delete req.headers[name];
}
