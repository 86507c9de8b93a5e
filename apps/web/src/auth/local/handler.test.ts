// Better Auth's own limit counts per address: everybody behind one router shares it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const ORIGIN = "http://127.0.0.1:3000";
const dataDir = mkdtempSync(join(tmpdir(), "mc-auth-"));

let handle: (request: Request) => Promise<Response>;
beforeAll(async () => {
  vi.stubEnv("MC_DATA_DIR", dataDir);
  vi.stubEnv("MC_ORIGIN", ORIGIN);
  ({ handleAuthRequest: handle } = await import("./handler"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

const OFFICE = { "x-forwarded-for": "192.0.2.7", origin: ORIGIN };

function post(path: string, body: object): Promise<Response> {
  return handle(
    new Request(`${ORIGIN}/api/auth${path}`, {
      method: "POST",
      headers: { ...OFFICE, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

test("an office behind one address gets as many tokens as it asks for, and guesses at a password are still counted", async () => {
  const entered = await post("/sign-up/email", {
    name: "Ada",
    email: "ada@example.test",
    password: "correct horse battery",
  });
  expect(entered.status).toBe(200);
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const answers = [];
  for (let request = 0; request < 150; request += 1) {
    answers.push(
      (await handle(new Request(`${ORIGIN}/api/auth/token`, { headers: { ...OFFICE, cookie } }))).status,
    );
  }
  expect(new Set(answers)).toEqual(new Set([200]));

  const guesses = [];
  for (let guess = 0; guess < 25; guess += 1) {
    guesses.push(
      (await post("/sign-in/email", { email: `nobody${guess}@example.test`, password: "wrong horse" }))
        .status,
    );
  }
  expect(guesses.slice(0, 20)).not.toContain(429);
  expect(guesses.slice(20)).toEqual([429, 429, 429, 429, 429]);
}, 60_000);
