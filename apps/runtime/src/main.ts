/**
 * One runtime for one account. The composition root: reads the settings, makes every long-lived part once, and says in which
 * order they live. Nothing else in the runtime constructs these.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import { CheckInService } from "./check-in.ts";
import { CommandService } from "./commands.ts";
import { loadConfig, type RuntimeConfig } from "./config.ts";
import { TurnGate } from "./delivery/gate.ts";
import { DeliveryService } from "./delivery.ts";
import { createDemoModel } from "./demo-model/server.ts";
import { messageOf, RuntimeError } from "./errors.ts";
import { gatewayPaths } from "./gateway/config.ts";
import { OpenClawGateway } from "./gateway/open-claw-gateway.ts";
import { GatewaySupervisor } from "./gateway/supervisor.ts";
import { loadHeartbeatText } from "./gateway/workspaces.ts";
import { buildReport, type HealthFacts, healthRoutes } from "./health.ts";
import { HealthWindow } from "./health-window.ts";
import { HeartbeatService } from "./heartbeat.ts";
import { LoopbackServer } from "./http/server.ts";
import { collectLogs, LineKeeper, tailOf } from "./logs.ts";
import { Metrics } from "./metrics.ts";
import { ConvexMissionControl } from "./mission-control/convex-mission-control.ts";
import type { MissionControl } from "./mission-control/mission-control.ts";
import { createLogger, type Logger } from "./observability/logger.ts";
import { ensureInstalled } from "./openclaw/install.ts";
import { BackendClock } from "./process/backend-clock.ts";
import { systemClock } from "./process/clock.ts";
import { SelfUpgrade, type UpgradeStatus } from "./self-upgrade.ts";
import { watchLifetime } from "./service/lifetime.ts";
import { ServiceRunner } from "./service/service.ts";
import { createToolEndpoint } from "./tools/endpoint.ts";
import { ActiveVersion } from "./upgrade/active-version.ts";
import { UpgradeJournal } from "./upgrade/journal.ts";
import { CommandOutcomes } from "./upgrade/outcomes.ts";
import { preflight, saysItsVersion } from "./upgrade/preflight.ts";
import { StateCopies } from "./upgrade/state-copy.ts";
import { VitalsService } from "./vitals.ts";

const STREAM_EVERY_MS = 200;
/** A gateway needs about 20 s to come back, three times that on a busy machine. */
const RECOVER_WITHIN_MS = 180_000;

export interface Runtime {
  readonly runner: ServiceRunner;
  readonly http: LoopbackServer;
  readonly supervisor: GatewaySupervisor;
  readonly facts: () => HealthFacts;
}

/** What only the process around the parts can do. */
export interface Surroundings {
  /** Ends the process so that its supervisor starts it again; null when nobody would. */
  readonly restart: (() => void) | null;
  /** What this process wrote to its own log. */
  readonly ownLog: () => string;
}

const ALONE: Surroundings = { restart: null, ownLog: () => "" };

