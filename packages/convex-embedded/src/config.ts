/** What a host is started with, and the defaults. */
import { randomBytes } from "node:crypto";
import { createJsonLogger, type Logger } from "./observability/logger.ts";
import type { Durability } from "./store/sqlite.ts";

export interface EmbeddedBackendOptions {
  /** Folder with the Convex functions (convex/). */
  readonly functionsDir: string;
  /** Folder of this deployment: database and files. One host per folder. */
  readonly dataDir: string;
  /** Port of the API; 0 = a free one. */
  readonly port: number;
  /** Port of the HTTP actions' own origin; 0 = a free one (default). They are also served under /http/. */
  readonly sitePort?: number;
  readonly host?: string;
  /** `process.env` of the functions: nothing else of the host's environment is visible to them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lets tools call internal functions; made and kept in the data folder when not given. */
  readonly adminKey?: string;
  /** Origins that functions and browsers see, when a proxy stands in front. */
  readonly cloudOrigin?: string;
  readonly siteOrigin?: string;
  readonly logger?: Logger;
  /** "full" (default): an acknowledged mutation survives power loss. "normal": it survives the end of the process. */
  readonly durability?: Durability;
  /** After every round, compare each live query with a fresh evaluation. For tests. */
  readonly paranoid?: boolean;
  /** Clients get error details and log lines (default true). */
  readonly isDev?: boolean;
  /** Reload the functions when their files change (default false). */
  readonly watch?: boolean;
  /** Seconds without an event-loop turn after which a hung function ends the process; 0 = never (default). */
  readonly watchdogSeconds?: number;
  /** Bytes of one uploaded file (default 21 MiB). Functions may allow less: they see the size of what was stored. */
  readonly maxUploadBytes?: number;
}

export interface EmbeddedBackend {
  readonly url: string;
  readonly siteUrl: string;
  readonly adminKey: string;
  /** Bundles and installs the functions anew; throws (and changes nothing) when they do not load or fit the data. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

export interface NormalizedOptions
  extends Required<Omit<EmbeddedBackendOptions, "adminKey" | "cloudOrigin" | "siteOrigin">> {
  readonly adminKey: string | null;
  readonly cloudOrigin: string | null;
  readonly siteOrigin: string | null;
}

/** Thrown for options and data folders a host cannot start with. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export function normalizeOptions(options: EmbeddedBackendOptions): NormalizedOptions {
  for (const port of [options.port, options.sitePort ?? 0]) {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StartError(`${port} is not a port`);
  }
  return {
    functionsDir: options.functionsDir,
    dataDir: options.dataDir,
    port: options.port,
    sitePort: options.sitePort ?? 0,
    host: options.host ?? "127.0.0.1",
    env: options.env ?? {},
    adminKey: options.adminKey ?? null,
    cloudOrigin: trimSlash(options.cloudOrigin),
    siteOrigin: trimSlash(options.siteOrigin),
    logger: options.logger ?? createJsonLogger({ level: "warn" }),
    durability: options.durability ?? "full",
    paranoid: options.paranoid ?? false,
    isDev: options.isDev ?? true,
    watch: options.watch ?? false,
    watchdogSeconds: options.watchdogSeconds ?? 0,
    maxUploadBytes: options.maxUploadBytes ?? 21 * 1024 * 1024,
  };
}

export function newAdminKey(): string {
  return randomBytes(24).toString("base64url");
}

function trimSlash(origin: string | undefined): string | null {
  return origin === undefined ? null : origin.replace(/\/+$/, "");
}
