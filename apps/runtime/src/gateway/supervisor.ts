/**
 * Keeps one OpenClaw gateway running for the account, in line with what the account wants.
 *
 *   stopped ─▶ starting ─▶ ready ◀─▶ unhealthy
 *                 ▲          │ exit, or unhealthy for too long
 *                 └─restarting (waits longer after each quick crash)
 *   exit 78 (configuration or state refused) ─▶ failed, until the wanted configuration changes
 *
 * Nothing is started before OpenClaw is installed and the account has an agent. What is wanted changes while it runs: files are
 * written, the gateway reloads them by itself, and the reload is confirmed.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import type { GatewayState } from "@mc/shared/runtime/report";
import type { RuntimeConfig } from "../config.ts";
import { messageOf, RuntimeError } from "../errors.ts";
import type { DesiredState, MissionControl, Watch } from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import { ensureInstalled, type Installation } from "../openclaw/install.ts";
import type { InstallProgress } from "../openclaw/progress.ts";
import { OPENCLAW_VERSION } from "../openclaw/version.ts";
import { sleep } from "../process/sleep.ts";
import type { Service } from "../service/service.ts";
import { readTextOrNull, writeIfChanged } from "../storage/files.ts";
import { buildGatewayConfig, type GatewayConfigInput, gatewayPaths } from "./config.ts";
import type { OpenClawGateway } from "./open-claw-gateway.ts";
import { writePlugin } from "./plugin.ts";
import { EXIT_REFUSED, endOrphan, type GatewayExit, launchGateway, type RunningGateway } from "./process.ts";
import {
  loadTemplates,
  removeStateOfFormerAgents,
  type WorkspaceTemplates,
  writeWorkspaces,
} from "./workspaces.ts";

const READY_WITHIN_MS = 180_000;
const PROBE_EVERY_MS = 10_000;
const PROBE_TIMEOUT_MS = 5_000;
/** Missed probes before the state says so, and before the process is ended. */
const UNHEALTHY_AFTER = 2;
const END_AFTER = 6;
const RESTART_BASE_MS = 1_000;
const RESTART_CAP_MS = 60_000;
/** A gateway that lived so long starts with a clean slate when it crashes. */
const STABLE_AFTER_MS = 120_000;
const INSTALL_RETRY_MS = 15_000;

export interface SupervisorStatus {
  readonly state: GatewayState;
  readonly since: number;
  /** Why it is not ready, for people; null when all is well. */
  readonly reason: string | null;
  readonly install: InstallProgress | null;
  readonly restarts: number;
  readonly installedVersion: string | null;
  readonly hasAgents: boolean;
}

export interface SupervisorOptions {
  readonly config: RuntimeConfig;
  readonly missionControl: MissionControl;
  readonly link: OpenClawGateway;
  readonly logger: Logger;
  /** Known once our own HTTP endpoint and the demo model listen. */
  readonly endpoints: () => Pick<GatewayConfigInput, "tools" | "demoModel">;
  readonly onChange: () => void;
  /** Whether nobody waits for a turn: the time to make the first one quick. */
  readonly isIdle: () => boolean;
}

