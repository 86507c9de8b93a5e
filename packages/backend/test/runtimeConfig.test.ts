import { describe, expect, test, vi } from "vitest";
import { BACKENDS, settleThere, type TestBackend } from "./backends";
import { activityTypes, api, createWorld, internal, report, type World } from "./world";

const { m0001RuntimeConfig } = internal.migrations;
const OLD = { provider: "fly" as const, host: "edge-7", region: "ams" };

/** Accounts as an earlier release left them: described on the account; every third has its row already. */
async function legacyAccounts(t: TestBackend, count: number): Promise<void> {
  for (let from = 0; from < count; from += 250) {
    await t.run(async (ctx) => {
      for (let nth = from; nth < Math.min(count, from + 250); nth += 1) {
        const accountId = await ctx.db.insert("accounts", {
          name: `Old ${nth}`,
          slug: `old-${nth}`,
          settings: { agentDefaults: {} },
          runtimeConfig: { ...OLD, host: `edge-${nth}` },
        });
        if (nth % 3 !== 0) continue;
        await ctx.db.insert("runtimes", {
          accountId,
          name: "Local runtime",
          provider: "local",
          status: "none",
          statusSince: 0,
          isWanted: false,
          report: null,
          lastCheckInAt: null,
          alertedAt: null,
        });
      }
    });
  }
}

/** Steps by hand, so that a test can stop in the middle; what is scheduled besides is left lying. */
async function steps(t: TestBackend, generation: number, atMost: number): Promise<number> {
  for (let nth = 1; nth <= atMost; nth += 1) {
    if ((await t.mutation(m0001RuntimeConfig.step, { generation })).isDone) return nth;
  }
  return atMost;
}

async function migrationRow(t: TestBackend) {
  return await t.run(async (ctx) => (await ctx.db.query("migrations").take(2))[0]);
}

describe.each(BACKENDS)("the old description of runtimes on $name", ({ name, start }) => {
  test("thousands of accounts get their rows in batches, whatever stops in between; run again changes nothing", async () => {
    vi.useFakeTimers();
    const t = start();
    // convex-test reads a table whole for each query, so its time grows with the square
    const count = name === "convex-test" ? 600 : 3_000;
    await legacyAccounts(t, count);
    expect(await t.action(m0001RuntimeConfig.check, {})).toMatchObject({ checked: count, different: count });
    const first = await t.mutation(m0001RuntimeConfig.start, {});
    expect(await steps(t, first.generation, 5)).toBe(5);
    const stopped = await migrationRow(t);
    expect(stopped?.seen).toBeGreaterThanOrEqual(250);
    expect(stopped?.endedAt).toBeNull();
    // Started again, it goes on where it was; a step of the first start has no effect any more.
    const second = await t.mutation(m0001RuntimeConfig.start, {});
    expect(await t.mutation(m0001RuntimeConfig.step, { generation: first.generation })).toEqual({
      isDone: true,
    });
    await steps(t, second.generation, 200);
    expect(await migrationRow(t)).toMatchObject({ seen: count, changed: count });
    expect(await t.action(m0001RuntimeConfig.check, {})).toEqual({
      checked: count,
      different: 0,
      accounts: [],
    });
    const third = await t.mutation(m0001RuntimeConfig.start, {});
    await steps(t, third.generation, 200);
    expect(await migrationRow(t)).toMatchObject({ seen: count, changed: 0 });
    const sample = await t.run(async (ctx) => {
      const account = await ctx.db
        .query("accounts")
        .withIndex("by_slug", (q) => q.eq("slug", "old-7"))
        .unique();
      if (!account) throw new TypeError("no such account");
      return await ctx.db
        .query("runtimes")
        .withIndex("by_account", (q) => q.eq("accountId", account._id))
        .take(5);
    });
    expect(sample).toMatchObject([{ provider: "fly", host: "edge-7", region: "ams" }]);
  }, 60_000);

  test("it runs through by itself, and the operators read of it", async () => {
    const t = start();
    const world = await createWorld(t);
    await legacyAccounts(t, 70);
    await t.mutation(m0001RuntimeConfig.start, {});
    await settleThere(t);
    const log = await world.owner.as.query(api.systemConfig.log, {
      paginationOpts: { numItems: 5, cursor: null },
    });
    expect(log.page).toMatchObject([
      { operation: { type: "migration_finished", name: "0001_runtimeConfig", seen: 71, changed: 70 } },
    ]);
    expect(await activityTypes(world)).not.toContain("runtime_updated");
  });

  test("what a runtime has said itself is newer than the old description", async () => {
    const world = await createWorld(start());
    await describeOld(world, OLD);
    await checkIn(world, "rack-1");
    await world.t.mutation(m0001RuntimeConfig.start, {});
    await settleThere(world.t);
    expect(await runtimeOf(world)).toMatchObject({ provider: "local", host: "rack-1" });
  });

  test("while the flag is on, changes are written to the old place too; off, they are not", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    const old = async () =>
      await t.run(async (ctx) => (await ctx.db.get("accounts", accountId))?.runtimeConfig ?? null);
    await checkIn(world, "rack-1");
    expect(await old()).toBeNull();
    await describeOld(world, OLD);
    await checkIn(world, "rack-1");
    expect(await old()).toEqual({ provider: "local", host: "rack-1", openclawVersion: "2026.9.6" });
    expect(await t.action(m0001RuntimeConfig.check, {})).toMatchObject({ checked: 1, different: 0 });
    await owner.as.mutation(api.systemConfig.setFlag, { flag: "runtimeConfigDualWrite", isOn: false });
    await checkIn(world, "rack-2");
    expect(await old()).toMatchObject({ host: "rack-1" });
    expect(await t.action(m0001RuntimeConfig.check, {})).toMatchObject({
      different: 1,
      accounts: [accountId],
    });
  });
});

async function describeOld({ t, accountId }: World, runtimeConfig: typeof OLD): Promise<void> {
  await t.run(async (ctx) => await ctx.db.patch("accounts", accountId, { runtimeConfig }));
}

async function checkIn({ t, serviceToken }: World, host: string): Promise<void> {
  await t.mutation(api.service.runtimes.checkIn, { serviceToken, report: report({ host }) });
}

async function runtimeOf({ t, accountId }: World) {
  return await t.run(
    async (ctx) =>
      await ctx.db
        .query("runtimes")
        .withIndex("by_account", (q) => q.eq("accountId", accountId))
        .unique(),
  );
}
