import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuthError } from "./errors.ts";
import { FAILURE_COOL_DOWN_MS, MAX_KEY_AGE_MS, UNKNOWN_KEY_COOL_DOWN_MS } from "./jwks.ts";
import { type Provider, readProviders } from "./providers.ts";
import { createVerifier } from "./verifier.ts";

const ISSUER = "https://local.mission-control";
const START_MS = 1_800_000_000_000;

interface Key {
  readonly kid: string;
  readonly alg: "ES256" | "RS256" | "EdDSA";
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

async function makeKey(kid: string, alg: Key["alg"]): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

let es: Key;
let es2: Key;
let rs: Key;
let ed: Key;
beforeAll(async () => {
  [es, es2, rs, ed] = await Promise.all([
    makeKey("es-1", "ES256"),
    makeKey("es-2", "ES256"),
    makeKey("rs-1", "RS256"),
    makeKey("ed-1", "EdDSA"),
  ]);
});

let now = START_MS;
let served: object = { keys: [] };
let contentType = "application/json";
let status = 200;
let requests: string[] = [];
let server: Server;
let origin: string;

beforeEach(async () => {
  now = START_MS;
  contentType = "application/json";
  status = 200;
  requests = [];
  server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const body = request.url?.includes("openid-configuration")
      ? { issuer: origin, jwks_uri: `${origin}/keys` }
      : served;
    response.writeHead(status, { "content-type": contentType }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
});

interface TokenInput {
  readonly key?: Key;
  readonly claims?: JWTPayload;
  readonly kid?: string | null;
}

async function sign({ key = es, claims = {}, kid = key.kid }: TokenInput = {}): Promise<string> {
  const payload = {
    iss: ISSUER,
    sub: "user-1",
    aud: "convex",
    iat: now / 1000,
    exp: now / 1000 + 60,
    ...claims,
  };
  const header = kid === null ? { alg: key.alg } : { alg: key.alg, kid };
  return await new SignJWT(payload).setProtectedHeader(header).sign(key.privateKey);
}

function customJwt(overrides: Partial<Extract<Provider, { kind: "custom_jwt" }>> = {}): Provider {
  return {
    kind: "custom_jwt",
    issuer: ISSUER,
    audience: "convex",
    jwks: `${origin}/jwks`,
    algorithm: "ES256",
    ...overrides,
  };
}

function verifier(...providers: Provider[]) {
  return createVerifier({ providers: providers.length === 0 ? [customJwt()] : providers, now: () => now });
}

async function refusal(promise: Promise<unknown>): Promise<AuthError> {
  return (await promise.then(
    () => expect.fail("the token was accepted"),
    (error: unknown) => error,
  )) as AuthError;
}

describe("custom JWT providers", () => {
  test("a good token yields identity and expiry; claims keep their names, nested ones are flattened", async () => {
    served = { keys: [es.jwk] };
    const token = await sign({
      claims: {
        name: "Ada",
        given_name: "A",
        email: "ada@example.test",
        roles: ["x"],
        org: { id: 5, deep: { on: true } },
        fva: [1],
        jti: "j",
        nbf: 1,
      },
    });
    expect(await verifier().verify(token)).toEqual({
      identity: {
        tokenIdentifier: `${ISSUER}|user-1`,
        issuer: ISSUER,
        subject: "user-1",
        name: "Ada",
        given_name: "A",
        email: "ada@example.test",
        roles: ["x"],
        "org.id": 5,
        "org.deep.on": true,
      },
      expMs: START_MS + 60_000,
    });
  });

  test("claims cannot replace the identity's own fields", async () => {
    served = { keys: [es.jwk] };
    const token = await sign({ claims: { tokenIdentifier: "x", issuer: "y", subject: "z" } });
    expect((await verifier().verify(token)).identity).toEqual({
      tokenIdentifier: `${ISSUER}|user-1`,
      issuer: ISSUER,
      subject: "user-1",
    });
  });

  test.each<[string, () => Promise<string>, string, RegExp]>([
    ["no JWT", async () => "hello", "InvalidAuthHeader", /Could not parse/],
    ["a huge text", async () => "x".repeat(100_000), "InvalidAuthHeader", /too long/],
    ["another issuer", () => sign({ claims: { iss: "https://evil.test" } }), "NoAuthProvider", /evil/],
    ["another audience", () => sign({ claims: { aud: "other" } }), "NoAuthProvider", /other/],
    ["no key id", () => sign({ kid: null }), "InvalidAuthHeader", /kid/],
    ["an unknown key id", () => sign({ kid: "nope" }), "InvalidAuthHeader", /key/],
    [
      "another's signature under a known key id",
      () => sign({ key: es2, kid: "es-1" }),
      "InvalidAuthHeader",
      /signature/,
    ],
    ["another algorithm", () => sign({ key: rs }), "InvalidAuthHeader", /alg/],
    [
      "no expiry",
      () => sign({ claims: { exp: undefined } as unknown as JWTPayload }),
      "InvalidAuthHeader",
      /exp/,
    ],
    ["an empty subject", () => sign({ claims: { sub: "" } }), "InvalidAuthHeader", /subject/],
    ["a past expiry", () => sign({ claims: { exp: START_MS / 1000 - 6 } }), "InvalidAuthHeader", /expired/],
    ["a future start", () => sign({ claims: { nbf: START_MS / 1000 + 30 } }), "InvalidAuthHeader", /nbf/],
  ])("refuses %s", async (...[, token, code, text]) => {
    served = { keys: [es.jwk, rs.jwk] };
    const error = await refusal(verifier().verify(await token()));
    expect(error).toMatchObject({ code, isTransient: false });
    expect(error.message).toMatch(text);
    expect(error.redactedMessage).not.toMatch(text.source === "Could not parse" ? /^$/ : text);
  });

  test("expiry has five seconds of leeway", async () => {
    served = { keys: [es.jwk] };
    const token = await sign({ claims: { exp: START_MS / 1000 - 4 } });
    expect((await verifier().verify(token)).expMs).toBe(START_MS - 4_000);
  });

  test("without an audience in the config any audience is accepted", async () => {
    served = { keys: [es.jwk] };
    const token = await sign({ claims: { aud: ["a", "b"] } });
    expect((await verifier(customJwt({ audience: null })).verify(token)).identity.subject).toBe("user-1");
  });

  test("an unsigned token is refused", async () => {
    served = { keys: [es.jwk] };
    const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
    const token = `${part({ alg: "none", kid: "es-1" })}.${part({ iss: ISSUER, sub: "x", aud: "convex", exp: 9e9 })}.`;
    expect((await refusal(verifier().verify(token))).code).toBe("InvalidAuthHeader");
  });

  test("keys may stand in a data URI", async () => {
    const jwks = `data:application/json;base64,${Buffer.from(JSON.stringify({ keys: [es.jwk] })).toString("base64")}`;
    await verifier(customJwt({ jwks })).verify(await sign());
    expect(requests).toEqual([]);
  });
});

describe("keys by URL", () => {
  test("are fetched once for many tokens, also when these come at once", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    await Promise.all([verify(await sign()), verify(await sign({ claims: { sub: "b" } }))]);
    await verify(await sign());
    expect(requests).toEqual(["/jwks"]);
  });

  test("are fetched again when a token names an unknown key, at most once per cool-down", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    await verify(await sign());
    served = { keys: [es.jwk, es2.jwk] };
    const rotated = await sign({ key: es2, claims: { exp: START_MS / 1000 + 600 } });
    expect((await refusal(verify(rotated))).code).toBe("InvalidAuthHeader");
    expect(requests).toHaveLength(1);
    now += UNKNOWN_KEY_COOL_DOWN_MS;
    await verify(rotated);
    expect(requests).toHaveLength(2);
    for (let i = 0; i < 5; i += 1) await refusal(verify(await sign({ kid: `unknown-${i}` })));
    expect(requests).toHaveLength(2);
  });

  test("a server that comes up later is found; meanwhile the refusal is transient", async () => {
    status = 503;
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    const token = await sign();
    expect(await refusal(verify(token))).toMatchObject({
      code: "AuthProviderDiscoveryFailed",
      isTransient: true,
    });
    status = 200;
    expect((await refusal(verify(token))).isTransient).toBe(true);
    expect(requests).toHaveLength(1);
    now += FAILURE_COOL_DOWN_MS;
    await verify(token);
    expect(requests).toHaveLength(2);
  });

  test("a server that goes away does not take known keys with it", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    await verify(await sign());
    status = 500;
    now += MAX_KEY_AGE_MS + 1;
    await verify(await sign());
    expect(requests).toHaveLength(2);
  });

