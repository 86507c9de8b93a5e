/** Delivery over the real protocol client against a gateway in memory: what must hold whatever dies when. */
import { FakeGateway, type FakeGatewayOptions, ProviderFailure } from "@mc/testkit/fake-gateway";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { TurnGate } from "../src/delivery/gate.ts";
import { type DeliveryOptions, DeliveryService } from "../src/delivery.ts";
import { OpenClawGateway } from "../src/gateway/open-claw-gateway.ts";
import { FakeMissionControl } from "./fake-mission-control.ts";

const logger = pino({ level: "silent" });
const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

/** A delivery of the office's hand-offs to that gateway. */
function deliveryOf(
  { office, link, gate }: { office: FakeMissionControl; link: OpenClawGateway; gate: TurnGate },
  changed: Partial<DeliveryOptions> = {},
): DeliveryService {
  return new DeliveryService({
    missionControl: office,
    gateway: link,
    gate,
    logger,
    leaseMs: 300,
    turnTimeoutMs: 10_000,
    streamEveryMs: 1,
    recoverWithinMs: 5_000,
    model: { ref: "fake/model", isDemo: false },
    parallelTurns: 3,
    drainMs: 100,
    now: Date.now,
    isAgentReady: () => true,
    onChange: () => undefined,
    onEnd: () => undefined,
    ...changed,
  });
}

async function setUp(options: FakeGatewayOptions = {}, office = new FakeMissionControl()) {
  const gate = new TurnGate();
  const gateway = new FakeGateway({
    gate: (runId, sessionKey) => gate.find(runId, sessionKey) !== null,
    ...options,
  });
  await gateway.boot();
  const link = new OpenClawGateway(logger);
  await link.connect({ url: gateway.url, token: gateway.token }, AbortSignal.timeout(5_000));
  const delivery = deliveryOf({ office, link, gate });
  cleanUp.push(
    () => gateway.stop(),
    () => link.disconnect(),
    () => delivery.stop(),
  );
  return { office, gateway, link, delivery, gate };
}

/** A promise that a test settles when it wants the turn to go on. */
const signal = () => Promise.withResolvers<void>();

