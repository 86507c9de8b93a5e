/** Hosts and official clients for tests: loopback, free ports, throw-away folders. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { type AnyApi, makeFunctionReference } from "convex/server";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { onTestFinished } from "vitest";
import type { EmbeddedBackend, EmbeddedBackendOptions } from "../../src/config.ts";
import { silentLogger, startEmbeddedBackend } from "../../src/index.ts";

type AnyFunction = NonNullable<NonNullable<AnyApi[string]>[string]>;

/** A reference to any function: tests have no generated `api`. */
export function fn(path: string): AnyFunction {
  return makeFunctionReference(path) as unknown as AnyFunction;
}

export const APP = path.join(import.meta.dirname, "..", "fixtures", "app");

const keys = await generateKeyPair("ES256", { extractable: true });
const jwk = { ...(await exportJWK(keys.publicKey)), kid: "test", alg: "ES256", use: "sig" };
export const JWKS = `data:application/json,${encodeURIComponent(JSON.stringify({ keys: [jwk] }))}`;

export async function tokenFor(subject: string, lifetimeSeconds = 3600): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ email: `${subject}@example.test` })
    .setProtectedHeader({ alg: "ES256", kid: "test", typ: "JWT" })
    .setIssuer("https://issuer.test")
    .setAudience("convex")
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(keys.privateKey);
}

export function temporaryFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "convex-embedded-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export async function startHost(options: Partial<EmbeddedBackendOptions> = {}): Promise<EmbeddedBackend> {
  const host = await startEmbeddedBackend({
    functionsDir: APP,
    dataDir: options.dataDir ?? temporaryFolder(),
    port: 0,
    durability: "off",
    paranoid: true,
    logger: silentLogger,
    ...options,
    env: { TEST_JWKS: JWKS, ...options.env },
  });
  onTestFinished(async () => {
    await host.stop();
  });
  return host;
}

export function httpClient(host: { url: string }): ConvexHttpClient {
  return new ConvexHttpClient(host.url, { logger: false });
}

export function socketClient(host: { url: string }): ConvexClient {
  const client = new ConvexClient(host.url, { logger: false });
  onTestFinished(() => client.close());
  return client;
}

/** The values a subscription delivers, in order. */
export class Watched<T> {
  readonly values: T[] = [];
  readonly errors: Error[] = [];
  #changed = Promise.withResolvers<void>();

  readonly onUpdate = (value: T): void => {
    this.values.push(value);
    this.#notify();
  };

  readonly onError = (error: Error): void => {
    this.errors.push(error);
    this.#notify();
  };

  get last(): T | undefined {
    return this.values.at(-1);
  }

  async until(isReached: (value: T | undefined) => boolean): Promise<void> {
    while (!isReached(this.last)) await this.#changed.promise;
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}

export async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 5));
}

export async function health(host: {
  url: string;
}): Promise<{ staleResults: number; evaluations: number; liveQueries: number }> {
  const response = await fetch(`${host.url}/healthz`);
  return (await response.json()) as { staleResults: number; evaluations: number; liveQueries: number };
}
