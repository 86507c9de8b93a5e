/** What a turn cost: billed by nobody here, estimated when a price is known, unknown otherwise. Never a number that nobody knows. */
import { FakeGateway, type FakeGatewayOptions, ProviderFailure } from "@mc/testkit/fake-gateway";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config.ts";
import { TurnGate } from "../src/delivery/gate.ts";
import { DeliveryService } from "../src/delivery.ts";
import { buildGatewayConfig, gatewayPaths } from "../src/gateway/config.ts";
import type { Gateway, TurnUsage } from "../src/gateway/gateway.ts";
import { OpenClawGateway } from "../src/gateway/open-claw-gateway.ts";
import { DEFAULT_MODELS } from "../src/model.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";

const logger = pino({ level: "silent" });
const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

function deliver(office: FakeMissionControl, gateway: Gateway, isDemo: boolean): DeliveryService {
  const delivery = new DeliveryService({
    missionControl: office,
    gateway,
    gate: new TurnGate(),
    logger,
    leaseMs: 5_000,
    turnTimeoutMs: 5_000,
    streamEveryMs: 1,
    recoverWithinMs: 1_000,
    model: { ref: "some/model", isDemo },
    parallelTurns: 1,
    drainMs: 10,
    now: Date.now,
    isAgentReady: () => true,
    onChange: () => undefined,
    onEnd: () => undefined,
  });
  cleanUp.push(() => delivery.stop());
  return delivery;
}

async function usageOf(costUsd: number | null, isDemo = false) {
  const office = new FakeMissionControl();
  const usage: TurnUsage = { input: 100, output: 10, cacheRead: 3, cacheWrite: 2, costUsd };
  const gateway: Gateway = {
    isReady: true,
    whenReady: async () => true,
    onReadyChange: () => undefined,
    runTurn: async () => ({ kind: "answered", text: "ok", model: "some/model", usage }),
    followTurn: async () => ({ kind: "lost" }),
    abortTurn: async () => undefined,
    traceTurn: async () => ({ kind: "nothing" }),
    measureTurn: async () => null,
  };
  const run = office.add();
  await deliver(office, gateway, isDemo).start();
  await office.untilOver(run);
  return run.answers[0]?.usage;
}

const tokens = { input: 100, output: 10, cacheRead: 3, cacheWrite: 2 };

describe("the cost of a turn", () => {
  it("is unknown, not nothing, when the gateway knows no price", async () => {
    expect(await usageOf(null)).toEqual({ ...tokens, costUsd: null, basis: "unknown" });
  });

  it("is an estimate when the gateway computed it from a price", async () => {
    expect(await usageOf(0.02)).toEqual({ ...tokens, costUsd: 0.02, basis: "estimated" });
  });

  it("of the demo model is nothing, by estimated tokens", async () => {
    expect(await usageOf(null, true)).toEqual({ ...tokens, costUsd: 0, basis: "estimated" });
  });

  it("over the real protocol is unknown when every price in the gateway is zero", async () => {
    const office = new FakeMissionControl();
    const gateway = new FakeGateway();
    await gateway.boot();
    const link = new OpenClawGateway(logger);
    await link.connect({ url: gateway.url, token: gateway.token }, AbortSignal.timeout(5_000));
    cleanUp.push(
      () => gateway.stop(),
      () => link.disconnect(),
    );
    const run = office.add();
    await deliver(office, link, false).start();
    await office.untilOver(run);
    expect(run.answers[0]?.usage).toMatchObject({ input: 100, costUsd: null, basis: "unknown" });
  });
});

describe("what a turn used that was not answered", () => {
  const overTheWire = async (onTurn: NonNullable<FakeGatewayOptions["onTurn"]>, maxTurnTokens?: number) => {
    const office = new FakeMissionControl();
    const gateway = new FakeGateway({ onTurn });
    await gateway.boot();
    const link = new OpenClawGateway(logger);
    await link.connect({ url: gateway.url, token: gateway.token }, AbortSignal.timeout(5_000));
    cleanUp.push(
      () => gateway.stop(),
      () => link.disconnect(),
    );
    const run = office.add();
    if (maxTurnTokens !== undefined) run.maxTurnTokens = maxTurnTokens;
    await deliver(office, link, false).start();
    return { office, gateway, run };
  };

  it("is told with its failure", async () => {
    const { office, run } = await overTheWire(async (turn) => {
      turn.spend(700, 30);
      turn.spend(800, 20);
      throw new ProviderFailure("insufficient funds");
    });
    await office.untilOver(run);
    expect(run.status).toBe("failed");
    expect(run.spent.get(1)).toMatchObject({
      model: "fake/model",
      usage: { input: 1_500, output: 50, costUsd: null, basis: "unknown" },
    });
  });

  it("is told while it runs and when it is stopped", async () => {
    const stopped = Promise.withResolvers<void>();
    const { office, run } = await overTheWire(async (turn) => {
      turn.spend(400, 10);
      await turn.until(stopped.promise);
      return "too late";
    });
    await office.until(() => run.spent.get(1)?.usage.input === 400);
    expect(run.status).toBe("running");
    office.cancel(run);
    await office.untilOver(run);
    expect(run.status).toBe("cancelled");
    expect(run.spent.get(1)?.usage).toMatchObject({ input: 400, output: 10 });
  });

  it("beyond what one turn may use ends the turn at the gateway", async () => {
    const never = Promise.withResolvers<void>();
    const { office, gateway, run } = await overTheWire(async (turn) => {
      for (let call = 0; call < 1_000 && !turn.signal.aborted; call += 1) {
        turn.spend(3_000, 100);
        await turn.until(new Promise((resolve) => setTimeout(resolve, 20)));
      }
      await turn.until(never.promise);
      return "never";
    }, 10_000);
    await office.untilOver(run);
    expect(run.failures).toMatchObject([{ code: "turn_limit", isRetryable: false }]);
    expect(run.failures[0]?.message).toContain("10,000 tokens");
    expect(gateway.aborted).toHaveLength(1);
    expect(run.spent.get(1)?.usage.input).toBeGreaterThan(9_000);
  });
});

