/**
 * Keeps one OpenClaw gateway running for the account, in line with what the account wants.
 *
 *   stopped ─▶ starting ─▶ ready ◀─▶ unhealthy
 *                 ▲          │ exit, or unhealthy for too long
 *                 └─restarting (waits longer after each quick crash)
 *   exit 78 (configuration or state refused) ─▶ failed, until the wanted configuration changes
 *   hold() ─▶ stopped, until release(); restart() ─▶ starting, without being a crash
 *
 * Nothing is started before OpenClaw is installed and the account has an agent. What is wanted changes while it runs: files are
 * written, the gateway reloads them by itself, and the reload is confirmed.
 */
import type { GatewayState } from "@mc/shared/runtime/report";
import type { RuntimeConfig } from "../config.ts";
import { messageOf, RuntimeError } from "../errors.ts";
import type { DesiredState, MissionControl, Watch } from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import type { Installation } from "../openclaw/install.ts";
import type { InstallProgress } from "../openclaw/progress.ts";
import { sleep } from "../process/sleep.ts";
import type { Service } from "../service/service.ts";
import { GatewayAgents } from "./agents.ts";
import { probeCapabilities } from "./capabilities.ts";
import type { GatewayControl, WellWithin } from "./control.ts";
import { GatewayFiles, type GatewayFilesOptions } from "./files.ts";
import { installUntilDone } from "./installing.ts";
import type { OpenClawGateway } from "./open-claw-gateway.ts";
import { freePort, probeGateway } from "./probe.ts";
import {
  EXIT_REFUSED,
  endOrphan,
  type GatewayExit,
  lastWords,
  launchGateway,
  type RunningGateway,
} from "./process.ts";
import { RestartDelay } from "./restart-delay.ts";

const NOT_TAKEN_OVER = "The gateway has not taken over the latest agents yet.";
const PROBE_EVERY_MS = 10_000;
/** Missed probes before the state says so, and before the process is ended. */
const UNHEALTHY_AFTER = 2;
const END_AFTER = 6;
/** Unexpected ends after which a version is given up. */
const ENDS_ALLOWED = 2;
/** Pause before the agents' files are written again after the disk refused them, or the gateway has not read them. */
const APPLY_AGAIN_MS = 5_000;
/** Before the backend has said whom it wants. */
const NOBODY: DesiredState = { account: { name: "", slug: "" }, agents: [] };

export interface SupervisorStatus {
  readonly state: GatewayState;
  readonly since: number;
  /** Why it is not ready, for people; null when all is well. */
  readonly reason: string | null;
  readonly install: InstallProgress | null;
  readonly restarts: number;
  readonly installedVersion: string | null;
  readonly hasAgents: boolean;
  /** What the connected gateway lacks, in sentences. */
  readonly missing: readonly string[];
  /** Which skills do not work here, and what they wait for. */
  readonly skillProblems: readonly string[];
}

export interface SupervisorOptions extends GatewayFilesOptions {
  readonly config: RuntimeConfig;
  readonly missionControl: MissionControl;
  readonly link: OpenClawGateway;
  readonly logger: Logger;
  readonly onChange: () => void;
  /** Whether nobody waits for a turn: the time to make the first one quick. */
  readonly isIdle: () => boolean;
}