export class GatewaySupervisor implements Service {
  readonly name = "gateway";
  readonly #options: SupervisorOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #watch: Watch | null = null;
  #desired: DesiredState | null = null;
  #templates: WorkspaceTemplates | null = null;
  #desiredChanged = Promise.withResolvers<void>();
  #applying: Promise<void> = Promise.resolve();
  #loop: Promise<void> = Promise.resolve();
  #process: RunningGateway | null = null;
  #port = 0;
  /** Slugs that the running gateway has taken over. */
  #knownAgents: ReadonlySet<string> = new Set();
  #isDraining = false;
  /** Agents that have had a turn, or the next best thing, since the gateway booted. */
  readonly #warm = new Set<string>();
  #status: SupervisorStatus = {
    state: "stopped",
    since: Date.now(),
    reason: null,
    install: null,
    restarts: 0,
    installedVersion: null,
    hasAgents: false,
  };

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "gateway" });
  }

  get status(): SupervisorStatus {
    return this.#status;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  isAgentReady(slug: string): boolean {
    return this.#knownAgents.has(slug);
  }

  /** Returns at once: installing and booting take long and are watched through `status`. */
  async start(): Promise<void> {
    this.#templates = await loadTemplates();
    this.#watch = this.#options.missionControl.watchDesired((desired) => this.#onDesired(desired));
    this.#loop = this.#run().catch((cause: unknown) => {
      this.#logger.error({ err: cause }, "the supervisor failed");
      this.#set({ state: "failed", reason: `The supervisor of the gateway failed: ${messageOf(cause)}` });
    });
  }

  /** A gateway that ends from now on (the same signal may have reached it) is not started again. */
  async drain(): Promise<void> {
    this.#isDraining = true;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#watch?.stop();
    await this.#loop;
    this.#set({ state: "stopped", reason: null });
  }

  async #run(): Promise<void> {
    const { config } = this.#options;
    const orphan = await endOrphan(config.runtimeDir, config.gatewayStopMs);
    if (orphan !== null)
      this.#logger.warn({ pid: orphan }, "ended a gateway that an earlier runtime had left running");
    const installation = await this.#install();
    if (installation === null) return;
    let quickCrashes = 0;
    while (!this.#stop.signal.aborted) {
      if (!(await this.#waitForAgents())) return;
      const startedAt = performance.now();
      const exit = await this.#runOnce(installation);
      if (this.#stop.signal.aborted || this.#isDraining) return;
      if (exit.code === EXIT_REFUSED) {
        const reason = `OpenClaw refuses its configuration or state: ${lastSentence(exit)}`;
        this.#logger.error({ reason }, "the gateway refuses to start");
        this.#set({ state: "failed", reason });
        await this.#waitForChange();
        continue;
      }
      quickCrashes = performance.now() - startedAt > STABLE_AFTER_MS ? 0 : quickCrashes + 1;
      const waitMs = Math.min(RESTART_CAP_MS, RESTART_BASE_MS * 2 ** Math.min(quickCrashes - 1, 10));
      this.#logger.warn({ code: exit.code, signal: exit.signal, waitMs }, "the gateway ended unexpectedly");
      this.#set({
        state: "restarting",
        reason: `The gateway ended unexpectedly (${exit.signal ?? `exit code ${String(exit.code)}`}) and is started again.`,
        restarts: this.#status.restarts + 1,
      });
      await sleep(quickCrashes <= 1 ? 0 : waitMs, this.#stop.signal);
    }
  }

  async #install(): Promise<Installation | null> {
    const { config } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        const installation = await ensureInstalled({
          dir: config.openclawDir,
          version: OPENCLAW_VERSION,
          env: config.npmEnv,
          signal: this.#stop.signal,
          logger: this.#logger,
          onProgress: (install) => this.#set({ install }),
        });
        this.#set({ install: null, reason: null, installedVersion: installation.version });
        return installation;
      } catch (cause) {
        if (this.#stop.signal.aborted) return null;
        const detail = messageOf(cause);
        this.#logger.error({ err: cause }, "OpenClaw could not be installed");
        this.#set({
          install: { step: "failed", percent: this.#status.install?.percent ?? 0, detail },
          reason: detail,
        });
        await sleep(INSTALL_RETRY_MS, this.#stop.signal);
      }
    }
    return null;
  }

  /** One life of the gateway process, from its files to its exit. */
  async #runOnce(installation: Installation): Promise<GatewayExit> {
    const { config, link } = this.#options;
    this.#set({ state: "starting", reason: null });
    const paths = gatewayPaths(config.runtimeDir);
    this.#port = await freePort();
    await writePlugin(paths.pluginDir);
    await removeStateOfFormerAgents(paths, this.#desired?.agents ?? []);
    await this.#writeFiles();
    this.#knownAgents = slugsOf(this.#desired);
    this.#warm.clear();
    const gateway = await launchGateway({
      entry: installation.entry,
      runtimeDir: config.runtimeDir,
      paths,
      port: this.#port,
      env: {
        ...config.childEnv,
        ...Object.fromEntries(config.model.providers.map(({ key }) => [key.variable, key.value])),
      },
    });
    this.#process = gateway;
    const life = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, life.signal]);
    const watching = this.#bringUp(gateway, signal).catch(async (cause: unknown) => {
      if (signal.aborted) return;
      this.#logger.error({ err: cause }, "the gateway did not become ready");
      await gateway.end(config.gatewayStopMs);
    });
    const onStop = () => void gateway.end(config.gatewayStopMs);
    this.#stop.signal.addEventListener("abort", onStop, { once: true });
    if (this.#stop.signal.aborted) onStop();
    try {
      return await gateway.exited;
    } finally {
      this.#stop.signal.removeEventListener("abort", onStop);
      life.abort();
      this.#process = null;
      await link.disconnect();
      await watching;
    }
  }

  /** Waits for "booted" over HTTP and "usable" over the WebSocket, then watches its health until the signal aborts. */
  async #bringUp(gateway: RunningGateway, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    while (!(await this.#isStarted())) {
      if (signal.aborted) return;
      if (performance.now() - startedAt > READY_WITHIN_MS)
        throw new RuntimeError("gateway_unavailable", "The gateway did not start in time.");
      await sleep(200, signal);
    }
    const { version } = await this.#options.link.connect(
      { url: `ws://127.0.0.1:${this.#port}`, token: await this.#token() },
      signal,
    );
    this.#logger.info(
      { pid: gateway.pid, version, seconds: Math.round((performance.now() - startedAt) / 100) / 10 },
      "the gateway is ready",
    );
    this.#set({ state: "ready", reason: null });
    void this.#warmUp();
    let missed = 0;
    while (!(await sleep(PROBE_EVERY_MS, signal))) {
      missed = (await this.#isAlive()) && this.#options.link.isReady ? 0 : missed + 1;
      if (missed === 0) this.#set({ state: "ready", reason: null });
      else if (missed >= UNHEALTHY_AFTER)
        this.#set({ state: "unhealthy", reason: "The gateway does not answer." });
      if (missed >= END_AFTER) {
        this.#logger.error("the gateway does not answer and is ended");
        await gateway.end(1_000);
      }
    }
  }

  /** One agent after the other, and only while nobody waits: an agent that works warms itself. */
  async #warmUp(): Promise<void> {
    for (const slug of this.#knownAgents) {
      if (this.#warm.has(slug)) continue;
      if (this.#isDraining || !this.#options.link.isReady || !this.#options.isIdle()) return;
      this.#warm.add(slug);
      await this.#options.link.warmUp(slug);
    }
  }

  #onDesired(desired: DesiredState): void {
    this.#desired = desired;
    this.#set({ hasAgents: desired.agents.length > 0 });
    this.#desiredChanged.resolve();
    this.#desiredChanged = Promise.withResolvers();
    if (this.#process === null) return;
    this.#applying = this.#applying.then(async () => {
      try {
        await this.#apply();
      } catch (cause) {
        this.#logger.error({ err: cause }, "the account's agents could not be written for the gateway");
        this.#set({
          reason: `The account's agents could not be written for the gateway: ${messageOf(cause)}`,
        });
      }
    });
  }

  async #apply(): Promise<void> {
    const { hasConfigChanged, changedSlugs } = await this.#writeFiles();
    if (changedSlugs.length > 0) this.#logger.info({ agents: changedSlugs }, "workspaces written");
    if (!hasConfigChanged || !this.#options.link.isReady) return;
    const wanted = slugsOf(this.#desired);
    // Those that go are not offered work any more, whatever the gateway has read so far.
    this.#knownAgents = new Set([...this.#knownAgents].filter((slug) => wanted.has(slug)));
    const isApplied = await this.#options.link.isConfigApplied();
    this.#logger.info({ isApplied }, "gateway configuration changed");
    if (isApplied) this.#knownAgents = wanted;
    void this.#warmUp();
    this.#set({ reason: isApplied ? null : "The gateway has not taken over the latest agents yet." });
  }

  async #writeFiles(): Promise<{ hasConfigChanged: boolean; changedSlugs: string[] }> {
    const { config } = this.#options;
    const desired = this.#desired;
    if (desired === null || this.#templates === null) return { hasConfigChanged: false, changedSlugs: [] };
    const paths = gatewayPaths(config.runtimeDir);
    const changedSlugs = await writeWorkspaces(paths, desired, this.#templates);
    const content = buildGatewayConfig({
      paths,
      version: OPENCLAW_VERSION,
      port: this.#port,
      token: await this.#token(),
      agents: desired.agents,
      model: config.model,
      parallelTurns: config.parallelTurns,
      ...this.#options.endpoints(),
    });
    const hasConfigChanged = await writeIfChanged(
      paths.configFile,
      `${JSON.stringify(content, null, 2)}\n`,
      0o600,
    );
    return { hasConfigChanged, changedSlugs };
  }

  /** Random, once per runtime folder, readable by its owner only. */
  async #token(): Promise<string> {
    const file = join(this.#options.config.runtimeDir, "gateway.token");
    const present = (await readTextOrNull(file))?.trim();
    if (present !== undefined && present.length >= 32) return present;
    const token = randomBytes(32).toString("base64url");
    await writeIfChanged(file, `${token}\n`, 0o600);
    return token;
  }

  async #waitForAgents(): Promise<boolean> {
    while ((this.#desired?.agents.length ?? 0) === 0) {
      if (this.#stop.signal.aborted) return false;
      await this.#waitForChange();
    }
    return !this.#stop.signal.aborted;
  }

  async #waitForChange(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const onStop = () => resolve();
    this.#stop.signal.addEventListener("abort", onStop, { once: true });
    if (this.#stop.signal.aborted) resolve();
    await Promise.race([this.#desiredChanged.promise, promise]);
    this.#stop.signal.removeEventListener("abort", onStop);
  }

  #isStarted(): Promise<boolean> {
    return this.#probe("/startupz");
  }

  #isAlive(): Promise<boolean> {
    return this.#probe("/healthz");
  }

  async #probe(path: string): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, {
        signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  #set(change: Partial<SupervisorStatus>): void {
    const next = { ...this.#status, ...change };
    if (next.state !== this.#status.state) {
      this.#logger.info({ from: this.#status.state, to: next.state }, "gateway state");
      this.#status = { ...next, since: Date.now() };
    } else {
      this.#status = next;
    }
    this.#options.onChange();
  }
}

function slugsOf(desired: DesiredState | null): Set<string> {
  return new Set((desired?.agents ?? []).map((agent) => agent.slug));
}

/** What the process said last, without the JSON around it. */
function lastSentence(exit: GatewayExit): string {
  for (const line of exit.lastLines.toReversed()) {
    const match = /"message":"((?:[^"\\]|\\.)*)"/.exec(line);
    const text = match?.[1] ?? (line.startsWith("{") ? "" : line);
    if (text.trim() !== "") return text.trim().slice(0, 300);
  }
  return `exit code ${String(exit.code)}`;
}

/** A port that is free now. Should somebody take it before the gateway does, the gateway ends and the next start takes another. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return await promise;
}