describe("a hand-off", () => {
  it("is leased, accepted, streamed and answered once", async () => {
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("Let me");
        await turn.tool("task_status");
        turn.say("Let me see");
        return "Done.";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.untilOver(run);
    expect(run.answers.map((answer) => answer.answer)).toEqual(["Done."]);
    expect(run.answers[0]).toMatchObject({
      model: "fake/model",
      isDemoModel: false,
      usage: { input: 100, output: 10, costUsd: null, basis: "unknown" },
    });
    expect(run.gatewayRunId).toBe("mc-run1-f1");
    expect(run.tools).toEqual([
      { name: "task_status", phase: "start" },
      { name: "task_status", phase: "end", ok: true },
    ]);
  });

  it("is answered once where the backend has a fault of its own for a while", async () => {
    const office = new FakeMissionControl();
    const complete = office.complete.bind(office);
    let faults = 0;
    office.complete = async (hold, completion) => {
      faults += 1;
      // The second time it was recorded, and its answer got lost.
      if (faults === 2) await complete(hold, completion);
      if (faults <= 2) throw new Error("internal");
      return await complete(hold, completion);
    };
    const { delivery } = await setUp({ onTurn: async () => "Worth waiting for." }, office);
    const run = office.add();
    await delivery.start();
    await office.untilOver(run);
    await expect.poll(() => delivery.activeTurns).toBe(0);
    expect(run.answers.map(({ answer }) => answer)).toEqual(["Worth waiting for."]);
    expect(run.failures).toEqual([]);
  });

  it("is failed with the reason where a rule of the backend refuses the answer", async () => {
    const office = new FakeMissionControl();
    office.complete = () =>
      Promise.reject(
        Object.assign(new Error("too large"), {
          data: { code: "too_large", message: "The message has at most 10 characters.", limit: 10 },
        }),
      );
    const { delivery } = await setUp({}, office);
    const run = office.add();
    await delivery.start();
    await office.untilOver(run);
    expect(run.failures).toMatchObject([{ code: "answer_refused", isRetryable: false }]);
  });

  it("that a person stopped stays stopped when the runtime drains meanwhile", async () => {
    const [going, ending] = [signal(), signal()];
    // The gateway takes its time to stop the turn.
    const { office, gateway, delivery } = await setUp({
      onTurn: async () => {
        going.resolve();
        await ending.promise;
        return "too late";
      },
    });
    const run = office.add();
    await delivery.start();
    await going.promise;
    office.cancel(run);
    await office.until(() => gateway.aborted.length === 1);
    const drained = delivery.drain();
    await office.until(() => gateway.aborted.length === 2);
    ending.resolve();
    await drained;
    expect([run.status, run.answers, run.releases]).toEqual(["cancelled", [], 0]);
  });

  it("that cannot be asked for (the question itself fails) is not asked for again at once", async () => {
    const office = new FakeMissionControl();
    let questions = 0;
    office.lease = () => {
      questions += 1;
      return Promise.reject(new Error("internal"));
    };
    const { delivery } = await setUp({}, office);
    office.add();
    await delivery.start();
    await expect.poll(() => questions).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(questions).toBe(1);
  });

  it("tells the model what happened in the message and the rules in the instructions", async () => {
    const seen: string[] = [];
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        seen.push(turn.message, turn.instructions);
        return "ok";
      },
    });
    const run = office.add({ title: "Write the plan", kind: "mention", say: "please hurry" });
    await delivery.start();
    await office.untilOver(run);
    expect(seen[0]).toContain("MC-1: Write the plan");
    expect(seen[0]).toContain("please hurry");
    expect(seen[1]).toContain("task_status");
    expect(seen[1]).not.toContain("please hurry");
  });

  it("of one session follows another, of other sessions runs beside it, never more at once than allowed", async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        running += 1;
        most = Math.max(most, running);
        order.push(`${turn.sessionKey} start`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push(`${turn.sessionKey} end`);
        running -= 1;
        return "ok";
      },
    });
    const runs = [
      office.add({ task: "a" }),
      office.add({ task: "a" }),
      ...["b", "c", "d", "e"].map((task) => office.add({ task })),
    ];
    await delivery.start();
    await office.untilOver(...runs);
    expect(most).toBe(3);
    expect(order.filter((line) => line.includes(":a:"))).toEqual(
      ["start", "end", "start", "end"].map((word) => `agent:mara:mc:task:a:g1 ${word}`),
    );
  });

  it("keeps its lease for as long as the turn takes", async () => {
    const go = signal();
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        await turn.until(go.promise);
        return "late";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.status === "accepted");
    const first = run.leaseUntil ?? 0;
    await office.until(() => (run.leaseUntil ?? 0) > first + 300);
    go.resolve();
    await office.untilOver(run);
    expect([run.attempt, run.answers.length]).toEqual([1, 1]);
  });

  it("waits until the gateway knows a new agent", async () => {
    const { office, delivery, link, gate } = await setUp();
    await delivery.stop();
    let isKnown = false;
    const waiting = deliveryOf(
      { office, link, gate },
      { turnTimeoutMs: 1_000, recoverWithinMs: 1_000, drainMs: 10, isAgentReady: () => isKnown },
    );
    cleanUp.push(() => waiting.stop());
    const run = office.add();
    await waiting.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(run.attempt).toBe(0);
    isKnown = true;
    waiting.notice();
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
  });
});

