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

/** The first person of this installation; asks with their session. */
async function changesItsEmail(cookie: string): Promise<void> {
  const ask = (body: object, headers: Record<string, string> = {}) =>
    handle(
      new Request(`${ORIGIN}/api/auth/change-email`, {
        method: "POST",
        headers: { ...OFFICE, cookie, "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    );
  const password = "correct horse battery";
  // from another address, so that the guesses below are counted by themselves
  const signIn = (email: string) =>
    handle(
      new Request(`${ORIGIN}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { ...OFFICE, "x-forwarded-for": "192.0.2.8", "content-type": "application/json" },
        body: JSON.stringify({ email, password }),
      }),
    );
  const refused = async (answer: Response) => ((await answer.json()) as { code: string }).code;
  expect(await refused(await ask({ email: "new@example.test", password: "wrong" }))).toBe("INVALID_PASSWORD");
  expect(await refused(await ask({ email: "no address", password }))).toBe("INVALID_EMAIL");
  expect(await refused(await ask({ email: "new@example.test", password }, { cookie: "" }))).toBe(
    "UNAUTHORIZED",
  );
  const elsewhere = { origin: "https://evil.example" };
  expect(await refused(await ask({ email: "new@example.test", password }, elsewhere))).toBe("INVALID_ORIGIN");
  const other = await signIn("ada@example.test");
  const otherCookie = other.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  expect((await ask({ email: " New@Example.test ", password })).status).toBe(200);
  const token = (asked: string) =>
    handle(new Request(`${ORIGIN}/api/auth/token`, { headers: { ...OFFICE, cookie: asked } }));
  // this browser stays, the other one is out, and the token says the new address
  expect((await token(otherCookie)).status).toBe(401);
  const { token: jwt } = (await (await token(cookie)).json()) as { token: string };
  const claims = JSON.parse(
    atob((jwt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")),
  ) as object;
  expect(claims).toMatchObject({ email: "new@example.test" });
  expect((await signIn("ada@example.test")).status).toBe(401);
  expect((await signIn("new@example.test")).status).toBe(200);
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

  await changesItsEmail(cookie);
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
