/** The account's runtimes: commands, joining, limits, health and alerts, on both backends. */
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, travel } from "./backends";
import { connectAgent } from "./externalWorld";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  inbox,
  internal,
  leaseFirst,
  queueOf,
  refusal,
  report,
  type World,
} from "./world";

const METRICS: RuntimeMetrics = {
  windowMs: 900_000,
  readiness: 1,
  turns: 20,
  failures: 0,
  offered: 20,
  taken: 20,
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

async function checkIn(world: World, fields: Parameters<typeof report>[0] = {}) {
  const { t, serviceToken } = world;
  await t.mutation(api.service.runtimes.checkIn, { serviceToken, report: report(fields) });
}

async function firstRuntime({ owner, accountId }: World) {
  const [runtime] = await owner.as.query(api.runtimes.list, { accountId });
  if (!runtime) throw new TypeError("the account has no runtime");
  return runtime;
}

async function openWorld(world: World) {
  await checkIn(world, { previousVersion: "2026.9.4" });
  const { runtimeId } = await firstRuntime(world);
  const { owner, accountId, t, serviceToken } = world;
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `key-${keys}`;
  };
  return {
    runtimeId,
    page: async () => await owner.as.query(api.runtimes.get, { accountId, runtimeId }),
    orders: async () => await t.query(api.service.runtimes.orders, { serviceToken }),
    ask: async (
      kind: "upgrade" | "roll_back" | "restart_gateway" | "restart_runtime" | "collect_logs",
      version?: string,
      requestKey = nextKey(),
    ) =>
      await owner.as.mutation(api.runtimes.requestCommand, {
        accountId,
        runtimeId,
        kind,
        requestKey,
        ...(version === undefined ? {} : { version }),
      }),
    say: async (
      command: { commandId: Id<"runtimeCommands">; generation: number },
      status: "acknowledged" | "running" | "succeeded" | "failed" | "rolled_back",
      more: { reason?: string; logs?: string; step?: { name: string; percent: number; detail: string } } = {},
    ) =>
      await t.mutation(api.service.runtimes.reportCommand, {
        serviceToken,
        commandId: command.commandId,
        generation: command.generation,
        status,
        ...more,
      }),
  };
}

