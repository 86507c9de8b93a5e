import { existsSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { internal } from "@mc/backend/api";
import { ConvexClient } from "convex/browser";
import type { FunctionReference } from "convex/server";
import { ManagedChild } from "./child.ts";
import { repoRoot, type StartConfig } from "./config.ts";
import { runtimeNodeArgs, runtimeNodeEnv, warmUp } from "./runtimeNode.ts";
import type { Secrets } from "./secrets.ts";
import { skillEnvOf } from "./skillEnv.ts";

/** A gateway with a turn under way needs time to close it well; the runtime's own budget is shorter. */
export const runtimeStopMs = 25_000;
const firstRetryMs = 500;
const longestRetryMs = 30_000;

type Wanted = { accountId: string; slug: string; runtimeId: string; isOnlyAccount: boolean };

/**
 * Starts one runtime process for every account that has agents and whose runtime is this machine's, and stops those that
 * are no longer wanted. What is wanted is data in the backend, read by subscription with the host's admin key.
 */
export class LocalRuntimes {
  readonly #config: StartConfig;
  readonly #client: ConvexClient;
  readonly #say: (line: string) => void;
  readonly #runtimes = new Map<string, LocalRuntime>();
  readonly #unsubscribes: (() => void)[] = [];

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
    this.#unsubscribes.push(
      this.#client.onUpdate(
        asCallable<"query">(internal.localRuntimes.wanted),
        {},
        (wanted: Wanted[]) => this.#follow(wanted),
        (error) => this.#say(`which runtimes are wanted cannot be read: ${error.message}`),
      ),
      this.#client.onUpdate(
        asCallable<"query">(internal.localRuntimes.ended),
        {},
        (accountIds: string[]) => void this.#forget(accountIds),
        (error) => this.#say(`which accounts were deleted cannot be read: ${error.message}`),
      ),
    );
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    const stopped = Promise.all([...this.#runtimes.values()].map((runtime) => runtime.want(null)));
    // one that is just being started may wait for a backend that is gone
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, runtimeStopMs).unref())]);
    await this.#client.close();
  }

  #follow(wanted: readonly Wanted[]): void {
    const byId = new Map(wanted.map((runtime) => [runtime.runtimeId, runtime]));
    for (const id of byId.keys()) {
      if (!this.#runtimes.has(id))
        this.#runtimes.set(id, new LocalRuntime((each) => this.#spawn(each), this.#say));
    }
    for (const [id, runtime] of this.#runtimes) void runtime.want(byId.get(id) ?? null);
  }

  /** Workspaces, transcripts and logs of a deleted account's agents go too, once nothing writes there any more. */
  async #forget(accountIds: readonly string[]): Promise<void> {
    for (const accountId of accountIds) {
      const folder = join(this.#config.dataDir, "runtimes", accountId);
      if (!/^[a-z0-9]+$/.test(accountId) || !existsSync(folder)) continue;
      const own = [...this.#runtimes.values()].filter((runtime) => runtime.accountId === accountId);
      await Promise.all(own.map((runtime) => runtime.want(null)));
      try {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
        this.#say(`the runtime's folder of a deleted account is removed`);
      } catch (error) {
        // Nobody awaits this: what it throws would end everything else with it.
        const reason = error instanceof Error ? error.message : String(error);
        this.#say(`the runtime's folder of a deleted account could not be removed: ${reason}`);
      }
    }
  }

  async #spawn({ accountId, slug, runtimeId, isOnlyAccount }: Wanted): Promise<ManagedChild> {
    const issue = asCallable<"mutation">(internal.localRuntimes.issueToken);
    const { token } = await this.#client.mutation(issue, { runtimeId });
    const runtimeDir = join(this.#config.dataDir, "runtimes", accountId);
    mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });
    await warmUp();
    const child = new ManagedChild(
      {
        name: `runtime of ${slug}`,
        cwd: join(repoRoot, "apps/runtime"),
        nodeArgs: runtimeNodeArgs,
        args: ["src/main.ts"],
        env: {
          ...inheritedEnv(),
          ...runtimeNodeEnv,
          ...this.#config.runtimeEnv,
          ...skillEnvOf({ slug, isOnlyAccount }, this.#config),
          MC_BACKEND_URL: `http://127.0.0.1:${this.#config.backendPort}`,
          MC_SERVICE_TOKEN: token,
          MC_RUNTIME_DIR: runtimeDir,
          MC_OPENCLAW_DIR: this.#config.openclawDir,
          MC_RUNTIME_HTTP_PORT: "0",
          MC_SUPERVISED: "1",
        },
        logFile: join(this.#config.dataDir, "logs", `runtime-${slug}.log`),
        pidFile: join(this.#config.dataDir, "run", `runtime-${slug}.pid`),
      },
      this.#say,
    );
    child.start();
    return child;
  }
}

/**
 * One runtime, followed to what is wanted last. Starting and stopping never overlap: two processes on one folder would end
 * each other's gateway.
 */
export class LocalRuntime {
  readonly #spawn: (wanted: Wanted) => Promise<Pick<ManagedChild, "stop">>;
  readonly #say: (line: string) => void;
  #wanted: Wanted | null = null;
  /** Whose it was when it was wanted last. */
  accountId: string | null = null;
  #child: Pick<ManagedChild, "stop"> | null = null;
  #settling: Promise<void> | null = null;

  constructor(spawn: (wanted: Wanted) => Promise<Pick<ManagedChild, "stop">>, say: (line: string) => void) {
    this.#spawn = spawn;
    this.#say = say;
  }

  /** Resolves when the process is as wanted: running, or stopped for null. */
  want(wanted: Wanted | null): Promise<void> {
    this.#wanted = wanted;
    this.accountId = wanted?.accountId ?? this.accountId;
    this.#settling ??= this.#follow();
    return this.#settling;
  }

  async #follow(): Promise<void> {
    try {
      await this.#settle();
    } finally {
      this.#settling = null;
    }
    // Wanted otherwise after the last look, and before the line above said that nobody looks any more.
    if (!this.#isSettled) await this.want(this.#wanted);
  }

  get #isSettled(): boolean {
    return (this.#wanted === null) === (this.#child === null);
  }

  async #settle(): Promise<void> {
    for (let waitMs = firstRetryMs; !this.#isSettled; ) {
      if (this.#wanted === null) {
        await this.#child?.stop(runtimeStopMs);
        this.#child = null;
        continue;
      }
      try {
        this.#child = await this.#spawn(this.#wanted);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#say(`the runtime of ${this.#wanted.slug} could not be started, trying again: ${reason}`);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        waitMs = Math.min(waitMs * 2, longestRetryMs);
      }
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
