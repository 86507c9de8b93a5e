/** What functions see of a verified token: `ctx.auth.getUserIdentity()` (SPEC "Auth"). */
import type { JSONValue } from "convex/values";
import type { JWTPayload } from "jose";

/** tokenIdentifier, issuer, subject and the token's claims; plain JSON. */
export type Identity = {
  readonly tokenIdentifier: string;
  readonly issuer: string;
  readonly subject: string;
} & {
  readonly [claim: string]: JSONValue;
};

/** Claims about the token rather than the person. */
const HIDDEN = new Set(["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "fva"]);

/** OpenID Connect's standard claims under the names Convex gives them. */
const OIDC_NAMES: Readonly<Record<string, string>> = {
  given_name: "givenName",
  family_name: "familyName",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  email_verified: "emailVerified",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
  updated_at: "updatedAt",
};

/** Custom JWT providers keep their claims' names; OIDC's standard claims are renamed. Nested objects become "a.b". */
export function identityOf(
  payload: JWTPayload & { iss: string; sub: string },
  kind: "oidc" | "custom_jwt",
): Identity {
  const claims: Record<string, JSONValue> = {};
  for (const [name, value] of Object.entries(payload)) {
    if (HIDDEN.has(name)) continue;
    const shown = kind === "oidc" ? (OIDC_NAMES[name] ?? name) : name;
    addFlattened(claims, shown, value as JSONValue | undefined);
  }
  if (kind === "oidc" && typeof claims["updatedAt"] === "number") {
    claims["updatedAt"] = new Date(claims["updatedAt"] * 1000).toISOString();
  }
  return {
    ...claims,
    tokenIdentifier: `${payload.iss}|${payload.sub}`,
    issuer: payload.iss,
    subject: payload.sub,
  };
}

function addFlattened(claims: Record<string, JSONValue>, name: string, value: JSONValue | undefined): void {
  if (value === undefined) return;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    claims[name] = value;
    return;
  }
  for (const [key, field] of Object.entries(value)) addFlattened(claims, `${name}.${key}`, field);
}