describe.each(BACKENDS)("commands to a runtime on $name", ({ start }) => {
  test("[RC] an upgrade goes from asked to done, is seen on its way, and recorded", async () => {
    const world = await createWorld(start());
    const { ask, orders, say, page } = await openWorld(world);
    await ask("upgrade", "2026.9.9", "once");
    await ask("upgrade", "2026.9.9", "once");
    const [order] = await orders();
    if (!order) throw new TypeError("no order");
    expect(await orders()).toEqual([
      expect.objectContaining({ kind: "upgrade", version: "2026.9.9", status: "requested", generation: 1 }),
    ]);
    expect(await refusal(ask("restart_gateway"))).toMatchObject({ code: "conflict" });
    expect(await say(order, "acknowledged")).toEqual({ kind: "ok" });
    expect(
      await say(order, "running", { step: { name: "draining", percent: 40, detail: "2 turns" } }),
    ).toEqual({
      kind: "ok",
    });
    expect((await page()).commands).toMatchObject([
      { status: "running", step: { name: "draining", percent: 40 } },
    ]);
    expect(await say({ ...order, generation: 0 }, "failed")).toEqual({ kind: "lost" });
    expect(await say(order, "succeeded")).toEqual({ kind: "ok" });
    expect(await say(order, "succeeded")).toEqual({ kind: "ok" });
    expect(await say(order, "failed")).toEqual({ kind: "lost" });
    expect(await orders()).toEqual([]);
    expect((await page()).history).toMatchObject([
      {
        kind: "upgrade",
        status: "succeeded",
        fromVersion: "2026.9.6",
        version: "2026.9.9",
        requestedBy: "Ada",
      },
    ]);
    const types = await activityTypes(world);
    expect(types.filter((type) => type.startsWith("runtime_command"))).toEqual([
      "runtime_command_ended",
      "runtime_command_requested",
    ]);
    expect((await inbox(world, world.owner)).map(({ type }) => type)).toEqual(["upgrade_result"]);
  });

  test("[RC] what cannot be done now is refused with the reason", async () => {
    const world = await createWorld(start());
    const { ask } = await openWorld(world);
    expect((await refusal(ask("upgrade", "2026.9.6"))).message).toContain("already");
    expect((await refusal(ask("upgrade", "2026.9.4"))).message).toContain("newer");
    expect((await refusal(ask("upgrade", "latest"))).message).toContain("looks like");
    await checkIn(world, { previousVersion: null });
    expect((await refusal(ask("roll_back"))).message).toContain("no earlier version");
    travel(91_000);
    await world.t.mutation(internal.runtimes.sweep, {});
    expect((await refusal(ask("restart_gateway"))).message).toContain("not there");
  });

  test("[RC] a command that nobody takes up, or finishes, ends by itself and says why", async () => {
    const world = await createWorld(start());
    const { ask, orders, say, page } = await openWorld(world);
    await ask("restart_gateway");
    const [order] = await orders();
    if (!order) throw new TypeError("no order");
    travel(5 * 60_000 + 1);
    await world.t.mutation(internal.fleet.sweep, {});
    expect((await page()).history).toMatchObject([
      { status: "expired", reason: expect.stringContaining("take it up") },
    ]);
    expect(await say(order, "running")).toEqual({ kind: "lost" });
    await ask("restart_runtime");
    const [next] = await orders();
    if (!next) throw new TypeError("no order");
    expect(next.generation).toBe(2);
    await say(next, "running");
    travel(10 * 60_000 + 1);
    await world.t.mutation(internal.fleet.sweep, {});
    expect((await page()).history[0]).toMatchObject({
      status: "expired",
      reason: expect.stringContaining("finish"),
    });
  });

  test("[RC] logs go beside other work and are for admins", async () => {
    const world = await createWorld(start());
    const { ask, orders, say, runtimeId } = await openWorld(world);
    await ask("upgrade", "2026.9.9");
    await ask("collect_logs");
    const order = (await orders()).find(({ kind }) => kind === "collect_logs");
    if (!order) throw new TypeError("no order");
    await say(order, "succeeded", { logs: `${"x".repeat(70_000)}the end` });
    const { accountId, owner } = world;
    const kept = await owner.as.query(api.runtimes.logs, { accountId, runtimeId });
    expect(kept?.text.length).toBe(64_000);
    expect(kept?.text.endsWith("the end")).toBe(true);
  });

  test("[RA] a failed upgrade is an alert once, and its end is told when one succeeds", async () => {
    const world = await createWorld(start());
    const { ask, orders, say, page } = await openWorld(world);
    const run = async (status: "rolled_back" | "succeeded") => {
      await ask("upgrade", "2026.9.9");
      const [order] = await orders();
      if (order) await say(order, status, { reason: "The gateway did not become ready." });
    };
    await run("rolled_back");
    await run("rolled_back");
    expect((await page()).alerts).toMatchObject([{ kind: "failed_upgrade" }]);
    await run("succeeded");
    expect((await page()).alerts).toEqual([]);
    const told = (await inbox(world, world.owner)).map(({ type, title }) => [type, title]);
    expect(told).toEqual([
      ["runtime_alert", "Local runtime is upgraded after all"],
      ["runtime_alert", "Local runtime could not be upgraded"],
    ]);
  });
});

