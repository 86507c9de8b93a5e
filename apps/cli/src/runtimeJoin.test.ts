import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedBackend, silentLogger, startEmbeddedBackend } from "@mc/convex-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repoRoot } from "./config.ts";
import { findBackend, joinAsRuntime, readCredentials } from "./runtimeJoin.ts";

const ADMIN_KEY = "join-admin-key|0123456789abcdef0123";
const issuer = "https://local.mission-control";
let dir = "";
let backend: EmbeddedBackend;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "mc-join-"));
  backend = await startEmbeddedBackend({
    functionsDir: join(repoRoot, "packages/backend/convex"),
    dataDir: join(dir, "backend"),
    port: 0,
    env: { AUTH_ISSUER: issuer, AUTH_JWKS_URL: "http://127.0.0.1:1/jwks" },
    adminKey: ADMIN_KEY,
    logger: silentLogger,
  });
}, 60_000);
afterAll(async () => {
  await backend.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function call<T>(kind: "query" | "mutation", path: string, args: object): Promise<T> {
  const person = { issuer, subject: "ada", tokenIdentifier: `${issuer}|ada`, name: "Ada" };
  const acting = Buffer.from(JSON.stringify(person)).toString("base64");
  const response = await fetch(`${backend.url}/api/${kind}`, {
    method: "POST",
    headers: { authorization: `Convex ${ADMIN_KEY}:${acting}`, "content-type": "application/json" },
    body: JSON.stringify({ path, args: [args], format: "convex_encoded_json" }),
  });
  return ((await response.json()) as { value: T }).value;
}

describe("joining as a runtime", () => {
  it("exchanges a token once, and keeps what it got where its owner alone can read it", async () => {
    const { accountId } = await call<{ accountId: string }>("mutation", "accounts:create", {
      name: "Acme",
      withDemoTeam: false,
    });
    const enrolment = { accountId, name: "Box", provider: "fly", region: "fra" };
    const { token } = await call<{ token: string }>("mutation", "runtimes:enrol", enrolment);
    const place = { url: backend.url, token, dir: join(dir, "one"), region: null };
    const joined = await joinAsRuntime(place);
    expect(joined).toMatchObject({ backendUrl: backend.url, runtimeName: "Box", accountName: "Acme" });
    expect(readCredentials(place.dir)).toEqual(joined);
    expect(statSync(join(place.dir, "credentials.json")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(place.dir, "credentials.json"), "utf8")).not.toContain(token);
    await expect(joinAsRuntime(place)).rejects.toThrow("belongs to a runtime");
    await expect(joinAsRuntime({ ...place, dir: join(dir, "two") })).rejects.toThrow("opens nothing");
    const runtimes = await call<{ name: string; isActive: boolean }[]>("query", "runtimes:list", {
      accountId,
    });
    expect(runtimes[0]).toMatchObject({ name: "Box", isActive: true });
  }, 60_000);

  it("says what to do when nobody answers, or nobody has joined", async () => {
    await expect(findBackend("http://127.0.0.1:1")).rejects.toThrow("No Mission Control answers");
    expect(() => readCredentials(join(dir, "none"))).toThrow("mc runtime join");
  });
});
