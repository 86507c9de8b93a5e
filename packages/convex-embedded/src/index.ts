/** Starts a host: functions from a folder, data in a folder, Convex's protocol on a port. */
import { mkdirSync } from "node:fs";
import { createVerifier, readProviders } from "./auth/index.ts";
import { bundleFunctions, type FunctionBundle } from "./code/bundle.ts";
import { currentExecution } from "./code/execution.ts";
import type { ModuleSource } from "./code/load.ts";
import { guardRejections } from "./code/rejections.ts";
import { createSandbox } from "./code/sandbox.ts";
import type { SyscallArgs } from "./code/syscalls.ts";
import { watchFunctions } from "./code/watch.ts";
import {
  type EmbeddedBackend,
  type EmbeddedBackendOptions,
  type NormalizedOptions,
  newAdminKey,
  normalizeOptions,
} from "./config.ts";
import { Backend } from "./engine/backend.ts";
import { adminRoutes } from "./net/adminRoutes.ts";
import { Authenticator } from "./net/authenticator.ts";
import type { Exchange } from "./net/exchange.ts";
import { downloadExport, EXPORT_PREFIX, requestExport } from "./net/exportRoutes.ts";
import { serveFile, uploadFile } from "./net/fileRoutes.ts";
import { functionRoutes, runByUrl } from "./net/functionApi.ts";
import { runHttpAction } from "./net/httpActions.ts";
import { HttpServer } from "./net/server.ts";
import { statusRoutes } from "./net/statusRoutes.ts";
import { SyncServer } from "./net/syncServer.ts";
import { startWatchdog } from "./observability/watchdog.ts";
import { lockFolder } from "./store/lock.ts";

export { SchemaError } from "./catalog/schemaExport.ts";
export { BundleError } from "./code/errors.ts";
export { type EmbeddedBackend, type EmbeddedBackendOptions, StartError } from "./config.ts";
export { createJsonLogger, type Logger, silentLogger } from "./observability/logger.ts";
export { FolderLockedError } from "./store/lock.ts";

export async function startEmbeddedBackend(given: EmbeddedBackendOptions): Promise<EmbeddedBackend> {
  const options = normalizeOptions(given);
  mkdirSync(options.dataDir, { recursive: true });
  const cleanups: (() => unknown)[] = [lockFolder(options.dataDir)];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return { ...(await start(options, cleanups)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `cleanups` undo what was started, last first, also when a later step fails. */
async function start(
  options: NormalizedOptions,
  cleanups: (() => unknown)[],
): Promise<Omit<EmbeddedBackend, "stop">> {
  const { logger, host } = options;
  cleanups.push(guardRejections(logger));
  const watchdog = options.watchdogSeconds > 0 ? startWatchdog(options.watchdogSeconds * 1000) : null;
  if (watchdog !== null) cleanups.push(() => watchdog.stop());
  const backend = new Backend({
    dataDir: options.dataDir,
    durability: options.durability,
    isDev: options.isDev,
    isParanoid: options.paranoid,
    env: options.env,
    logger,
    ...(watchdog === null ? {} : { entered: watchdog.entered }),
  });
  cleanups.push(() => backend.stop());
  const adminKey = options.adminKey ?? (await keptAdminKey(backend));
  const authenticator = new Authenticator({
    adminKey,
    isDev: options.isDev,
    verifier: createVerifier({ providers: [] }),
  });
  const install = async (bundle: FunctionBundle) => {
    const { authConfig } = await backend.install(evaluate(bundle, backend));
    authenticator.install(createVerifier({ providers: readProviders(authConfig) }));
  };
  const reload = async () => install(await bundleFunctions({ functionsDir: options.functionsDir }));

  const sync = new SyncServer({ ...backendParts(backend), authenticator, logger });
  const siteActions = { executor: backend.executor, authenticator, origin: () => backend.origins.site };
  const apiActions = { ...siteActions, origin: () => `${backend.origins.cloud}/http` };
  const uploads = { files: backend.files, maxUploadBytes: options.maxUploadBytes };
  const server = new HttpServer({
    exact: new Map([
      ...statusRoutes(backend),
      ...functionRoutes({ ...backendParts(backend), authenticator }),
      ...adminRoutes({ backend, authenticator, reload }),
      [
        "POST /api/export/request/zip",
        (exchange: Exchange) => requestExport({ backend, authenticator }, exchange),
      ],
      ["POST /api/storage/upload", (exchange: Exchange) => uploadFile(uploads, exchange)],
    ]),
    prefixes: [
      { prefix: "/api/storage/", route: (exchange) => serveFile(backend, exchange) },
      {
        prefix: "/api/run/",
        route: (exchange) => runByUrl({ ...backendParts(backend), authenticator }, exchange),
      },
      { prefix: EXPORT_PREFIX, route: (exchange) => downloadExport({ backend, authenticator }, exchange) },
      { prefix: "/http/", route: (exchange) => runHttpAction(apiActions, exchange, "/http") },
    ],
    upgrade: (upgrade) => sync.upgrade(upgrade),
    logger,
  });
  const site = new HttpServer({
    exact: new Map(),
    prefixes: [{ prefix: "/", route: (exchange) => runHttpAction(siteActions, exchange, "") }],
    logger,
  });
  const url = `http://${host}:${await server.listen(options.port, host)}`;
  cleanups.push(() => server.close());
  // Sockets first: the server waits for them.
  cleanups.push(() => sync.close());
  const siteUrl = `http://${host}:${await site.listen(options.sitePort, host)}`;
  cleanups.push(() => site.close());
  backend.origins.cloud = options.cloudOrigin ?? url;
  backend.origins.site = options.siteOrigin ?? siteUrl;
  await reload();
  server.open();
  site.open();
  if (options.watch) cleanups.push(watch(options, install));
  return { url, siteUrl, adminKey, reload };
}

function backendParts({ database, writer, executor, reactor }: Backend) {
  return { database, writer, executor, reactor };
}

function watch(
  { functionsDir, logger }: NormalizedOptions,
  install: (bundle: FunctionBundle) => Promise<void>,
) {
  const onError = (error: unknown) => logger.error("the functions were not reloaded", { error });
  return watchFunctions({
    functionsDir,
    onBundle: (bundle) => {
      install(bundle).catch(onError);
    },
    onError,
  });
}

function evaluate(bundle: FunctionBundle, backend: Backend): ModuleSource {
  const { executor, origins } = backend;
  const sandbox = createSandbox({
    bundle,
    env: { ...backend.env(), CONVEX_CLOUD_URL: origins.cloud, CONVEX_SITE_URL: origins.site },
    hooks: {
      currentExecution,
      syscall: (op, args) => executor.syscall(op, args),
      asyncSyscall: (op, args) => executor.asyncSyscall(op, args),
      directSyscall: (op, args) => executor.directSyscall(op, args as SyscallArgs),
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