describe.each(BACKENDS)("the health of a runtime on $name", ({ start }) => {
  test("[RH] figures make a score with parts, and a day of samples", async () => {
    const world = await createWorld(start());
    const { page } = await openWorld(world);
    await checkIn(world, { metrics: METRICS, host: "box-1", protocolVersion: 4 });
    expect(await page()).toMatchObject({
      score: 100,
      host: "box-1",
      protocolVersion: 4,
      samples: [{ score: 100 }],
    });
    travel(5 * 60_000);
    await checkIn(world, { metrics: { ...METRICS, readiness: 0.5, restarts: 3 } });
    const { score, parts, samples } = await page();
    expect(parts).toMatchObject({ readiness: 50, restarts: 0, errorRate: 100 });
    expect(score).toBe(75);
    expect(samples.map((each) => each.score)).toEqual([100, 75]);
    travel(25 * 60 * 60_000);
    await checkIn(world, { metrics: METRICS });
    expect((await page()).samples).toHaveLength(1);
  });

  test("[RA] many failed turns are told once, and so is their end; an outage after five minutes, and its end", async () => {
    const world = await createWorld(start());
    await openWorld(world);
    await addAgent(world, "Theo");
    const bad = { ...METRICS, failures: 3 };
    await checkIn(world, { metrics: bad });
    await checkIn(world, { metrics: bad });
    await checkIn(world, { metrics: METRICS });
    await checkIn(world, { metrics: METRICS });
    travel(91_000);
    await world.t.mutation(internal.runtimes.sweep, {});
    travel(5 * 60_000);
    const { runtimeId, statusSince } = await firstRuntime(world);
    await world.t.mutation(internal.runtimes.alertOffline, { runtimeId, since: statusSince });
    await checkIn(world, { metrics: METRICS });
    await checkIn(world, { openclawVersion: "2026.9.1" });
    expect((await inbox(world, world.owner)).map(({ title }) => title).toReversed()).toEqual([
      "Many turns fail on Local runtime",
      "Turns on Local runtime succeed again",
      "Local runtime is offline",
      "Local runtime is back",
      "Local runtime runs an OpenClaw that is too old",
    ]);
  });
});

