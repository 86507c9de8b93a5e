// The dashboard's production server: Next, plus what Next cannot do (one origin for the backend's HTTP and live
// socket, a truthful client address, security headers, a graceful stop). Run by Node itself: it imports no TSX.
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { createEntry } from "./server/entry.ts";
import { connectSources } from "./server/headers.ts";
import { createPackedFiles } from "./server/packed.ts";
import { createBackendProxy } from "./server/proxy.ts";
import { EnvError, readEnv, type WebEnv } from "./src/env.ts";

/** Exit codes that the supervisor (and a person) can tell apart. */
const EXIT_CONFIG = 78;
const EXIT_PORT_TAKEN = 98;
const STOP_WITHIN_MS = 5_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

function envOrExit(): WebEnv {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    complain(error.message);
    process.exit(EXIT_CONFIG);
  }
}

const env = envOrExit();
const isDev = process.argv.includes("--dev");
mkdirSync(env.dataDir, { recursive: true });

// Next attaches its own upgrade listener to the server that it is given, and it ends sockets that it does not know.
// It gets one that never listens.
const app = next({
  dev: isDev,
  dir: import.meta.dirname,
  hostname: env.host,
  port: env.port,
  httpServer: createServer(),
});
const proxy = createBackendProxy(env.backendUrl);
const agents = createBackendProxy(env.siteUrl, "");

await app.prepare();
const entry = createEntry({
  proxy,
  agents,
  servePacked: isDev ? () => false : createPackedFiles(join(import.meta.dirname, ".next/static")),
  handle: app.getRequestHandler(),
  connect: connectSources(env.convexUrl),
  clerkHost: env.clerk?.host ?? null,
  isDev,
  isProxyTrusted: env.isProxyTrusted,
});
const server = createServer(entry.request);
server.on("upgrade", entry.upgrade);

server.once("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE") {
    complain(
      `Port ${env.port} on ${env.host} is taken by another program. Stop it, or set PORT to a free port.`,
    );
    process.exit(EXIT_PORT_TAKEN);
  }
  if (error.code === "EACCES") {
    complain(`Port ${env.port} needs rights that this user lacks. Set PORT to 1024 or more.`);
    process.exit(EXIT_PORT_TAKEN);
  }
  throw error;
});

await listen(server);
const address = server.address();
const port = typeof address === "object" && address ? address.port : env.port;
say(`web ready http://${env.host}:${port}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());

function listen(target: Server): Promise<void> {
  return new Promise((resolve) => target.listen(env.port, env.host, resolve));
}

/** Lets answers that are under way finish, ends idle connections and live sockets, then leaves. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  proxy.stop();
  await closed;
  await app.close();
  process.exit(0);
}