  test("a token that was accepted a moment ago still ends when it ends", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    const token = await sign({ claims: { exp: START_MS / 1000 + 20 } });
    const first = await verify(token);
    now = START_MS + 19_000;
    expect(await verify(token)).toMatchObject({ identity: first.identity, expMs: first.expMs });
    now = START_MS + 26_000;
    expect((await refusal(verify(token))).code).toBe("InvalidAuthHeader");
    now = START_MS - 3_600_000;
    expect(await verify(token)).toMatchObject({ expMs: first.expMs });
  });

  test("another token of the same words is not taken for one that was accepted", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    const token = await sign();
    await verify(token);
    const forged = `${token.slice(0, token.lastIndexOf("."))}.${"A".repeat(86)}`;
    expect((await refusal(verify(forged))).code).toBe("InvalidAuthHeader");
  });

  test("withdrawn keys stop working when the keys are fetched again", async () => {
    served = { keys: [es.jwk] };
    const { verify } = verifier();
    await verify(await sign());
    served = { keys: [es2.jwk] };
    now += MAX_KEY_AGE_MS + 1;
    expect((await refusal(verify(await sign()))).code).toBe("InvalidAuthHeader");
  });

  test.each([
    ["text", () => (contentType = "text/html")],
    ["JSON without keys", () => (served = { other: 1 })],
  ])("%s is no key set", async (_name, arrange) => {
    served = { keys: [es.jwk] };
    arrange();
    expect((await refusal(verifier().verify(await sign()))).code).toBe("AuthProviderDiscoveryFailed");
  });

  test("an unreachable server is told", async () => {
    const error = await refusal(
      verifier(customJwt({ jwks: "http://127.0.0.1:1/jwks" })).verify(await sign()),
    );
    expect(error.message).toContain("http://127.0.0.1:1/jwks cannot be reached");
  });
});