describe.each(BACKENDS)("a runtime that joins on $name", ({ start }) => {
  async function joined(world: World) {
    const { accountId, owner, t } = world;
    const enrolment = await owner.as.mutation(api.runtimes.enrol, {
      accountId,
      name: "Box in Frankfurt",
      provider: "digitalocean",
      region: "fra1",
    });
    const machine = { enrolmentToken: enrolment.token, host: "box-1", region: null };
    return { enrolment, machine, answer: await t.mutation(api.runtimes.join, machine) };
  }

  test("[RJ] the token works once; the new runtime takes the work and the earlier one stands by", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    await addTask(world, { agentIds: [(await addAgent(world, "Mara")).agentId] });
    const { machine, answer } = await joined(world);
    expect(await refusal(world.t.mutation(api.runtimes.join, machine))).toMatchObject({
      code: "unauthenticated",
    });
    const { accountId, owner, t } = world;
    const lines = await owner.as.query(api.runtimes.list, { accountId });
    expect(lines.map(({ name, isActive, region, host }) => ({ name, isActive, region, host }))).toEqual([
      { name: "Box in Frankfurt", isActive: true, region: "fra1", host: "box-1" },
      { name: "Local runtime", isActive: false, region: null, host: null },
    ]);
    expect((await owner.as.query(api.runtimes.enrolments, { accountId }))[0]).toMatchObject({
      status: "used",
    });
    const remote = { ...world, serviceToken: answer.token };
    expect((await queueOf(world)).ready).toEqual([]);
    const desiredBy = async (serviceToken: string) =>
      await t.query(api.service.agents.desired, { serviceToken });
    expect(await desiredBy(world.serviceToken)).toMatchObject({ agents: [], isStandby: true });
    expect((await desiredBy(answer.token)).agents).toHaveLength(2);
    expect(await desiredBy(answer.token)).not.toHaveProperty("isStandby");
    expect((await leaseFirst(remote)).kind).toBe("leased");
    expect(await t.query(internal.localRuntimes.wanted, {})).toEqual([]);
  });

  test("[RJ] neither runtime is shown what the other one holds, and a stop reaches the one that holds the run", async () => {
    const world = await createWorld(start());
    const { agentId } = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [agentId] });
    const earlier = await leaseFirst(world);
    const { answer } = await joined(world);
    const remote = { ...world, serviceToken: answer.token };
    await addTask(world, { agentIds: [agentId] });
    const later = await leaseFirst(remote);
    const seenBy = async (who: World) => {
      const { ready, active, cancels } = await queueOf(who);
      return { ready, active: active.map(({ runId }) => runId), cancels: cancels.map(({ runId }) => runId) };
    };
    expect(await seenBy(remote)).toEqual({ ready: [], active: [later.runId], cancels: [] });
    const { accountId, owner } = world;
    await owner.as.mutation(api.runs.cancel, { accountId, runId: earlier.runId });
    expect(await seenBy(world)).toEqual({ ready: [], active: [earlier.runId], cancels: [earlier.runId] });
    expect(await seenBy(remote)).toMatchObject({ cancels: [] });
  });

  test("[RJ] the work can be given back, and a runtime that was removed is locked out", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    const { answer } = await joined(world);
    const { accountId, owner, t } = world;
    const runtimeId = answer.runtimeId;
    expect(await refusal(owner.as.mutation(api.runtimes.remove, { accountId, runtimeId }))).toMatchObject({
      code: "conflict",
    });
    const local = (await owner.as.query(api.runtimes.list, { accountId })).find(
      ({ provider }) => provider === "local",
    );
    if (!local) throw new TypeError("no local runtime");
    await owner.as.mutation(api.runtimes.activate, { accountId, runtimeId: local.runtimeId });
    expect(await t.query(internal.localRuntimes.wanted, {})).toHaveLength(1);
    await owner.as.mutation(api.runtimes.remove, { accountId, runtimeId });
    expect(await refusal(t.query(api.service.runs.queue, { serviceToken: answer.token }))).toMatchObject({
      code: "unauthenticated",
    });
    expect(await refusal(owner.as.query(api.runtimes.get, { accountId, runtimeId }))).toMatchObject({
      code: "not_found",
    });
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["runtime_removed", "runtime_activated"]),
    );
  });

  test("[RA] the silence of a runtime that stands by is no alert, and what was open ends with its work", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    await openWorld(world);
    await checkIn(world, { openclawVersion: "2026.9.1" });
    const { runtimeId } = await firstRuntime(world);
    const { accountId, owner, t } = world;
    const open = async () => {
      const page = await owner.as.query(api.runtimes.get, { accountId, runtimeId });
      return page.incidents.filter(({ endedAt }) => endedAt === null).length;
    };
    expect(await open()).toBe(1);
    const { answer } = await joined(world);
    expect(await open()).toBe(0);
    const remote = { ...world, serviceToken: answer.token };
    await checkIn(remote, {});
    await owner.as.mutation(api.runtimes.activate, { accountId, runtimeId });
    const before = (await inbox(world, owner)).length;
    travel(91_000);
    await t.mutation(internal.runtimes.sweep, {});
    const silent = await owner.as.query(api.runtimes.get, { accountId, runtimeId: answer.runtimeId });
    travel(5 * 60_000);
    const alert = { runtimeId: answer.runtimeId, since: silent.statusSince };
    await t.mutation(internal.runtimes.alertOffline, alert);
    expect(await inbox(world, owner)).toHaveLength(before);
  });

  test("a runtime that is removed leaves no incident open", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    await openWorld(world);
    const { runtimeId } = await firstRuntime(world);
    const { answer } = await joined(world);
    const { accountId, owner, t } = world;
    await owner.as.mutation(api.runtimes.activate, { accountId, runtimeId });
    await checkIn({ ...world, serviceToken: answer.token }, { openclawVersion: "2026.9.1" });
    await owner.as.mutation(api.runtimes.remove, { accountId, runtimeId: answer.runtimeId });
    const incidents = await t.run(async (ctx) => await ctx.db.query("runtimeIncidents").take(10));
    expect(incidents).toHaveLength(1);
    expect(incidents.filter(({ endedAt }) => endedAt === 0)).toEqual([]);
    expect(await activityTypes(world)).toContain("runtime_alert_ended");
  });

  test("an account that has removed hundreds of runtimes still knows the one that works", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    const { accountId, owner, t } = world;
    await t.run(async (ctx) => {
      const [like] = await ctx.db.query("runtimes").take(1);
      if (!like) throw new TypeError("no runtime");
      const { _id, _creationTime, ...fields } = like;
      for (let nth = 0; nth < 201; nth += 1) {
        await ctx.db.insert("runtimes", { ...fields, name: `Box ${nth}`, duty: "removed", isWanted: false });
      }
    });
    const { answer } = await joined(world);
    expect(await owner.as.query(api.runtimes.current, { accountId })).toMatchObject({
      runtimeId: answer.runtimeId,
    });
    expect(await owner.as.query(api.runtimes.list, { accountId })).toHaveLength(2);
  });

  test("[RJ] a token that is a day old, or withdrawn, opens nothing", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const enrol = async () =>
      await owner.as.mutation(api.runtimes.enrol, { accountId, name: "Box", provider: "fly", region: null });
    const withdrawn = await enrol();
    await owner.as.mutation(api.runtimes.revokeEnrolment, { accountId, enrolmentId: withdrawn.enrolmentId });
    const old = await enrol();
    travel(24 * 60 * 60_000 + 1);
    for (const { token } of [withdrawn, old])
      expect(
        await refusal(t.mutation(api.runtimes.join, { enrolmentToken: token, host: "h", region: null })),
      ).toMatchObject({ code: "unauthenticated" });
    const states = (await owner.as.query(api.runtimes.enrolments, { accountId })).map(({ status }) => status);
    expect(states).toEqual(["expired", "revoked"]);
  });
});

