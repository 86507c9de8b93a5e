/** Starts a host: functions from a folder, data in a folder, Convex's protocol on a port. */
import { mkdirSync } from "node:fs";
import { createVerifier, readProviders } from "./auth/index.ts";
import { bundleFunctions, type FunctionBundle } from "./code/bundle.ts";
import { currentExecution } from "./code/execution.ts";
import type { ModuleSource } from "./code/load.ts";
import { guardRejections } from "./code/rejections.ts";
import { createSandbox } from "./code/sandbox.ts";
import {
  type EmbeddedBackend,
  type EmbeddedBackendOptions,
  newAdminKey,
  normalizeOptions,
} from "./config.ts";
import { Backend } from "./engine/backend.ts";
import { Authenticator } from "./net/authenticator.ts";
import { functionRoutes, type Route, runByUrl } from "./net/functionApi.ts";
import { HttpServer } from "./net/server.ts";
import { SyncServer } from "./net/syncServer.ts";

export { SchemaError } from "./catalog/schemaExport.ts";
export { BundleError } from "./code/errors.ts";
export { type EmbeddedBackend, type EmbeddedBackendOptions, StartError } from "./config.ts";
export { createJsonLogger, type Logger, silentLogger } from "./observability/logger.ts";

const VERSION = "0.1.0";

export async function startEmbeddedBackend(given: EmbeddedBackendOptions): Promise<EmbeddedBackend> {
  const options = normalizeOptions(given);
  mkdirSync(options.dataDir, { recursive: true });
  const { logger } = options;
  const backend = new Backend({
    dataDir: options.dataDir,
    durability: options.durability,
    isDev: options.isDev,
    isParanoid: options.paranoid,
    logger,
  });
  const adminKey = options.adminKey ?? (await keptAdminKey(backend));
  const verifier = createVerifier({ providers: [] });
  const authenticator = new Authenticator({ adminKey, isDev: options.isDev, verifier });
  const env: Record<string, string> = { ...options.env };

  const { database, writer, executor, reactor } = backend;
  const sync = new SyncServer({ database, writer, executor, reactor, authenticator, logger });
  const api = { executor, authenticator, database };
  const text =
    (body: string): Route =>
    async (exchange) =>
      exchange.text(200, body);
  const server = new HttpServer({
    exact: new Map<string, Route>([
      ["GET /", text("This is a Convex-compatible deployment.")],
      ["GET /version", text(VERSION)],
      ["GET /instance_name", text("local")],
      ["GET /instance_version", text(VERSION)],
      [
        "GET /healthz",
        async (exchange) => exchange.jsonText(200, JSON.stringify({ status: "ok", code: backend.code.hash })),
      ],
      ...functionRoutes(api),
    ]),
    prefixes: [{ prefix: "/api/run/", route: (exchange) => runByUrl(api, exchange) }],
    upgrade: (request, socket, head) => sync.upgrade(request, socket, head),
    logger,
  });
  const site = new HttpServer({ exact: new Map(), prefixes: [], logger });

  const url = `http://${options.host}:${await server.listen(options.port, options.host)}`;
  const siteUrl = `http://${options.host}:${await site.listen(options.sitePort, options.host)}`;
  env["CONVEX_CLOUD_URL"] = options.cloudOrigin ?? url;
  env["CONVEX_SITE_URL"] = options.siteOrigin ?? siteUrl;

  const install = async (bundle: FunctionBundle) => {
    const code = await backend.install(evaluate(bundle, { env, backend }));
    authenticator.install(createVerifier({ providers: readProviders(code.authConfig) }));
  };
  const releaseRejections = guardRejections(logger);
  const stop = async () => {
    releaseRejections();
    sync.close();
    await Promise.all([server.close(), site.close()]);
    await backend.stop();
  };
  const reload = async () => install(await bundleFunctions({ functionsDir: options.functionsDir }));
  try {
    await reload();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, siteUrl, adminKey, reload, stop };
}

function evaluate(
  bundle: FunctionBundle,
  host: { env: Record<string, string>; backend: Backend },
): ModuleSource {
  const { executor } = host.backend;
  const sandbox = createSandbox({
    bundle,
    env: host.env,
    hooks: {
      currentExecution,
      syscall: (op, args) => executor.syscall(op, args),
      asyncSyscall: (op, args) => executor.asyncSyscall(op, args),
      jsSyscall: (op, args) => executor.jsSyscall(op, args),
    },
  });
  return { ...sandbox, hash: bundle.hash };
}

async function keptAdminKey(backend: Backend): Promise<string> {
  return backend.writer.write((tx) => {
    const kept = tx.connection.meta("adminKey");
    if (kept !== null) return kept;
    const made = newAdminKey();
    tx.beforeWrite();
    tx.connection.setMeta("adminKey", made);
    return made;
  });
}
