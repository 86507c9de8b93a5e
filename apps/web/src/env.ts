// The one place in the dashboard that reads the environment. Shared by server.ts (plain Node) and by Next's server
// code, so it imports nothing of the app but how a key is read. Read at request time, never at build time.
import { resolve } from "node:path";
import { z } from "zod";
import { clerkHost } from "./auth/clerk/key.ts";

/** `iss` of the tokens that local sign-in issues; the backend accepts no other. */
export const AUTH_ISSUER = "https://local.mission-control";

const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
  .transform((url) => url.replace(/\/+$/, ""));
const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);

const schema = z.object({
  PORT: z.preprocess(
    unsetWhenEmpty,
    z.coerce.number("must be a number").int().min(0).max(65_535, "must be a port, 0 to 65535").default(3000),
  ),
  HOST: z.preprocess(unsetWhenEmpty, z.string().default("127.0.0.1")),
  MC_DATA_DIR: z.preprocess(unsetWhenEmpty, z.string().default("../../data")),
  MC_BACKEND_URL: z.preprocess(unsetWhenEmpty, httpUrl.default("http://127.0.0.1:3210")),
  MC_AUTH_SECRET: z.preprocess(
    unsetWhenEmpty,
    z.string().min(32, "must have at least 32 characters (try: openssl rand -hex 32)").optional(),
  ),
  MC_SIGN_UP: z.preprocess(
    unsetWhenEmpty,
    z.enum(["invite", "open"], { error: 'must be "invite" or "open"' }).default("invite"),
  ),
  MC_ORIGIN: z.preprocess(unsetWhenEmpty, httpUrl.optional()),
  CONVEX_URL: z.preprocess(unsetWhenEmpty, httpUrl.optional()),
  CONVEX_SITE_URL: z.preprocess(unsetWhenEmpty, httpUrl.optional()),
  CLERK_PUBLISHABLE_KEY: z.preprocess(
    unsetWhenEmpty,
    z
      .string()
      .refine((key) => clerkHost(key) !== null, "must be Clerk's publishable key, which begins with pk_")
      .optional(),
  ),
  TRUST_PROXY: z.preprocess(unsetWhenEmpty, z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0")),
  MC_SIGN_UPS_PER_MINUTE: z.preprocess(
    unsetWhenEmpty,
    z.coerce.number("must be a number").int().min(1).max(10_000).default(10),
  ),
  MC_GALLERY: z.preprocess(unsetWhenEmpty, z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0")),
});

/** The environment after validation; directories absolute, addresses without a trailing slash. */
export type WebEnv = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly backendUrl: string;
  readonly authSecret: string | undefined;
  readonly signUp: "invite" | "open";
  /** From one network address. */
  readonly signUpsPerMinute: number;
  readonly origin: string | undefined;
  readonly convexUrl: string | undefined;
  /** Where the backend's HTTP endpoints are. */
  readonly siteUrl: string;
  readonly isProxyTrusted: boolean;
  /** Whether /gallery shows the components to those who build the dashboard. */
  readonly hasGallery: boolean;
  /** Set when Clerk keeps the accounts; local sign-in is off then. */
  readonly clerk: { readonly publishableKey: string; readonly host: string } | undefined;
};

/** Thrown when the environment is unusable; the message lists each variable and what it must be. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Validates an environment. Throws EnvError. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): WebEnv {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new EnvError(`The dashboard cannot start with this environment:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(env.MC_DATA_DIR),
    backendUrl: env.MC_BACKEND_URL,
    authSecret: env.MC_AUTH_SECRET,
    signUp: env.MC_SIGN_UP,
    signUpsPerMinute: env.MC_SIGN_UPS_PER_MINUTE,
    origin: env.MC_ORIGIN,
    convexUrl: env.CONVEX_URL,
    // the host of this installation serves them below /http of its own address
    siteUrl: env.CONVEX_SITE_URL ?? `${env.MC_BACKEND_URL}/http`,
    isProxyTrusted: env.TRUST_PROXY === "1",
    hasGallery: env.MC_GALLERY === "1",
    clerk: clerkOf(env.CLERK_PUBLISHABLE_KEY),
  };
}

function clerkOf(publishableKey: string | undefined): WebEnv["clerk"] {
  const host = publishableKey ? clerkHost(publishableKey) : null;
  return publishableKey && host ? { publishableKey, host } : undefined;
}

let cached: WebEnv | undefined;

/** This process's environment, validated once. Throws EnvError. */
export function readEnv(): WebEnv {
  cached ??= parseEnv(process.env);
  return cached;
}
