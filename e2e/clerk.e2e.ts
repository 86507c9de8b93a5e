// Sign-in by Clerk, as far as it is ours. Clerk's own script comes from Clerk's servers, so a stand-in for it is served in its place:
// it shows a panel, and hands out a token that an issuer of this file has signed. Everything behind it is the real product.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { openBrowser } from "./people.ts";

const apiHost = "clerk.example.test";
const publishableKey = `pk_test_${Buffer.from(`${apiHost}$`).toString("base64")}`;

let issuer: Server;
let stack: Stack;
let token: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  issuer = createServer((req, res) => {
    const origin = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const body = req.url?.includes("openid-configuration")
      ? { issuer: origin, jwks_uri: `${origin}/jwks` }
      : { keys: [jwk] };
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => issuer.listen(0, "127.0.0.1", done));
  const domain = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  token = await new SignJWT({ name: "Ada Lovelace", email: "ada@example.test" })
    .setProtectedHeader({ alg: "RS256", kid: "k1", typ: "JWT" })
    .setIssuer(domain)
    .setSubject("user_ada")
    .setAudience("convex")
    .setIssuedAt()
    .setExpirationTime("2h")
    .sign(privateKey);
  stack = await startStack({ CLERK_PUBLISHABLE_KEY: publishableKey, CLERK_JWT_ISSUER_DOMAIN: domain });
});
test.afterAll(async () => {
  await stack.stop();
  issuer.close();
});

test("a person signs in through Clerk's panel, founds an account, and local accounts are off", async ({
  browser,
}) => {
  const { context, page, complaints } = await openBrowser(browser, stack.url);
  await context.route(`https://${apiHost}/**`, (route) =>
    route.fulfill({
      contentType: "application/javascript",
      body: route.request().url().includes("clerk-js")
        ? standIn(token)
        : "globalThis.__internal_ClerkUICtor = class {};",
    }),
  );
  await page.goto("/");
  await page.getByRole("button", { name: "Continue as Ada" }).click();
  await page.getByLabel("Account name").fill("Acme");
  await page.getByRole("checkbox", { name: /demo team/i }).click();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/acme/);
  await page.goto("/acme/profile");
  await expect(page.getByText("ada@example.test")).toBeVisible();
  await expect(page.getByRole("button", { name: "Open your Clerk profile" })).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveCount(0);
  expect(complaints).toEqual([]);
  const local = await page.request.post("/api/auth/sign-up/email", {
    data: { name: "Eve", email: "eve@example.test", password: "long enough" },
  });
  expect(local.status()).toBe(404);
  await page.goto("/sign-out");
  await expect(page.getByRole("button", { name: "Continue as Ada" })).toBeVisible();
  await context.close();
});

test("when Clerk cannot be reached, the page says so instead of waiting for ever", async ({ browser }) => {
  const { context, page } = await openBrowser(browser, stack.url);
  await context.route(`https://${apiHost}/**`, (route) => route.abort());
  await page.goto("/sign-in");
  await expect(page.getByRole("alert").filter({ hasText: "Clerk does not answer" })).toBeVisible({
    timeout: 60_000,
  });
  await context.close();
});

/** What `@clerk/react` needs of Clerk's script, and no more. */
function standIn(signed: string): string {
  return `
    const listeners = new Set();
    const key = "clerk-stand-in";
    const user = { id: "user_ada", fullName: "Ada Lovelace", username: null, primaryEmailAddress: { emailAddress: "ada@example.test" }, organizationMemberships: [] };
    const session = { id: "sess_1", status: "active", user, actor: null, factorVerificationAge: null,
      lastActiveToken: { jwt: { claims: { aud: "convex" } } }, getToken: async () => ${JSON.stringify(signed)} };
    const isIn = () => sessionStorage.getItem(key) === "in";
    const resources = () => ({ client: clerk.client, session: clerk.session, user: clerk.user, organization: null });
    const settle = () => {
      clerk.session = isIn() ? session : null;
      clerk.user = isIn() ? user : null;
      clerk.client = { id: "client_1", sessions: isIn() ? [session] : [], activeSessions: isIn() ? [session] : [] };
      clerk.__internal_lastEmittedResources = resources();
      for (const tell of listeners) tell(resources());
    };
    const mount = (node) => {
      const button = document.createElement("button");
      button.textContent = "Continue as Ada";
      button.onclick = () => { sessionStorage.setItem(key, "in"); settle(); };
      node.append(button);
    };
    const clerk = {
      loaded: false, status: "ready", publishableKey: ${JSON.stringify(publishableKey)}, version: "6.0.0", instanceType: "development",
      async load() { clerk.loaded = true; settle(); setTimeout(settle, 50); },
      addListener(tell, options) { listeners.add(tell); if (!options?.skipInitialEmit) tell(resources()); return () => listeners.delete(tell); },
      on(event, tell, options) { if (event === "status" && options?.notify) tell("ready"); }, off() {}, __internal_updateProps() {}, __internal_setEnvironment() {},
      async signOut() { sessionStorage.removeItem(key); settle(); },
      mountSignIn: mount, unmountSignIn() {}, mountSignUp: mount, unmountSignUp() {}, openUserProfile() {},
    };
    globalThis.Clerk = clerk;
  `;
}
