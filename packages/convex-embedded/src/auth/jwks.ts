/**
 * Public keys of providers, fetched when first needed and again when a token names a key we have not got: a key
 * server may come up after the host and may rotate its keys. A failing server never discards keys we have.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { AuthError } from "./errors.ts";

export interface KeySource {
  /** Where the JWKS is: a URL, or a `data:` URI that holds it. May itself ask the network (OIDC discovery). */
  locate(): Promise<string>;
  fetch: typeof fetch;
  /** Epoch milliseconds. */
  now(): number;
}

/** Least time between two fetches that unknown keys cause: bad tokens must not become load on the provider. */
export const UNKNOWN_KEY_COOL_DOWN_MS = 10_000;
/** Least time after a failed fetch; short, so that sign-in works soon after the key server came up. */
export const FAILURE_COOL_DOWN_MS = 1_000;
/** Age at which keys are fetched again even if they are known, so that withdrawn keys stop working. */
export const MAX_KEY_AGE_MS = 10 * 60_000;
const FETCH_TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** A key lookup for jose's `jwtVerify`. Rejects with AuthError while no keys can be had. */
export function createKeyLookup(source: KeySource): JWTVerifyGetKey {
  let keys: { lookup: JWTVerifyGetKey; fetchedAtMs: number } | null = null;
  let failure: { error: AuthError; atMs: number } | null = null;
  let pending: Promise<void> | null = null;

  const refresh = async () => {
    try {
      const set = await loadKeySet(await source.locate(), source.fetch);
      keys = { lookup: createLocalJWKSet(set), fetchedAtMs: source.now() };
      failure = null;
    } catch (error) {
      failure = { error: asDiscoveryError(error), atMs: source.now() };
    }
  };
  const refreshOnce = () => {
    pending ??= refresh().finally(() => {
      pending = null;
    });
    return pending;
  };
  const isCoolingDown = () => failure !== null && source.now() - failure.atMs < FAILURE_COOL_DOWN_MS;

  return async (header, token) => {
    const ageMs = keys === null ? Number.POSITIVE_INFINITY : source.now() - keys.fetchedAtMs;
    if (ageMs > MAX_KEY_AGE_MS && !isCoolingDown()) await refreshOnce();
    if (keys === null) throw failure?.error ?? discoveryError("no keys");
    try {
      return await keys.lookup(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (source.now() - keys.fetchedAtMs < UNKNOWN_KEY_COOL_DOWN_MS || isCoolingDown()) throw error;
      await refreshOnce();
      return await keys.lookup(header, token);
    }
  };
}

async function loadKeySet(location: string, fetchKeys: typeof fetch): Promise<JSONWebKeySet> {
  const keySet = await fetchJson(location, fetchKeys);
  if (!Array.isArray((keySet as Partial<JSONWebKeySet>).keys)) throw discoveryError("the JWKS has no keys");
  return keySet as JSONWebKeySet;
}

/** Fetches a JSON object; `data:` URIs work too. Rejects with AuthError. */
export async function fetchJson(location: string, fetchKeys: typeof fetch): Promise<object> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    const doFetch = location.startsWith("data:") ? globalThis.fetch : fetchKeys;
    response = await doFetch(location, { headers: { accept: "application/json" }, signal });
  } catch (error) {
    throw discoveryError(
      `${shown(location)} cannot be reached (${error instanceof Error ? error.message : "?"})`,
    );
  }
  if (!response.ok) throw discoveryError(`${shown(location)} answered ${response.status}`);
  const contentType = response.headers.get("content-type") ?? "";
  if (!/[/+]json\b|jwk-set/.test(contentType) && !location.startsWith("data:")) {
    throw discoveryError(`${shown(location)} answered ${contentType || "no content type"}, not JSON`);
  }
  const text = await response.text();
  if (text.length > MAX_RESPONSE_BYTES) throw discoveryError(`${shown(location)} answered more than 1 MiB`);
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) return json;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw discoveryError(`${shown(location)} did not answer with a JSON object`);
}

function shown(location: string): string {
  return location.startsWith("data:") ? "the data URI" : location;
}

export function discoveryError(detail: string): AuthError {
  return new AuthError("AuthProviderDiscoveryFailed", "Auth provider discovery failed", detail);
}

function asDiscoveryError(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  return discoveryError(error instanceof Error ? error.message : String(error));
}