describe("a turn that is stopped", () => {
  it("is aborted at the gateway and recorded as cancelled, without an answer", async () => {
    const { office, gateway, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("I will now");
        await turn.until(new Promise(() => undefined));
        return "never";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    office.cancel(run);
    await office.untilOver(run);
    expect(run.status).toBe("cancelled");
    expect(run.answers).toEqual([]);
    expect(gateway.aborted).toEqual(["mc-run1-f1"]);
  });

  it("loses its right to act at once when its lease is lost, and says nothing more", async () => {
    const go = signal();
    const allowed: boolean[] = [];
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        allowed.push(await turn.tool("task_status"));
        await turn.until(go.promise);
        allowed.push(await turn.tool("document_upsert"));
        return "too late";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.tools.length === 2);
    Object.assign(run, { fence: 9, status: "running", leaseUntil: Date.now() + 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    go.resolve();
    await expect.poll(() => delivery.activeTurns).toBe(0);
    expect(run.answers).toEqual([]);
    expect(run.failures).toEqual([]);
    expect(allowed[0]).toBe(true);
    expect(allowed[1] ?? false).toBe(false);
  });
});

describe("a gateway that dies in the middle of a turn", () => {
  it("gets the work again, answers once, and its own resumed turn never reaches the model", async () => {
    const { office, gateway, link, delivery } = await setUp({
      onTurn: async (turn) => {
        if (gateway.turns.length > 1) return "second try";
        turn.say("half of");
        await turn.until(new Promise(() => undefined));
        return "first try";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    await gateway.crash();
    await gateway.boot();
    await expect.poll(() => link.isReady).toBe(true);
    await office.untilOver(run);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(run.answers.map((answer) => answer.answer)).toEqual(["second try"]);
    expect(run.failures.map((failure) => failure.code)).toEqual(["gateway_lost"]);
    expect(gateway.turns.map((turn) => [turn.runId, turn.isResumed])).toEqual([
      ["mc-run1-f1", false],
      ["mc-run1-f3", false],
    ]);
  });

  it("but had finished: its answer is taken from the history, not made again", async () => {
    const go = signal();
    const { office, gateway, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("almost");
        await turn.until(go.promise);
        return "x";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    await gateway.crash();
    gateway.addFinished(run.sessionKey, "mc-run1-f1", "finished before the crash");
    await gateway.boot();
    await office.untilOver(run);
    expect(run.answers.map((answer) => answer.answer)).toEqual(["finished before the crash"]);
    expect(run.attempt).toBe(1);
  });

  it("and stays away fails the attempt with a reason", async () => {
    const { office, gateway, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("…");
        await turn.until(new Promise(() => undefined));
        return "x";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    await gateway.crash();
    await office.until(() => run.failures.length > 0);
    expect(run.failures[0]).toMatchObject({ code: "gateway_lost", isRetryable: true });
    expect(run.failures[0]?.message).toContain("has not come back");
  });

  it("keeps the turn when only the connection broke", async () => {
    const go = signal();
    const { office, gateway, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("one");
        await turn.until(go.promise);
        turn.say("one two");
        return "one two three";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    gateway.dropConnections();
    await new Promise((resolve) => setTimeout(resolve, 50));
    go.resolve();
    await office.untilOver(run);
    expect(run.answers.map((answer) => answer.answer)).toEqual(["one two three"]);
    expect([run.attempt, gateway.turns.length]).toEqual([1, 1]);
  });
});

describe("a runtime that was killed", () => {
  it("finishes what had finished and hands over again what had not", async () => {
    const office = new FakeMissionControl();
    const finished = office.add({ task: "finished" });
    const lost = office.add({ task: "lost" });
    for (const run of [finished, lost])
      Object.assign(run, { status: "running", attempt: 1, fence: 1, leaseUntil: Date.now() + 60_000 });
    const { gateway, delivery } = await setUp({ onTurn: async () => "made again" }, office);
    gateway.addFinished(finished.sessionKey, "mc-run1-f1", "made before");
    await delivery.start();
    await office.untilOver(finished, lost);
    expect(finished.answers.map((answer) => answer.answer)).toEqual(["made before"]);
    expect(lost.answers.map((answer) => answer.answer)).toEqual(["made again"]);
    expect([finished.attempt, lost.attempt]).toEqual([1, 2]);
    expect(gateway.turns.map((turn) => turn.sessionKey)).toEqual([lost.sessionKey]);
  });
});

describe("a runtime that is asked to stop", () => {
  it("hands running work back without counting the attempt, and takes nothing new", async () => {
    const { office, gateway, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("…");
        await turn.until(new Promise(() => undefined));
        return "x";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    await delivery.drain();
    expect([run.status, run.attempt, run.releases]).toEqual(["queued", 0, 1]);
    expect(gateway.aborted).toHaveLength(1);
    office.add({ task: "later" });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(gateway.turns).toHaveLength(1);
  });

  it("lets a turn that is nearly done finish", async () => {
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        turn.say("…");
        await new Promise((resolve) => setTimeout(resolve, 40));
        return "just in time";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.texts.length > 0);
    await delivery.drain();
    expect(run.answers.map((answer) => answer.answer)).toEqual(["just in time"]);
  });
});

describe("work that the backend does not give", () => {
  it("(a budget, a pause) is asked for again now and then, although the queue does not change", async () => {
    const { office, link, gate, gateway } = await setUp();
    const lease = office.lease.bind(office);
    let asked = 0;
    office.lease = async (...args) => {
      asked += 1;
      return asked < 3
        ? { kind: "refused", reason: "The budget of today is used up." }
        : await lease(...args);
    };
    const delivery = deliveryOf(
      { office, link, gate },
      { turnTimeoutMs: 1_000, recoverWithinMs: 1_000, drainMs: 10, askAgainMs: 20 },
    );
    cleanUp.push(() => delivery.stop());
    const run = office.add();
    await delivery.start();
    await office.untilOver(run);
    expect([asked, run.answers.length, gateway.turns.length]).toEqual([3, 1, 1]);
  });
});

describe("a queue of a thousand", () => {
  it("is drained in order within each session, and no session waits for another one's whole backlog", async () => {
    const order: string[] = [];
    const { office, delivery } = await setUp({
      onTurn: async (turn) => {
        order.push(turn.sessionKey);
        return "ok";
      },
    });
    const sessions = 50;
    const runs = Array.from({ length: 1_000 }, (_, index) => office.add({ task: `s${index % sessions}` }));
    await delivery.start();
    await office.untilOver(...runs);
    expect(runs.every((run) => run.answers.length === 1)).toBe(true);
    expect(order).toHaveLength(1_000);
    // After half of the turns every session has had its share, give or take what runs side by side.
    const half = new Map<string, number>();
    for (const key of order.slice(0, 500)) half.set(key, (half.get(key) ?? 0) + 1);
    expect(half.size).toBe(sessions);
  }, 60_000);
});

describe("a provider that fails", () => {
  it("is tried again when that can help", async () => {
    const { office, delivery, gateway } = await setUp({
      onTurn: async () => {
        if (gateway.turns.length === 1)
          throw new ProviderFailure("⚠️ fake/model request failed (provider internal error, HTTP 500)");
        return "better";
      },
    });
    const run = office.add();
    await delivery.start();
    await office.until(() => run.failures.length === 1);
    expect(run.failures[0]).toMatchObject({ code: "provider_unavailable", isRetryable: true });
    run.availableAt = 0;
    office.changed();
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
  });

  it("and refuses the key is left alone for a minute, whoever waits", async () => {
    const { office, delivery, gateway } = await setUp({
      onTurn: async () => {
        throw new ProviderFailure("401 Unauthorized: invalid api key");
      },
    });
    const run = office.add();
    await delivery.start();
    await office.untilOver(run);
    const next = office.add({ task: "next" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(run.failures[0]).toMatchObject({ code: "provider_auth", isRetryable: false });
    expect(run.failures[0]?.message).toContain("Set a valid one");
    expect([next.status, gateway.turns.length]).toEqual(["queued", 1]);
    expect(delivery.heldBackBecause).toContain("refused the key");
  });
});

describe("work that is due in a month", () => {
  it("is left alone until then", async () => {
    const { office, link, gate, delivery: other } = await setUp();
    await other.stop();
    let looks = 0;
    const delivery = deliveryOf(
      { office, link, gate },
      {
        isAgentReady: () => {
          looks += 1;
          return true;
        },
      },
    );
    cleanUp.push(() => delivery.stop());
    office.add().availableAt = Date.now() + 30 * 24 * 60 * 60_000;
    await delivery.start();
    await expect.poll(() => looks).toBeGreaterThan(0);
    const looksByThen = looks;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(looks).toBe(looksByThen);
  });
});
