import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { internal } from "@mc/backend/api";
import { ConvexClient } from "convex/browser";
import type { FunctionReference } from "convex/server";
import { ManagedChild } from "./child.ts";
import { repoRoot, type StartConfig } from "./config.ts";
import type { Secrets } from "./secrets.ts";

/** A gateway with a turn under way needs time to close it well; the runtime's own budget is shorter. */
export const runtimeStopMs = 25_000;

type Wanted = { accountId: string; slug: string; runtimeId: string };

/**
 * Starts one runtime process for every account that has agents and whose runtime is this machine's, and stops those that
 * are no longer wanted. What is wanted is data in the backend, read by subscription with the host's admin key.
 */
export class LocalRuntimes {
  readonly #config: StartConfig;
  readonly #client: ConvexClient;
  readonly #say: (line: string) => void;
  readonly #children = new Map<string, ManagedChild>();
  readonly #starting = new Set<string>();
  #unsubscribe: (() => void) | undefined;
  #isStopping = false;

  constructor({
    config,
    secrets,
    say,
  }: { config: StartConfig; secrets: Secrets; say: (line: string) => void }) {
    this.#config = config;
    this.#say = say;
    this.#client = new ConvexClient(`http://127.0.0.1:${config.backendPort}`, { logger: false });
    authenticateAsAdmin(this.#client, secrets.adminKey);
  }

  run(): void {
    this.#unsubscribe = this.#client.onUpdate(
      asCallable<"query">(internal.localRuntimes.wanted),
      {},
      (wanted: Wanted[]) => this.#follow(wanted),
      (error) => this.#say(`which runtimes are wanted cannot be read: ${error.message}`),
    );
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unsubscribe?.();
    await Promise.all([...this.#children.values()].map((child) => child.stop(runtimeStopMs)));
    await this.#client.close();
  }

  #follow(wanted: readonly Wanted[]): void {
    const ids = new Set(wanted.map((runtime) => runtime.runtimeId));
    for (const [id, child] of this.#children) {
      if (ids.has(id)) continue;
      this.#children.delete(id);
      void child.stop(runtimeStopMs);
    }
    for (const runtime of wanted) {
      if (this.#children.has(runtime.runtimeId) || this.#starting.has(runtime.runtimeId)) continue;
      void this.#start(runtime);
    }
  }

  async #start({ accountId, slug, runtimeId }: Wanted): Promise<void> {
    this.#starting.add(runtimeId);
    try {
      const { token } = await this.#client.mutation(
        asCallable<"mutation">(internal.localRuntimes.issueToken),
        { runtimeId },
      );
      if (this.#isStopping) return;
      const runtimeDir = join(this.#config.dataDir, "runtimes", accountId);
      mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });
      const child = new ManagedChild(
        {
          name: `runtime of ${slug}`,
          cwd: join(repoRoot, "apps/runtime"),
          args: ["src/main.ts"],
          env: {
            ...inheritedEnv(),
            ...this.#config.runtimeEnv,
            MC_BACKEND_URL: `http://127.0.0.1:${this.#config.backendPort}`,
            MC_SERVICE_TOKEN: token,
            MC_RUNTIME_DIR: runtimeDir,
            MC_OPENCLAW_DIR: this.#config.openclawDir,
            MC_RUNTIME_HTTP_PORT: "0",
          },
          logFile: join(this.#config.dataDir, "logs", `runtime-${slug}.log`),
          pidFile: join(this.#config.dataDir, "run", `runtime-${slug}.pid`),
        },
        this.#say,
      );
      this.#children.set(runtimeId, child);
      child.start();
    } catch (error) {
      this.#say(
        `the runtime of ${slug} could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      this.#starting.delete(runtimeId);
    }
  }
}

/** What every child needs of this process's environment, and nothing that could hold somebody else's secret. */
export function inheritedEnv(): Record<string, string> {
  const kept = [
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "NODE_EXTRA_CA_CERTS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "npm_config_registry",
    "npm_config_userconfig",
    "npm_config_cache",
  ];
  const env: Record<string, string> = {};
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** The client library keeps this method for Convex's own tools: it exists at run time and not in its types. */
function authenticateAsAdmin(client: ConvexClient, adminKey: string): void {
  (client.client as unknown as { setAdminAuth(key: string): void }).setAdminAuth(adminKey);
}

/** The client's types accept public functions only; with the admin key the server accepts internal ones too. */
function asCallable<Kind extends "query" | "mutation">(reference: unknown): FunctionReference<Kind> {
  return reference as FunctionReference<Kind>;
}