export class GatewaySupervisor implements Service, GatewayControl {
  readonly name = "gateway";
  readonly #options: SupervisorOptions;
  readonly #logger: Logger;
  readonly #files: GatewayFiles;
  readonly #agents: GatewayAgents;
  readonly #stop = new AbortController();
  #watch: Watch | null = null;
  #desired: DesiredState | null = null;
  #desiredChanged = Promise.withResolvers<void>();
  /** How often something changed: what changed while nobody waited for it shows here. */
  #changes = 0;
  #applying: Promise<void> = Promise.resolve();
  #loop: Promise<void> = Promise.resolve();
  #process: RunningGateway | null = null;
  #port = 0;
  #isDraining = false;
  #isQuiet = false;
  #isHeld = false;
  /** The next end of the process was asked for. */
  #isEndWanted = false;
  /** The present life of the process, from its files to its exit. */
  #life: Promise<unknown> = Promise.resolve();
  /** Ends what is waited for in the present life, or before the next one. */
  #over = new AbortController();
  #runningVersion: string | null = null;
  /** Why a gateway that runs is of no use; it is ended and not started again until something else is wanted. */
  #refusal: string | null = null;
  #status: SupervisorStatus = {
    state: "stopped",
    since: Date.now(),
    reason: null,
    install: null,
    restarts: 0,
    installedVersion: null,
    hasAgents: false,
    missing: [],
    skillProblems: [],
  };

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "gateway" });
    this.#files = new GatewayFiles(options);
    this.#agents = new GatewayAgents({
      link: options.link,
      logger: this.#logger,
      isIdle: () => !this.#isDraining && options.isIdle(),
    });
    // What changed while it booted, or was out of reach, was written without anybody to confirm that it was read.
    options.link.onReadyChange((isReady) => {
      if (isReady) this.#bringInLine();
    });
  }

  get status(): SupervisorStatus {
    return this.#status;
  }

  /** With which a client of the gateway shows who it is. */
  token(): Promise<string> {
    return this.#files.token();
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  isAgentReady(slug: string): boolean {
    return !this.#isQuiet && this.#agents.has(slug);
  }

  /** Returns at once: installing and booting take long and are watched through `status`. */
  async start(): Promise<void> {
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
    await this.#files.settled();
    this.#set({ state: "stopped", reason: null });
  }

  async quiesce(): Promise<void> {
    this.#isQuiet = true;
    await this.#options.link.suspend();
  }

  async hold(): Promise<void> {
    this.#isQuiet = true;
    this.#isHeld = true;
    this.#wake();
    await this.#endLife();
    // What an agent was told last may still be on its way into the state that is copied or replaced now.
    await this.#files.settled();
  }

  release(): void {
    const wasHeld = this.#isHeld;
    this.#isQuiet = false;
    this.#isHeld = false;
    this.#wake();
    if (!wasHeld) void this.#options.link.resume();
    this.#options.onChange();
  }

  async restart(): Promise<void> {
    this.#isEndWanted = true;
    this.#set({ state: "restarting", reason: null });
    this.#wake();
    await this.#endLife();
  }

  async #endLife(): Promise<void> {
    const life = this.#life;
    // One that is being prepared, or waits after a crash, has no process to end.
    if (this.#process === null) this.#over.abort();
    await this.#process?.end(this.#options.config.gatewayStopMs);
    await life;
  }

  async isWanted(signal: AbortSignal): Promise<boolean> {
    while (this.#desired === null && !signal.aborted) await sleep(100, signal);
    signal.throwIfAborted();
    return (this.#desired?.agents.length ?? 0) > 0;
  }

  async untilWell({ version, withinMs, stableMs, signal }: WellWithin): Promise<string | null> {
    const [until, restarts] = [performance.now() + withinMs, this.#status.restarts];
    let wellSince: number | null = null;
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const { state, reason } = this.#status;
      if (state === "failed") return reason ?? "The gateway refuses to start.";
      if (this.#status.restarts - restarts >= ENDS_ALLOWED)
        return reason ?? "The gateway ended unexpectedly.";
      const isReady = state === "ready" && this.#options.link.isReady;
      if (isReady && this.#runningVersion !== version)
        return `The gateway says that it is ${this.#runningVersion ?? "unknown"}, not ${version}.`;
      wellSince = isReady ? (wellSince ?? now) : null;
      if (wellSince !== null && now - wellSince >= stableMs) return null;
      if (now > until) return `The gateway did not become ready within ${Math.round(withinMs / 1000)} s.`;
      await sleep(100, signal);
    }
  }

  async #run(): Promise<void> {
    const { config } = this.#options;
    const orphan = await endOrphan(config.runtimeDir, config.gatewayStopMs);
    if (orphan !== null)
      this.#logger.warn({ pid: orphan }, "ended a gateway that an earlier runtime had left running");
    const restartDelay = new RestartDelay();
    while (!this.#stop.signal.aborted) {
      if (this.#isHeld) {
        await this.#waitForChange();
        continue;
      }
      const installation = await this.#install();
      if (installation === null) continue;
      if (!(await this.#waitForAgents())) return;
      if (this.#isHeld || installation.version !== this.#options.version()) continue;
      this.#isEndWanted = false;
      this.#over = new AbortController();
      const seen = this.#changes;
      const startedAt = performance.now();
      const life = this.#runOnce(installation).catch((cause: unknown) => this.#notStarted(cause));
      this.#life = life;
      const exit = await life;
      this.#over = new AbortController();
      if (this.#stop.signal.aborted || this.#isDraining) return;
      if (this.#isHeld || this.#isEndWanted) {
        this.#set({ state: this.#isHeld ? "stopped" : "restarting", reason: null });
        continue;
      }
      const reason =
        exit.code === EXIT_REFUSED
          ? `OpenClaw refuses its configuration or state: ${lastWords(exit)}`
          : this.#refusal;
      if (reason !== null && this.#changes !== seen) {
        // Something else is wanted since it read its files, which may be what it lacked.
        this.#logger.warn({ reason }, "the gateway refused to start, and is started with what is wanted now");
        this.#set({ state: "restarting", reason });
        continue;
      }
      if (reason !== null) {
        this.#logger.error({ reason }, "the gateway refuses to start");
        this.#set({ state: "failed", reason });
        await this.#waitForChange();
        continue;
      }
      const waitMs = restartDelay.after(performance.now() - startedAt);
      this.#logger.warn({ code: exit.code, signal: exit.signal, waitMs }, "the gateway ended unexpectedly");
      this.#set({
        state: "restarting",
        reason: exit.neverRan
          ? `The gateway could not be started and is tried again: ${lastWords(exit)}`
          : `The gateway ended unexpectedly (${exit.signal ?? `exit code ${String(exit.code)}`}) and is started again.`,
        restarts: this.#status.restarts + 1,
      });
      await sleep(waitMs, AbortSignal.any([this.#stop.signal, this.#over.signal]));
    }
  }

  async #install(): Promise<Installation | null> {
    const version = this.#options.version();
    const installation = await installUntilDone({
      version,
      isWanted: () => this.#options.version() === version,
      pause: async (ms) => {
        const over = new AbortController();
        const signal = AbortSignal.any([this.#stop.signal, over.signal]);
        await Promise.race([sleep(ms, signal), this.#desiredChanged.promise]);
        over.abort();
      },
      config: this.#options.config,
      signal: this.#stop.signal,
      logger: this.#logger,
      onProgress: (install) => this.#set({ install }),
      onFailure: (detail) =>
        this.#set({
          install: { step: "failed", percent: this.#status.install?.percent ?? 0, detail },
          reason: detail,
        }),
    });
    if (installation !== null)
      this.#set({ install: null, reason: null, installedVersion: installation.version });
    return installation;
  }

  /** Its files could not be written (a full disk) or no process could be made: over at once, and worth another try. */
  #notStarted(cause: unknown): GatewayExit {
    if (!this.#over.signal.aborted && !this.#stop.signal.aborted)
      this.#logger.error({ err: cause }, "the gateway could not be started");
    return { code: null, signal: null, lastLines: [messageOf(cause)], neverRan: true };
  }

  /** One life of the gateway process, from its files to its exit. */
  async #runOnce(installation: Installation): Promise<GatewayExit> {
    const { config, link } = this.#options;
    const desired = this.#desired ?? NOBODY;
    const life = this.#over;
    const signal = AbortSignal.any([this.#stop.signal, life.signal]);
    this.#refusal = null;
    this.#set({ state: "starting", reason: null, missing: [] });
    this.#port = await freePort();
    const unfinished = await this.#files.prepare(desired, this.#port, signal);
    if (unfinished.length > 0)
      this.#logger.warn({ files: unfinished }, "removed databases that a killed gateway had just begun");
    this.#set({ skillProblems: this.#files.skillProblems });
    this.#agents.booted(desired);
    const gateway = await launchGateway({
      entry: installation.entry,
      runtimeDir: config.runtimeDir,
      paths: this.#files.paths,
      port: this.#port,
      env: {
        ...config.childEnv,
        ...config.skillEnv,
        ...Object.fromEntries(config.model.providers.map(({ key }) => [key.variable, key.value])),
      },
    });
    this.#process = gateway;
    const watching = this.#bringUp(gateway, signal).catch(async (cause: unknown) => {
      if (signal.aborted) return;
      this.#logger.error({ err: cause }, "the gateway did not become ready");
      await gateway.end(config.gatewayStopMs);
    });
    const onStop = () => void gateway.end(config.gatewayStopMs);
    this.#stop.signal.addEventListener("abort", onStop, { once: true });
    if (this.#stop.signal.aborted || this.#isHeld || this.#isEndWanted) onStop();
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
    const inTime = AbortSignal.timeout(this.#options.config.gatewayReadyMs);
    const late = () => new RuntimeError("gateway_unavailable", "The gateway did not start in time.");
    while (!(await probeGateway(this.#port, "started"))) {
      if (signal.aborted) return;
      if (inTime.aborted) throw late();
      await sleep(200, signal);
    }
    const address = { url: `ws://127.0.0.1:${this.#port}`, token: await this.#files.token() };
    const offer = await this.#options.link
      .connect(address, AbortSignal.any([signal, inTime]))
      .catch((cause: unknown) => {
        throw inTime.aborted ? late() : cause;
      });
    this.#runningVersion = offer.version;
    const capabilities = probeCapabilities(offer);
    this.#set({ missing: capabilities.reasons });
    if (!capabilities.isUsable) {
      this.#refusal = capabilities.reasons.join("; ");
      await this.#options.link.disconnect();
      await gateway.end(this.#options.config.gatewayStopMs);
      return;
    }
    this.#logger.info(
      {
        pid: gateway.pid,
        version: offer.version,
        seconds: Math.round((performance.now() - startedAt) / 100) / 10,
      },
      "the gateway is ready",
    );
    this.#set({ state: "ready", reason: null });
    void this.#agents.warmUp();
    let missed = 0;
    while (!(await sleep(PROBE_EVERY_MS, signal))) {
      missed = (await probeGateway(this.#port, "alive")) && this.#options.link.isReady ? 0 : missed + 1;
      if (missed === 0) this.#set({ state: "ready", reason: null });
      else if (missed >= UNHEALTHY_AFTER)
        this.#set({ state: "unhealthy", reason: "The gateway does not answer." });
      if (missed >= END_AFTER) {
        this.#logger.error("the gateway does not answer and is ended");
        await gateway.end(1_000);
      }
    }
  }

  #onDesired(desired: DesiredState): void {
    this.#desired = desired;
    this.#set({ hasAgents: desired.agents.length > 0 });
    this.#wake();
    if (this.#process !== null) this.#bringInLine();
  }

  #bringInLine(): void {
    this.#applying = this.#applying.then(() => this.#applyUntilDone());
  }

  /**
   * What the disk refuses is written again until it takes it, and what the gateway has not read is confirmed until it has: an
   * agent is offered no work before. A start of the gateway ends it, because that writes and reads everything anew.
   */
  async #applyUntilDone(): Promise<void> {
    let said: string | null = null;
    while (this.#process !== null && !this.#stop.signal.aborted) {
      const over = AbortSignal.any([this.#stop.signal, this.#over.signal]);
      let problem: string | null;
      try {
        problem = await this.#apply(over);
      } catch (cause) {
        // The next life starts with what is wanted by then.
        if (over.aborted) return;
        this.#logger.error({ err: cause }, "the account's agents could not be written for the gateway");
        problem = `The account's agents could not be written for the gateway: ${messageOf(cause)}`;
      }
      if (problem !== null || this.#status.reason === said) this.#set({ reason: problem });
      if (problem === null) return;
      said = problem;
      await sleep(APPLY_AGAIN_MS, over);
    }
  }

  /** Answers what is still missing, for people; null when the gateway works with what the account wants. */
  async #apply(over: AbortSignal): Promise<string | null> {
    const desired = this.#desired ?? NOBODY;
    // Nobody was removed: what the agents keep in their workspaces is there when the work comes back.
    if (desired.isStandby === true) return null;
    const { hasConfigChanged, changedSlugs } = await this.#files.write(desired, this.#port, over);
    this.#set({ skillProblems: this.#files.skillProblems });
    if (changedSlugs.length > 0) this.#logger.info({ agents: changedSlugs }, "workspaces written");
    if (hasConfigChanged) this.#agents.wrote();
    // While it boots or reconnects there is nobody to ask; once it is ready this is looked at again.
    if (!this.#options.link.isReady || this.#agents.isInLine(desired)) return null;
    const isApplied = await this.#agents.takeOver(desired);
    void this.#agents.warmUp();
    return isApplied || !this.#options.link.isReady ? null : NOT_TAKEN_OVER;
  }

  async #waitForAgents(): Promise<boolean> {
    while ((this.#desired?.agents.length ?? 0) === 0) {
      if (this.#stop.signal.aborted) return false;
      // Somebody decides otherwise: the loop looks again.
      if (this.#isHeld || this.#status.installedVersion !== this.#options.version()) return true;
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

  /** Whatever waits for something to change looks again. */
  #wake(): void {
    this.#changes += 1;
    this.#desiredChanged.resolve();
    this.#desiredChanged = Promise.withResolvers();
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
