/** Verifies users' tokens against the providers of auth.config.ts. */
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { AuthError } from "./errors.ts";
import { type Identity, identityOf } from "./identity.ts";
import { createKeyLookup, discoveryError, fetchJson } from "./jwks.ts";
import { comparableIssuer, findProvider, type Provider } from "./providers.ts";

export interface VerifiedToken {
  readonly identity: Identity;
  /** Epoch milliseconds at which the token stops being valid. */
  readonly expMs: number;
}

export interface TokenVerifier {
  /** Rejects with AuthError. */
  verify(token: string): Promise<VerifiedToken>;
}

export interface VerifierInput {
  readonly providers: readonly Provider[];
  readonly fetch?: typeof fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

const LEEWAY_SECONDS = 5;
const OIDC_ALGORITHMS = ["RS256", "EdDSA"];
/** A key that its provider withdraws is still trusted this long. */
const REMEMBERED_MS = 30_000;
const MAX_REMEMBERED = 1_000;
const MAX_TOKEN_LENGTH = 64 * 1024;

export function createVerifier({
  providers,
  fetch: fetchKeys = (...args) => globalThis.fetch(...args),
  now = () => Date.now(),
}: VerifierInput): TokenVerifier {
  const lookups = new Map<Provider, JWTVerifyGetKey>();
  const lookupOf = (provider: Provider): JWTVerifyGetKey => {
    const known = lookups.get(provider);
    if (known !== undefined) return known;
    const locate =
      provider.kind === "oidc" ? () => discover(provider.issuer, fetchKeys) : async () => provider.jwks;
    const lookup = createKeyLookup({ locate, fetch: fetchKeys, now });
    lookups.set(provider, lookup);
    return lookup;
  };

  const verifyFully = async (token: string): Promise<VerifiedToken> => {
    const claims = readUnverified(token);
    const provider = findProvider(providers, claims);
    if (provider === null) {
      throw new AuthError(
        "NoAuthProvider",
        "No auth provider found matching the given token",
        `the token's issuer is ${claims.issuer}, its audience ${claims.audiences.join(", ") || "none"}; auth.config.ts has ${providers.map((known) => known.issuer).join(", ") || "no provider"}`,
      );
    }
    if (provider.kind === "custom_jwt" && !claims.hasKeyId)
      throw invalid("the token's header names no key (kid)");
    if (provider.kind === "oidc" && claims.audiences.length !== 1)
      throw invalid("the token has several audiences");
    const payload = await verifySignature(token, { provider, lookup: lookupOf(provider), now });
    return { identity: identityOf(payload, provider.kind), expMs: payload.exp * 1000 };
  };

  /** Clients send the same token with every request, and a signature takes longer to check than most queries. */
  const verified = new Map<string, VerifiedToken & { readonly untilMs: number }>();
  return {
    verify: async (token) => {
      const known = verified.get(token);
      const nowMs = now();
      if (known !== undefined && nowMs < known.untilMs && nowMs >= known.untilMs - REMEMBERED_MS)
        return known;
      const { identity, expMs } = await verifyFully(token);
      if (verified.size >= MAX_REMEMBERED) verified.clear();
      verified.set(token, { identity, expMs, untilMs: Math.min(expMs, nowMs + REMEMBERED_MS) });
      return { identity, expMs };
    },
  };
}

type CheckedPayload = JWTPayload & { iss: string; sub: string; exp: number };

async function verifySignature(
  token: string,
  { provider, lookup, now }: { provider: Provider; lookup: JWTVerifyGetKey; now: () => number },
): Promise<CheckedPayload> {
  try {
    const { payload } = await jwtVerify(token, lookup, {
      algorithms: provider.kind === "oidc" ? OIDC_ALGORITHMS : [provider.algorithm],
      ...(provider.audience === null ? {} : { audience: provider.audience }),
      requiredClaims: ["exp", "sub", "iss"],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(now()),
    });
    const { iss, sub, exp } = payload;
    if (iss === undefined || sub === undefined || exp === undefined || sub === "")
      throw invalid("no subject");
    return { ...payload, iss, sub, exp };
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (error instanceof errors.JWTExpired) throw invalid("the token has expired");
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

interface UnverifiedClaims {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly hasKeyId: boolean;
}

function readUnverified(token: string): UnverifiedClaims {
  if (token.length > MAX_TOKEN_LENGTH) throw invalid("the token is too long");
  let payload: JWTPayload;
  let keyId: unknown;
  try {
    payload = decodeJwt(token);
    keyId = decodeProtectedHeader(token).kid;
  } catch {
    throw new AuthError("InvalidAuthHeader", "Could not parse as id token");
  }
  const { iss, aud } = payload;
  if (typeof iss !== "string") throw invalid("the token names no issuer");
  const audiences = aud === undefined ? [] : Array.isArray(aud) ? aud : [aud];
  return { issuer: iss, audiences, hasKeyId: typeof keyId === "string" && keyId !== "" };
}

/** OIDC discovery: where the issuer's keys are. */
async function discover(domain: string, fetchKeys: typeof fetch): Promise<string> {
  const base = /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
  const url = `${base.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = (await fetchJson(url, fetchKeys)) as { issuer?: unknown; jwks_uri?: unknown };
  if (typeof issuer !== "string" || comparableIssuer(issuer) !== comparableIssuer(domain)) {
    throw discoveryError(`${url} is about another issuer`);
  }
  if (typeof jwks_uri !== "string") throw discoveryError(`${url} names no jwks_uri`);
  return jwks_uri;
}

function invalid(detail: string): AuthError {
  return new AuthError("InvalidAuthHeader", "Could not validate token", detail);
}