export function composeRuntime(
  config: RuntimeConfig,
  missionControl: MissionControl,
  ...[logger, surroundings = ALONE]: [Logger, Surroundings?]
): Runtime {
  const paths = gatewayPaths(config.runtimeDir);
  const active = new ActiveVersion(
    { runtimeDir: config.runtimeDir, configFile: paths.configFile },
    config.openclawVersion,
  );
  const figures = new HealthWindow(systemClock.now);
  let upgradeStatus: UpgradeStatus | null = null;
  const clock = new BackendClock();
  const gate = new TurnGate();
  const link = new OpenClawGateway(logger);
  const facts = (): HealthFacts => ({
    gateway: supervisor.status,
    isLinkReady: link.isReady,
    model: config.model,
    activeTurns: delivery.activeTurns,
    waiting: delivery.waiting,
    sessions: delivery.sessions,
    deliveries: delivery.byState,
    heldBackBecause: delivery.heldBackBecause,
    vitals: vitals.signs,
    metrics: figures.metrics({
      waiting: delivery.waiting,
      sessions: delivery.sessions,
      vitals: vitals.signs,
    }),
    wantedVersion: active.version,
    previousVersion: active.previous?.version ?? null,
    upgrade: upgradeStatus,
  });
  const metrics = new Metrics(facts);
  const tools = createToolEndpoint({
    missionControl,
    gate,
    logger,
    onCall: (tool, isOk) => metrics.countTool(tool, isOk),
  });
  const http = new LoopbackServer(
    "the runtime's endpoint",
    new Hono().route("/", healthRoutes(facts, metrics)).route("/agent", tools.routes),
    config.httpPort,
  );
  const demoModel = config.model.isDemo ? createDemoModel({ wordMs: config.model.demoWordMs }) : null;
  const demoServer = demoModel === null ? null : new LoopbackServer("the demo model", demoModel.routes, 0);
  const notice = () => {
    const { state, hasAgents, restarts } = supervisor.status;
    figures.ready(link.isReady ? "ready" : state === "stopped" && !hasAgents ? "unwanted" : "down");
    figures.restarts(restarts);
    checkIn.notice();
    delivery.notice();
  };
  link.onReadyChange(notice);
  const supervisor = new GatewaySupervisor({
    config,
    version: () => active.version,
    missionControl,
    link,
    logger,
    onChange: notice,
    isIdle: () => delivery.activeTurns === 0 && delivery.waiting === 0,
    endpoints: () => ({
      tools: { baseUrl: `${http.url}/agent`, token: tools.token },
      demoModel:
        demoModel === null || demoServer === null
          ? null
          : { baseUrl: `${demoServer.url}/v1`, apiKey: demoModel.apiKey },
    }),
  });
  const delivery = new DeliveryService({
    missionControl,
    gateway: link,
    gate,
    logger,
    leaseMs: config.leaseMs,
    turnTimeoutMs: config.turnTimeoutMs,
    streamEveryMs: STREAM_EVERY_MS,
    recoverWithinMs: RECOVER_WITHIN_MS,
    model: config.model,
    parallelTurns: config.parallelTurns,
    drainMs: config.drainMs,
    now: clock.now,
    meter: {
      accepted: (sinceDueMs) => {
        metrics.accepted(sinceDueMs);
        figures.accepted(sinceDueMs);
      },
      firstOutput: (sinceAcceptedMs) => metrics.firstOutput(sinceAcceptedMs),
      used: (usage) => {
        metrics.used(usage);
        figures.used(usage);
      },
    },
    heartbeatText: loadHeartbeatText(),
    isAgentReady: (slug) => supervisor.isAgentReady(slug),
    onChange: () => checkIn.notice(),
    onEnd: (end, durationMs) => {
      metrics.countTurn(end, durationMs);
      figures.turn(end);
    },
  });
  const checkIn = new CheckInService({
    missionControl,
    report: () => buildReport(facts()),
    everyMs: config.checkInMs,
    logger,
    clock,
  });
  const heartbeat = new HeartbeatService({
    missionControl,
    logger,
    clock: systemClock,
    hasTurn: (slug) => delivery.hasTurn(slug),
    waiting: () => delivery.waiting,
    onBeat: (outcome, missed) => metrics.countBeat(outcome, missed),
  });
  const vitals = new VitalsService({ gatewayPid: () => supervisor.pid, onChange: () => checkIn.notice() });
  const programs = { env: config.childEnv };
  const upgrade = new SelfUpgrade({
    active,
    journal: new UpgradeJournal(config.runtimeDir),
    copies: new StateCopies(config.runtimeDir, paths.stateDir),
    gateway: supervisor,
    logger,
    install: (version, signal) =>
      ensureInstalled({
        dir: config.openclawDir,
        version,
        env: config.npmEnv,
        signal,
        logger,
        onProgress: (progress) => commands.progress({ name: "installing", ...progress }),
      }),
    preflight: (installation, signal) =>
      preflight({
        installation,
        stateDir: paths.stateDir,
        scratchDir: join(config.runtimeDir, "preflight"),
        ...programs,
        signal,
      }),
    saysItsVersion: (installation, signal) => saysItsVersion(installation, { ...programs, signal }),
    activeTurns: () => delivery.activeTurns,
    drainMs: config.upgradeDrainMs,
    readyWithinMs: config.gatewayReadyMs,
    stableMs: config.gatewayStableMs,
    onProgress: (status) => {
      upgradeStatus = status;
      if (status === null || status.step === "verifying") figures.restart();
      if (status !== null)
        commands.progress({ name: status.step, percent: status.percent, detail: status.detail });
      checkIn.notice();
    },
  });
  const commands = new CommandService({
    missionControl,
    gateway: supervisor,
    upgrade,
    active,
    outcomes: new CommandOutcomes(config.runtimeDir),
    logger,
    pin: config.openclawVersion,
    readyWithinMs: config.gatewayReadyMs,
    restartProcess: surroundings.restart,
    checkIn: () => checkIn.now(),
    collectLogs: async () =>
      await collectLogs(
        [
          { title: "Runtime", read: async () => surroundings.ownLog() },
          { title: "Gateway", read: () => tailOf(paths.logFile) },
          {
            title: "Gateway's console",
            read: () => tailOf(join(config.runtimeDir, "logs", "gateway-console.log")),
          },
        ],
        [
          config.serviceToken,
          tools.token,
          await supervisor.token(),
          ...config.model.providers.map(({ key }) => key.value),
          ...Object.values(config.skillEnv),
        ],
      ),
  });
  const services = [
    http,
    ...(demoServer === null ? [] : [demoServer]),
    vitals,
    checkIn,
    commands,
    supervisor,
    delivery,
    heartbeat,
  ];
  return { runner: new ServiceRunner(services, logger), http, supervisor, facts };
}

async function main(): Promise<number> {
  const lifetime = watchLifetime();
  const config = loadConfig();
  const ownLog = new LineKeeper();
  const logger = createLogger(config.logLevel, ownLog);
  await mkdir(config.runtimeDir, { recursive: true, mode: 0o700 });
  const missionControl = new ConvexMissionControl({
    url: config.backendUrl,
    serviceToken: config.serviceToken,
    logger,
  });
  const restart = config.isSupervised ? () => lifetime.end("asked to restart") : null;
  const runtime = composeRuntime(config, missionControl, logger, { restart, ownLog: () => ownLog.text });
  await runtime.runner.start();
  logger.info(
    { httpPort: runtime.http.port, model: config.model.ref, isDemo: config.model.isDemo },
    "runtime ready",
  );
  const reason = await lifetime.ended;
  await runtime.runner.stop(reason);
  await missionControl.close();
  lifetime.dispose();
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = await main();
  } catch (cause) {
    process.stderr.write(
      `${cause instanceof RuntimeError ? cause.message : cause instanceof Error ? (cause.stack ?? messageOf(cause)) : messageOf(cause)}\n`,
    );
    process.exitCode = 1;
  }
  // Whatever still holds the event loop open (a reconnecting socket, a timer) must not keep a stopped runtime alive.
  process.exit();
}
