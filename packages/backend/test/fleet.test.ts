/** Fleet operators and their rollouts, over the accounts of an installation, on both backends. */
import { defaultStrategy, type Strategy } from "@mc/shared/rollout/strategy";
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, type TestBackend, travel } from "./backends";
import { activityTypes, api, createWorld, inbox, internal, refusal, report, type World } from "./world";

const OLD = "2026.9.4";
const NEW = "2026.9.6";
const METRICS: RuntimeMetrics = {
  windowMs: 60_000,
  readiness: 1,
  turns: 40,
  failures: 0,
  offered: 40,
  taken: 40,
  latencyP50Ms: 30,
  latencyP95Ms: 90,
  loopLagMs: 20,
  rssBytes: 1e8,
  gatewayRssBytes: 1e9,
  restarts: 0,
  waiting: 0,
  sessions: 0,
  tokens: 100,
  uptimeMs: 60_000,
};

/** A machine that does as it is told; a bad version fails at once, or works and then errs under load. */
class Machine {
  version = OLD;
  previous: string | null = null;
  harmed = false;
  isSilent = false;
  readonly t: TestBackend;
  readonly serviceToken: string;
  readonly fate: "good" | "refuses" | "errs";

  constructor(t: TestBackend, serviceToken: string, fate: Machine["fate"]) {
    this.t = t;
    this.serviceToken = serviceToken;
    this.fate = fate;
  }

  async checkIn() {
    if (this.isSilent) return;
    const failures = this.version === NEW && this.fate === "errs" ? 20 : 0;
    await this.t.mutation(api.service.runtimes.checkIn, {
      serviceToken: this.serviceToken,
      report: report({
        openclawVersion: this.version,
        previousVersion: this.previous,
        metrics: { ...METRICS, failures },
      }),
    });
  }

  async work() {
    if (this.isSilent) return;
    for (const order of await this.t.query(api.service.runtimes.orders, {
      serviceToken: this.serviceToken,
    })) {
      const { commandId, generation } = order;
      const say = async (status: "running" | "succeeded" | "rolled_back", reason?: string) =>
        await this.t.mutation(api.service.runtimes.reportCommand, {
          serviceToken: this.serviceToken,
          commandId,
          generation,
          status,
          ...(reason === undefined ? {} : { reason }),
        });
      await say("running");
      if (order.kind === "upgrade" && this.fate !== "good") this.harmed = true;
      if (order.kind === "upgrade" && this.fate === "refuses") {
        await say("rolled_back", "The gateway did not become ready.");
        continue;
      }
      const to = order.version ?? OLD;
      this.previous = order.kind === "upgrade" ? this.version : null;
      this.version = to;
      await this.checkIn();
      await say("succeeded");
    }
  }
}

async function createFleet(t: TestBackend, size: number, fate: (index: number) => Machine["fate"]) {
  const operator = await createWorld(t, "Ada");
  const worlds: World[] = [operator];
  for (let index = 1; index < size; index += 1) worlds.push(await createWorld(t, `Person ${index}`));
  const machines = worlds.map(({ serviceToken }, index) => new Machine(t, serviceToken, fate(index)));
  for (const machine of machines) await machine.checkIn();
  return { operator, worlds, machines };
}

const draft = (strategy: Strategy) => ({
  version: NEW,
  strategy,
  runtimeIds: null,
  canaryIds: [],
  excludedIds: [],
});

/** Lets time pass in steps, each with a check-in, the machines' work and the sweep, until the rollout is over. */
async function untilOver(
  { operator, machines }: { operator: World; machines: Machine[] },
  rolloutId: Id<"rollouts">,
  steps = 200,
) {
  for (let step = 0; step < steps; step += 1) {
    await operator.t.mutation(internal.fleet.sweep, {});
    for (const machine of machines) await machine.work();
    travel(61_000);
    for (const machine of machines) await machine.checkIn();
    const rollout = await operator.owner.as.query(api.fleet.rollout, { rolloutId });
    if (rollout.endedAt !== null) return rollout;
  }
  throw new TypeError("the rollout does not end");
}