describe("a turn that goes on while its runtime is started anew", () => {
  it("is still bounded: beyond what one turn may use it ends at the gateway", async () => {
    const office = new FakeMissionControl();
    const goOn = Promise.withResolvers<void>();
    const gateway = new FakeGateway({
      onTurn: async (turn) => {
        turn.spend(3_000, 100);
        await turn.until(goOn.promise);
        for (let call = 0; call < 1_000 && !turn.signal.aborted; call += 1) {
          turn.spend(3_000, 100);
          await turn.until(new Promise((resolve) => setTimeout(resolve, 20)));
        }
        return "never";
      },
    });
    await gateway.boot();
    cleanUp.push(() => gateway.stop());
    const connected = async () => {
      const link = new OpenClawGateway(logger);
      await link.connect({ url: gateway.url, token: gateway.token }, AbortSignal.timeout(5_000));
      cleanUp.push(() => link.disconnect());
      return link;
    };
    const run = office.add();
    Object.assign(run, {
      status: "running",
      attempt: 1,
      fence: 1,
      leaseUntil: Date.now() + 60_000,
      maxTurnTokens: 10_000,
    });
    const before = await connected();
    const accepted = Promise.withResolvers<void>();
    void before.runTurn(
      {
        agentSlug: run.agentSlug,
        sessionKey: run.sessionKey,
        turnId: "mc-run1-f1",
        message: "go",
        instructions: "",
        timeoutMs: 60_000,
      },
      {
        onAccepted: accepted.resolve,
        onModelCall: () => undefined,
        onText: () => undefined,
        onTool: () => undefined,
      },
    );
    await accepted.promise;
    await before.disconnect();
    await deliver(office, await connected(), false).start();
    goOn.resolve();
    await office.untilOver(run);
    expect(run.failures).toMatchObject([{ code: "turn_limit", isRetryable: false }]);
    expect(gateway.turns).toHaveLength(1);
    expect(gateway.aborted).toHaveLength(1);
    expect(run.spent.get(1)?.usage.input).toBeGreaterThan(9_000);
  });
});

describe("what a turn used whose lease was lost by the time it ended", () => {
  it.each([
    ["complete", { kind: "answered", text: "ok" }],
    ["fail", { kind: "failed", code: "x", message: "x", isRetryable: false }],
    ["cancelled", { kind: "answered", text: "too late" }],
    ["release", { kind: "aborted" }],
  ] as const)("is told once where %s answers that it is", async (end, outcome) => {
    const office = new FakeMissionControl();
    const usage: TurnUsage = { ...tokens, costUsd: null };
    const ended = Promise.withResolvers<void>();
    const run = office.add();
    let refusals = 0;
    office[end] = async () => {
      refusals += 1;
      return "lost";
    };
    const charges: number[] = [];
    const charge = office.charge.bind(office);
    office.charge = async (hold, spent) => {
      charges.push(hold.fence);
      await charge(hold, spent);
      ended.resolve();
    };
    const gateway: Gateway = {
      isReady: true,
      whenReady: async () => true,
      onReadyChange: () => undefined,
      runTurn: async () => {
        if (end === "cancelled" || end === "release") {
          const stopped = office.until(() => wasStopped);
          if (end === "cancelled") office.cancel(run);
          else void delivery.drain();
          await stopped;
        }
        return outcome.kind === "answered" ? { ...outcome, model: "some/model", usage } : outcome;
      },
      followTurn: async () => ({ kind: "lost" }),
      abortTurn: async () => {
        wasStopped = true;
        office.changed();
      },
      traceTurn: async () => ({ kind: "nothing" }),
      measureTurn: async () => ({ model: "some/model", usage }),
    };
    let wasStopped = false;
    const delivery = deliver(office, gateway, false);
    await delivery.start();
    await ended.promise;
    expect(refusals).toBe(1);
    expect(charges).toEqual([1]);
    expect(run.spent.get(1)?.usage).toMatchObject(tokens);
    expect(run.answers).toEqual([]);
  });
});

describe("a model that nobody chose", () => {
  it.each([
    ["anthropic", "ANTHROPIC_API_KEY"],
    ["openai", "OPENAI_API_KEY"],
    ["openrouter", "OPENROUTER_API_KEY"],
  ])("of %s is the documented default, without a price", (provider, variable) => {
    const config = loadConfig({
      MC_BACKEND_URL: "http://127.0.0.1:1",
      MC_SERVICE_TOKEN: "service-token",
      MC_RUNTIME_DIR: "r",
      MC_OPENCLAW_DIR: "o",
      [variable]: "key",
    });
    expect(config.model.ref).toBe(`${provider}/${DEFAULT_MODELS[provider]}`);
    const written = buildGatewayConfig({
      paths: gatewayPaths("r"),
      version: "1",
      port: 1,
      token: "t",
      agents: [agent("mara")],
      model: config.model,
      parallelTurns: 1,
      tools: { baseUrl: "http://127.0.0.1:2", token: "t" },
      demoModel: null,
    });
    expect(written).toMatchObject({
      models: {
        providers: {
          [provider]: { models: [{ cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } }] },
        },
      },
    });
  });
});