describe.each(BACKENDS)("the limits of a runtime on $name", ({ start }) => {
  test("[RL] leave out what agents outside the gateway hold", async () => {
    const world = await createWorld(start());
    const { runtimeId } = await openWorld(world);
    const { accountId, owner, t } = world;
    const { agentId, token } = await connectAgent(world);
    for (let held = 0; held < 3; held += 1) {
      await addTask(world, { agentIds: [agentId] });
      const claimed = await t.mutation(api.service.work.claim, { agentToken: token });
      expect(claimed.kind).toBe("claimed");
    }
    const limits = { parallelTurns: 1, turnsPerMinute: null };
    await owner.as.mutation(api.runtimes.updateLimits, { accountId, runtimeId, ...limits });
    for (const name of ["Theo", "Mara"])
      await addTask(world, { agentIds: [(await addAgent(world, name)).agentId] });
    await leaseFirst(world);
    await expect(leaseFirst(world)).rejects.toThrow("1 turns at once");
  });

  test("[RL] bound how many turns run at once and start in a minute", async () => {
    const world = await createWorld(start());
    const { runtimeId } = await openWorld(world);
    const { accountId, owner, t, serviceToken } = world;
    for (const name of ["Theo", "Mara", "Nils"])
      await addTask(world, { agentIds: [(await addAgent(world, name)).agentId] });
    const limit = async (parallelTurns: number | null, turnsPerMinute: number | null) =>
      await owner.as.mutation(api.runtimes.updateLimits, {
        accountId,
        runtimeId,
        parallelTurns,
        turnsPerMinute,
      });
    const lease = async () => {
      const [first] = (await queueOf(world)).ready;
      if (!first) throw new TypeError("no run is free");
      return await t.mutation(api.service.runs.lease, { serviceToken, runId: first.runId, leaseMs: 60_000 });
    };
    expect(await refusal(limit(9, null))).toMatchObject({ code: "invalid" });
    await limit(1, null);
    expect((await lease()).kind).toBe("leased");
    expect(await lease()).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("1 turns at once"),
    });
    await limit(null, 1);
    expect((await lease()).kind).toBe("leased");
    expect(await lease()).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("1 turns a minute"),
    });
    travel(60_001);
    // A run that is refused for a reason of its own takes no place in the minute.
    const other = await connectAgent(world);
    await addTask(world, { agentIds: [other.agentId] });
    const outside = await t.mutation(api.service.work.list, { agentToken: other.token });
    const runId = outside.waiting[0]?.run as Id<"runs">;
    const elsewhere = await t.mutation(api.service.runs.lease, { serviceToken, runId, leaseMs: 60_000 });
    expect(elsewhere).toMatchObject({ kind: "refused", reason: expect.stringContaining("somewhere else") });
    expect((await lease()).kind).toBe("leased");
    expect((await owner.as.query(api.runtimes.get, { accountId, runtimeId })).limits).toEqual({
      parallelTurns: null,
      turnsPerMinute: 1,
    });
  });
});