describe("OIDC providers", () => {
  test.each(["RS256", "EdDSA"] as const)("%s tokens work; standard claims are renamed", async (alg) => {
    const key = alg === "RS256" ? rs : ed;
    served = { keys: [key.jwk] };
    const provider: Provider = { kind: "oidc", issuer: `${origin}/`, audience: "app" };
    const token = await sign({
      key,
      claims: {
        iss: origin,
        aud: "app",
        given_name: "Ada",
        email_verified: true,
        updated_at: 0,
        custom: { a: 1 },
      },
    });
    expect((await verifier(provider).verify(token)).identity).toEqual({
      tokenIdentifier: `${origin}|user-1`,
      issuer: origin,
      subject: "user-1",
      givenName: "Ada",
      emailVerified: true,
      updatedAt: "1970-01-01T00:00:00.000Z",
      "custom.a": 1,
    });
    expect(requests).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  test("ES256 and several audiences are refused", async () => {
    served = { keys: [es.jwk, rs.jwk] };
    const provider: Provider = { kind: "oidc", issuer: origin, audience: "app" };
    expect(
      (await refusal(verifier(provider).verify(await sign({ claims: { iss: origin, aud: "app" } })))).code,
    ).toBe("InvalidAuthHeader");
    const twice = await sign({ key: rs, claims: { iss: origin, aud: ["app", "other"] } });
    expect((await refusal(verifier(provider).verify(twice))).message).toContain("several audiences");
  });

  test("a discovery document about another issuer is refused", async () => {
    const provider: Provider = { kind: "oidc", issuer: `${origin}/tenant`, audience: "app" };
    const token = await sign({ key: rs, claims: { iss: `${origin}/tenant`, aud: "app" } });
    expect((await refusal(verifier(provider).verify(token))).message).toContain("another issuer");
  });

  test("the first matching provider is taken; scheme and slash do not matter", async () => {
    served = { keys: [es.jwk] };
    const other: Provider = { kind: "oidc", issuer: "https://else.test", audience: "convex" };
    const { verify } = verifier(other, customJwt({ issuer: "local.mission-control/" }));
    expect((await verify(await sign())).identity.issuer).toBe(ISSUER);
  });
});

describe("auth.config.ts", () => {
  test("providers of both kinds are read", () => {
    expect(
      readProviders({
        providers: [
          { domain: "https://a.test", applicationID: "x" },
          { type: "customJwt", issuer: "i", jwks: "j", algorithm: "RS256" },
        ],
      }),
    ).toEqual([
      { kind: "oidc", issuer: "https://a.test", audience: "x" },
      { kind: "custom_jwt", issuer: "i", audience: null, jwks: "j", algorithm: "RS256" },
    ]);
    expect(readProviders(null)).toEqual([]);
  });

  test.each([
    [{ providers: "x" }, "providers` must be an array"],
    [{ providers: [null] }, "providers[0] must be an object"],
    [
      { providers: [{ domain: undefined, applicationID: "x" }] },
      "providers[0].domain must be a non-empty string",
    ],
    [{ providers: [{ type: "saml" }] }, "providers[0].type"],
    [
      { providers: [{ type: "customJwt", issuer: "i", jwks: "j", algorithm: "HS256" }] },
      "providers[0].algorithm",
    ],
  ])("%j is refused", (config, text) => {
    expect(() => readProviders(config)).toThrow(text);
  });
});
