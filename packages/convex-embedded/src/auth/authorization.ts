/** The Authorization header: nothing, a user's token, or the admin key (perhaps acting as a user). */
import { createHash, timingSafeEqual } from "node:crypto";
import type { JSONValue } from "convex/values";
import { AuthError } from "./errors.ts";

export type Authorization =
  | { readonly kind: "none" }
  | { readonly kind: "user"; readonly token: string }
  | { readonly kind: "admin"; readonly actingAs: { readonly [claim: string]: JSONValue } | null };

/** Reads a header. Throws AuthError for an unknown scheme and for a wrong admin key. */
export function readAuthorization(header: string | undefined, adminKey: string): Authorization {
  if (header === undefined || header === "") return { kind: "none" };
  const space = header.indexOf(" ");
  const scheme = header.slice(0, space).toLowerCase();
  const credentials = header.slice(space + 1).trim();
  if (space > 0 && scheme === "bearer") return { kind: "user", token: credentials };
  if (space > 0 && scheme === "convex") return readAdminCredentials(credentials, adminKey);
  throw new AuthError("InvalidAuthHeader", "Invalid authorization header");
}

/** `<adminKey>` or `<adminKey>:<base64 of the identity's JSON>`. */
export function readAdminCredentials(credentials: string, adminKey: string): Authorization {
  if (isSameSecret(credentials, adminKey)) return { kind: "admin", actingAs: null };
  const colon = credentials.lastIndexOf(":");
  if (colon === -1 || !isSameSecret(credentials.slice(0, colon), adminKey)) {
    throw new AuthError("InvalidAuthHeader", "The provided admin key was invalid for this instance");
  }
  return { kind: "admin", actingAs: readActingAs(credentials.slice(colon + 1)) };
}

function readActingAs(base64: string): { readonly [claim: string]: JSONValue } {
  try {
    const identity: unknown = JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
    if (typeof identity === "object" && identity !== null && !Array.isArray(identity)) {
      return identity as { readonly [claim: string]: JSONValue };
    }
  } catch {
    // Told below.
  }
  throw new AuthError("InvalidAuthHeader", "The identity to act as is not base64 of a JSON object");
}

/** Compares in constant time, whatever the lengths. */
function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