describe.each(BACKENDS)("the fleet on $name", ({ start }) => {
  test("[FL] is for operators; it shows every account's runtimes and takes commands for them", async () => {
    const { operator, worlds } = await createFleet(start(), 3, () => "good");
    const { as } = operator.owner;
    expect(await as.query(api.fleet.access, {})).toEqual({ isOperator: true, isOn: true });
    expect(await worlds[1]?.owner.as.query(api.fleet.access, {})).toEqual({ isOperator: false, isOn: true });
    expect(await as.query(api.fleet.summary, {})).toMatchObject({
      total: 3,
      isPartial: false,
      byStatus: [{ key: "online", count: 3 }],
      byVersion: [{ key: OLD, count: 3 }],
    });
    const lines = await as.query(api.fleet.list, {});
    expect(lines.map(({ accountName, score }) => [accountName, score])).toEqual([
      ["Ada Works", 100],
      ["Person 1 Works", 100],
      ["Person 2 Works", 100],
    ]);
    const runtimeId = lines[1]?.runtimeId;
    const theirs = worlds[1];
    if (!runtimeId || !theirs) throw new TypeError("no runtime");
    await as.mutation(api.fleet.requestCommand, { runtimeId, kind: "restart_gateway", requestKey: "1" });
    expect(await as.query(api.fleet.get, { runtimeId })).toMatchObject({
      commands: [{ kind: "restart_gateway", requestedBy: "Ada (fleet operator)" }],
      logs: null,
    });
    const page = await theirs.owner.as.query(api.activities.list, {
      accountId: theirs.accountId,
      paginationOpts: { numItems: 1, cursor: null },
    });
    expect(page.page[0]).toMatchObject({
      type: "runtime_command_requested",
      actor: { kind: "system", name: "Ada (fleet operator)" },
    });
  });

  test("[FL] can be switched off for the installation; what goes on can still be halted", async () => {
    const { operator } = await createFleet(start(), 2, () => "good");
    const { as } = operator.owner;
    const { rolloutId } = await as.mutation(api.fleet.start, {
      ...draft(defaultStrategy("rolling", 2)),
      startAt: Date.now() + 3_600_000,
      window: { fromMinute: 0, toMinute: 60, timeZone: "UTC" },
    });
    await as.mutation(api.systemConfig.setFlag, { flag: "fleet", isOn: false });
    expect(await as.query(api.fleet.access, {})).toEqual({ isOperator: true, isOn: false });
    expect(await refusal(as.query(api.fleet.list, {}))).toMatchObject({ code: "forbidden" });
    expect(await refusal(as.query(api.fleet.summary, {}))).toMatchObject({ code: "forbidden" });
    await as.mutation(api.fleet.halt, { rolloutId, rollBack: false });
    await operator.t.mutation(internal.fleet.advance, { rolloutId, generation: null });
    expect((await as.query(api.fleet.rollout, { rolloutId })).status).toBe("halted");
  });

  test("[FL] the account that a rollout was started from is not deleted while it goes on", async () => {
    const { operator } = await createFleet(start(), 2, () => "good");
    const { as } = operator.owner;
    const { rolloutId } = await as.mutation(api.fleet.start, {
      ...draft(defaultStrategy("rolling", 2)),
      startAt: Date.now() + 3_600_000,
      window: null,
    });
    const remove = () =>
      as.mutation(api.accounts.remove, { accountId: operator.accountId, name: "Ada Works" });
    expect(await refusal(remove())).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`OpenClaw ${NEW}`),
    });
    await as.mutation(api.fleet.halt, { rolloutId, rollBack: false });
    await operator.t.mutation(internal.fleet.advance, { rolloutId, generation: null });
    await remove();
  });

  test("[FL] a preview says what a start does, and nothing is touched", async () => {
    const { operator, machines } = await createFleet(start(), 4, () => "good");
    const { as } = operator.owner;
    const preview = await as.query(api.fleet.preview, draft(defaultStrategy("canary", 4)));
    expect(preview.batches.map((batch) => batch.length)).toEqual([1, 1, 1, 1]);
    expect(preview.skipped).toEqual([]);
    expect(await as.query(api.fleet.rollouts, {})).toEqual([]);
    for (const { t, serviceToken } of machines)
      expect(await t.query(api.service.runtimes.orders, { serviceToken })).toEqual([]);
    expect(
      await refusal(as.query(api.fleet.preview, draft({ kind: "immediate", maxFailurePercent: 200 }))),
    ).toMatchObject({ code: "invalid" });
  });

  test("[RO] a canary rollout upgrades everyone in batches and tells how it went", async () => {
    const fleet = await createFleet(start(), 6, () => "good");
    const { operator, machines, worlds } = fleet;
    const { as } = operator.owner;
    const { rolloutId } = await as.mutation(api.fleet.start, {
      ...draft(defaultStrategy("canary", 6)),
      startAt: null,
      window: null,
    });
    expect(
      await refusal(
        as.mutation(api.fleet.start, { ...draft(defaultStrategy("canary", 6)), startAt: null, window: null }),
      ),
    ).toMatchObject({ code: "conflict" });
    const ended = await untilOver(fleet, rolloutId);
    expect(ended).toMatchObject({
      status: "succeeded",
      counts: { succeeded: 6, failed: 0, rolledBack: 0, skipped: 0 },
    });
    expect(new Set(machines.map(({ version }) => version))).toEqual(new Set([NEW]));
    expect((await as.query(api.fleet.summary, {})).upgrades).toEqual({ upgraded: 6, tried: 6 });
    const theirs = worlds[3];
    if (theirs) expect(await activityTypes(theirs)).toContain("runtime_command_ended");
    expect((await inbox(operator, operator.owner)).map(({ title }) => title)).toContain(
      `Rollout of OpenClaw ${NEW}: succeeded`,
    );
    expect(await activityTypes(operator)).toEqual(
      expect.arrayContaining(["rollout_started", "rollout_changed"]),
    );
  });

  test("[RO] can be paused, goes on, and is halted with everyone taken back", async () => {
    const fleet = await createFleet(start(), 4, () => "good");
    const { operator, machines } = fleet;
    const { as } = operator.owner;
    const rolling: Strategy = { ...defaultStrategy("rolling", 4), pauseMs: 0, batchPercent: 25 } as Strategy;
    const { rolloutId } = await as.mutation(api.fleet.start, {
      ...draft(rolling),
      startAt: null,
      window: null,
    });
    const step = async () => {
      await operator.t.mutation(internal.fleet.advance, { rolloutId, generation: null });
      for (const machine of machines) await machine.work();
    };
    await step();
    await as.mutation(api.fleet.pause, { rolloutId });
    const read = async () => await as.query(api.fleet.rollout, { rolloutId });
    const touched = async () => (await read()).targets.filter(({ phase }) => phase !== "pending").length;
    const before = await touched();
    expect(before).toBeLessThan(4);
    expect(await refusal(as.mutation(api.fleet.pause, { rolloutId }))).toMatchObject({ code: "conflict" });
    await step();
    travel(61_000);
    await step();
    expect(await touched()).toBe(before);
    await as.mutation(api.fleet.resume, { rolloutId });
    await step();
    expect(await touched()).toBeGreaterThan(before);
    await as.mutation(api.fleet.halt, { rolloutId, rollBack: true });
    const ended = await untilOver(fleet, rolloutId);
    expect(ended).toMatchObject({ status: "rolled_back", counts: { succeeded: 0, failed: 0 } });
    expect(ended.counts?.rolledBack).toBeGreaterThan(0);
    expect(new Set(machines.map(({ version }) => version))).toEqual(new Set([OLD]));
    expect(
      ended.targets.filter(({ phase }) => phase === "skipped").every(({ reason }) => reason !== null),
    ).toBe(true);
    expect(await refusal(as.mutation(api.fleet.resume, { rolloutId }))).toMatchObject({ code: "conflict" });
  });

  test("[RO] a step of an older generation drops itself, and one that comes twice does nothing", async () => {
    const fleet = await createFleet(start(), 3, () => "good");
    const { operator, machines } = fleet;
    const { rolloutId } = await operator.owner.as.mutation(api.fleet.start, {
      ...draft(defaultStrategy("rolling", 3)),
      startAt: Date.now() + 3_600_000,
      window: null,
    });
    const advance = async (generation: number | null) =>
      await operator.t.mutation(internal.fleet.advance, { rolloutId, generation });
    travel(3_600_001);
    for (const machine of machines) await machine.checkIn();
    await advance(99);
    const read = async () => await operator.owner.as.query(api.fleet.rollout, { rolloutId });
    expect((await read()).status).toBe("scheduled");
    await advance(1);
    const upgrading = (await read()).targets.filter(({ phase }) => phase === "upgrading");
    expect(upgrading).toHaveLength(1);
    await advance(1);
    await advance(null);
    expect((await read()).targets.filter(({ phase }) => phase === "upgrading")).toEqual(upgrading);
  });

  test("[RO] whoever is offline is skipped with the reason; who is silent in its upgrade fails; a stall is told", async () => {
    const fleet = await createFleet(start(), 4, () => "good");
    const { operator, machines } = fleet;
    const [, , silent, offline] = machines;
    if (!silent || !offline) throw new TypeError("a small fleet");
    offline.isSilent = true;
    travel(91_000);
    for (const machine of machines) await machine.checkIn();
    await operator.t.mutation(internal.runtimes.sweep, {});
    const all = { ...draft({ kind: "immediate", maxFailurePercent: 50 }), startAt: null, window: null };
    const { rolloutId } = await operator.owner.as.mutation(api.fleet.start, all);
    await operator.t.mutation(internal.fleet.advance, { rolloutId, generation: null });
    silent.work = async () => undefined;
    const ended = await untilOver(fleet, rolloutId);
    const by = (phase: string) => ended.targets.filter((target) => target.phase === phase);
    expect([by("succeeded").length, by("skipped").length, by("failed").length]).toEqual([2, 1, 1]);
    expect(by("skipped")[0]?.reason).toContain("offline");
    expect(by("failed")[0]?.reason).toContain("did not take it up");
    expect(ended.status).toBe("succeeded");
  });

  test("[RO] a rollout that waits for a runtime for an hour is pointed out once", async () => {
    const fleet = await createFleet(start(), 2, () => "good");
    const { operator, machines } = fleet;
    const { rolloutId } = await operator.owner.as.mutation(api.fleet.start, {
      ...draft({ kind: "immediate", maxFailurePercent: 0 }),
      startAt: null,
      window: null,
    });
    const advance = async () =>
      await operator.t.mutation(internal.fleet.advance, { rolloutId, generation: null });
    await advance();
    await machines[0]?.work();
    travel(91_000);
    await operator.t.mutation(internal.runtimes.sweep, {});
    await operator.owner.as.mutation(api.fleet.halt, { rolloutId, rollBack: true });
    await advance();
    travel(50 * 60_000);
    await operator.t.mutation(internal.fleet.sweep, {});
    travel(61 * 60_000);
    await advance();
    await advance();
    const told = (await inbox(operator, operator.owner)).filter(({ title }) =>
      title.includes("does not get on"),
    );
    expect(told).toHaveLength(1);
  });
});

describe("fifty runtimes under load and a bad version", () => {
  test.each(["refuses", "errs"] as const)(
    "[RO] that %s: few are harmed, all are back where they were",
    async (fate) => {
      const t = BACKENDS[1]?.start();
      if (!t) throw new TypeError("no backend");
      const size = 50;
      const fleet = await createFleet(t, size, () => fate);
      const { rolloutId } = await fleet.operator.owner.as.mutation(api.fleet.start, {
        ...draft(defaultStrategy("canary", size)),
        startAt: null,
        window: null,
      });
      const ended = await untilOver(fleet, rolloutId);
      const harmed = fleet.machines.filter((machine) => machine.harmed).length;
      const onNew = fleet.machines.filter(({ version }) => version === NEW).length;
      process.stdout.write(
        `rollout of a version that ${fate}: ${size} runtimes, ${harmed} harmed, ${onNew} left on it, ${JSON.stringify(ended.counts)}, ${ended.status}: ${ended.reason ?? ""}\n`,
      );
      expect(harmed).toBeLessThanOrEqual(Math.max(1, 0.05 * size));
      expect(onNew).toBe(0);
      expect(ended.status).toBe("rolled_back");
    },
    120_000,
  );
});
