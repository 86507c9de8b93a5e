// The backend process of `mc start`: our Convex functions on the embedded host. Settings come from the supervisor.
import { join } from "node:path";
import { startEmbeddedBackend } from "@mc/convex-embedded";
import { z } from "zod";
import { repoRoot } from "./config.ts";

const env = z
  .object({
    MC_BACKEND_PORT: z.coerce.number().int().min(0).max(65535),
    MC_DATA_DIR: z.string().min(1),
    MC_ADMIN_KEY: z.string().min(32),
    MC_PUBLIC_ORIGIN: z.url(),
    // of local accounts, or of Clerk: whichever keeps the accounts of this installation
    AUTH_ISSUER: z.string().min(1).optional(),
    AUTH_JWKS_URL: z.url().optional(),
    CLERK_JWT_ISSUER_DOMAIN: z.url().optional(),
    MC_SMTP_URL: z.string().optional(),
    MC_MAIL_FROM: z.string().optional(),
    MC_VAPID_PUBLIC_KEY: z.string().optional(),
    MC_VAPID_PRIVATE_KEY: z.string().optional(),
    MC_VAPID_SUBJECT: z.string().optional(),
    MC_WEBHOOK_TARGETS: z.string().optional(),
    MC_PARANOID: z.enum(["0", "1"]).default("0"),
  })
  .parse(process.env);

/** What the functions see of the environment; a setting that is not there is not set. */
function functionEnv(): Record<string, string> {
  const { MC_BACKEND_PORT, MC_DATA_DIR, MC_ADMIN_KEY, MC_PUBLIC_ORIGIN, MC_PARANOID, ...settings } = env;
  const given = Object.entries({ ...settings, MC_ORIGIN: MC_PUBLIC_ORIGIN });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const backend = await startEmbeddedBackend({
  functionsDir: join(repoRoot, "packages/backend/convex"),
  dataDir: join(env.MC_DATA_DIR, "backend"),
  port: env.MC_BACKEND_PORT,
  host: "127.0.0.1",
  adminKey: env.MC_ADMIN_KEY,
  // clients get the code and sentence of a refusal; what went wrong inside is for the log
  isDev: false,
  // the browser reaches the backend through the dashboard's own origin, so upload addresses point there too
  cloudOrigin: `${env.MC_PUBLIC_ORIGIN}/convex`,
  // what is called from outside (webhooks, the link in mails) comes the same way
  siteOrigin: `${env.MC_PUBLIC_ORIGIN}/convex/http`,
  env: functionEnv(),
  // a function that never returns would hang everybody: the host ends itself, names the function, and is started again
  watchdogSeconds: 30,
  paranoid: env.MC_PARANOID === "1",
});

process.stdout.write(`backend listens on ${backend.url}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void backend.stop().then(() => process.exit(0)));
}
