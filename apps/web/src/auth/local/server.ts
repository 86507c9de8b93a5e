// Local accounts: Better Auth on a SQLite file in the data directory. It issues ES256 tokens that the backend checks
// against /api/auth/jwks; the backend knows nothing else about how a person signed in.
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { getMigrations } from "better-auth/db/migration";
import { jwt } from "better-auth/plugins";
import { AUTH_ISSUER, readEnv, type WebEnv } from "@/env";
import type { InitialSession, SignUpState } from "../types";
import { admission, countUsers, SIGN_UP_CLOSED } from "./admission";
import { authSecret } from "./secret";
import { createSignInLimit, type SignInLimit } from "./sign-in-limit";

export const MIN_PASSWORD_LENGTH = 8;

function openDatabase(env: WebEnv): DatabaseSync {
  mkdirSync(env.dataDir, { recursive: true });
  const file = join(env.dataDir, "auth.sqlite");
  // Password hashes: made for the owner's eyes only before SQLite, which keeps the mode for its side files, opens it.
  closeSync(openSync(file, "a", 0o600));
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;");
  return db;
}

function makeAuth(env: WebEnv, db: DatabaseSync) {
  return betterAuth({
    baseURL: env.origin ?? `http://${env.host}:${env.port}`,
    secret: authSecret({ configured: env.authSecret, dataDir: env.dataDir }),
    database: db,
    telemetry: { enabled: false },
    logger: { level: "error" },
    // Without a fixed origin, the page's own host is the only one trusted.
    trustedOrigins: (request) => (env.origin ? [env.origin] : ownOrigins(request)),
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD_LENGTH, autoSignIn: true },
    // Per address; the limit per account is in sign-in-limit.ts. Windows in seconds, and they end only once nobody has come for
    // their length: what every open page asks for all day would be refused to a whole office behind one address. These three say
    // nothing to whoever has no session, and there is nothing in them to guess.
    rateLimit: {
      enabled: true,
      storage: "database",
      customRules: {
        "/token": false,
        "/get-session": false,
        "/jwks": false,
        "/sign-in/email": { window: 60, max: 20 },
        "/sign-up/email": { window: 60, max: env.signUpsPerMinute },
      },
    },
    advanced: { useSecureCookies: env.origin?.startsWith("https:") ?? false, cookiePrefix: "mc" },
    databaseHooks: {
      user: {
        create: {
          // Runs inside Better Auth's transaction: ask the database handle itself, the adapter would deadlock.
          before: async (user) => {
            const kind = admission.getStore()?.kind ?? "uninvited";
            if (kind === "uninvited" && countUsers(db) > 0) throw new APIError("FORBIDDEN", SIGN_UP_CLOSED);
            return { data: user };
          },
        },
      },
    },
    plugins: [
      jwt({
        jwks: { keyPairConfig: { alg: "ES256" } },
        disableSettingJwtHeader: true,
        jwt: {
          issuer: AUTH_ISSUER,
          audience: "convex",
          expirationTime: "15m",
          definePayload: ({ user }) => ({ name: user.name, email: user.email }),
        },
      }),
    ],
  });
}

function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}

export type LocalAuth = {
  readonly auth: ReturnType<typeof makeAuth>;
  readonly db: DatabaseSync;
  readonly limit: SignInLimit;
};

// Next may load this module once per bundle; the database handle must still be one.
const store = globalThis as typeof globalThis & { missionControlAuth?: Promise<LocalAuth> };

/** The one instance, with its tables in place. Made on first use: a build imports this module too. */
export function localAuth(): Promise<LocalAuth> {
  store.missionControlAuth ??= start();
  return store.missionControlAuth;
}

async function start(): Promise<LocalAuth> {
  const env = readEnv();
  const db = openDatabase(env);
  const auth = makeAuth(env, db);
  const { runMigrations, toBeCreated, toBeAdded } = await getMigrations(auth.options);
  if (toBeCreated.length > 0 || toBeAdded.length > 0) await runMigrations();
  return { auth, db, limit: createSignInLimit(db) };
}

/** Who may sign up now. */
export async function signUpState(): Promise<SignUpState> {
  const { db } = await localAuth();
  if (countUsers(db) === 0) return "first";
  return readEnv().signUp;
}

/** The session behind a request's cookie with a fresh token, so that the first page needs no round trip for it. */
export async function initialSession(headers: Headers): Promise<InitialSession> {
  if (!headers.get("cookie")?.includes("mc.session_token")) return null;
  const { auth } = await localAuth();
  return await sessionOf(auth.api, headers);
}

/** Two questions, and a sign-out in another tab may come between them: then there is no session. */
export async function sessionOf(
  api: Pick<LocalAuth["auth"]["api"], "getSession" | "getToken">,
  headers: Headers,
): Promise<InitialSession> {
  const session = await api.getSession({ headers });
  if (!session) return null;
  const answer = await api.getToken({ headers }).catch((error: unknown) => {
    if (error instanceof APIError && error.status === "UNAUTHORIZED") return null;
    throw error;
  });
  if (!answer) return null;
  return { token: answer.token, user: { name: session.user.name, email: session.user.email } };
}
