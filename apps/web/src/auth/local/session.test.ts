// A page asks for its session and then for a token of it; another tab may sign out between the two.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "mc-session-"));
let local: typeof import("./server");

beforeAll(async () => {
  vi.stubEnv("MC_DATA_DIR", dataDir);
  local = await import("./server");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a session that ends while a page asks for it is none", async () => {
  const { auth, db } = await local.localAuth();
  const signedUp = await auth.api.signUpEmail({
    body: { name: "Ada", email: "ada@example.test", password: "correct horse battery" },
    returnHeaders: true,
  });
  const cookie = signedUp.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const headers = new Headers({ cookie });
  expect(await local.sessionOf(auth.api, headers)).toMatchObject({ user: { email: "ada@example.test" } });
  const endsBetween = {
    getToken: auth.api.getToken,
    getSession: (async (asked: { headers: Headers }) => {
      const session = await auth.api.getSession(asked);
      db.exec("DELETE FROM session");
      return session;
    }) as typeof auth.api.getSession,
  };
  expect(await local.sessionOf(endsBetween, headers)).toBeNull();
});
