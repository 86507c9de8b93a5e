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
    AUTH_ISSUER: z.string().min(1),
    AUTH_JWKS_URL: z.url(),
    MC_PARANOID: z.enum(["0", "1"]).default("0"),
  })
  .parse(process.env);

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
  env: { AUTH_ISSUER: env.AUTH_ISSUER, AUTH_JWKS_URL: env.AUTH_JWKS_URL },
  // a function that never returns would hang everybody: the host ends itself, names the function, and is started again
  watchdogSeconds: 30,
  paranoid: env.MC_PARANOID === "1",
});

process.stdout.write(`backend listens on ${backend.url}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void backend.stop().then(() => process.exit(0)));
}
