import { describe, expect, test, vi } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { REMAINS } from "../convex/functions/remains";
import { BACKENDS, type TestBackend } from "./backends";
import { insertSample, TENANT_TABLES } from "./samples";
import {
  addAgent,
  addTask,
  api,
  createWorld,
  internal,
  join,
  queueOf,
  refusal,
  upload,
  type World,
} from "./world";

const MINUTE = 60_000;

/** A row in every table of the account, and more than one batch in one of them. */
async function fillEveryTable(world: World, messages: number): Promise<void> {
  const { t, accountId } = world;
  const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob(["file"])));
  await t.run(async (ctx) => {
    for (const table of TENANT_TABLES) await insertSample(ctx, table, { accountId, storageId });
    for (let nth = 0; nth < messages; nth += 1) await insertSample(ctx, "labels", { accountId, storageId });
  });
}

/** How many rows of the account each table has; tables without any are left out. */
async function rowsOf({ t, accountId }: World): Promise<Record<string, number>> {
  return await t.run(async (ctx) => {
    const counts: Record<string, number> = {};
    for (const table of TENANT_TABLES) {
      const rows = await ctx.db.query(table).take(2_000);
      const own = rows.filter((row) => "accountId" in row && row.accountId === accountId).length;
      if (own > 0) counts[table] = own;
    }
    return counts;
  });
}

async function storedFiles(t: TestBackend): Promise<number> {
  return await t.run(async (ctx) => (await ctx.db.system.query("_storage").take(100)).length);
}

async function remove({ owner, accountId }: World, name: string) {
  return await owner.as.mutation(api.accounts.remove, { accountId, name });
}

async function jobOf({ t }: World, deletionId: Id<"accountDeletions">) {
  const job = await t.run(async (ctx) => await ctx.db.get("accountDeletions", deletionId));
  if (!job) throw new TypeError("no such job");
  return job;
}

/** The process dies: what was scheduled is gone with it. A step that is running when it is asked to stop ends first. */
async function killWorker(t: TestBackend): Promise<void> {
  for (let isAlive = true; isAlive; ) {
    isAlive = await t.run(async (ctx) => {
      const jobs = await ctx.db.system.query("_scheduled_functions").take(1_000);
      for (const { _id, state } of jobs) if (state.kind === "pending") await ctx.scheduler.cancel(_id);
      return jobs.some(({ state }) => state.kind === "pending" || state.kind === "inProgress");
    });
  }
}

async function finish(world: World, deletionId: Id<"accountDeletions">): Promise<void> {
  for (let steps = 0; steps < 300; steps += 1) {
    const { endedAt, generation } = await jobOf(world, deletionId);
    if (endedAt !== null) return;
    await killWorker(world.t);
    await world.t.mutation(internal.maintenance.eraseAccount, { deletionId, generation });
  }
  throw new TypeError("the job does not end");
}

describe.each(BACKENDS)("the deletion of an account on $name", ({ start }) => {
  test("takes every table of the account and its files, and nothing of others", async () => {
    vi.useFakeTimers();
    const t = start();
    const [world, other] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    await fillEveryTable(world, 450);
    await fillEveryTable(other, 3);
    expect(Object.keys(await rowsOf(world)).toSorted()).toEqual([...TENANT_TABLES].toSorted());
    const untouched = await rowsOf(other);
    const files = await storedFiles(t);
    const { deletionId } = await remove(world, "Ada Works");
    await finish(world, deletionId);
    expect(await rowsOf(world)).toEqual({});
    expect(await rowsOf(other)).toEqual(untouched);
    expect(await storedFiles(t)).toBe(files - 1);
    const job = await jobOf(world, deletionId);
    expect(job).toMatchObject({ tablesDone: Object.keys(REMAINS).length, files: 1 });
    expect(job.rows).toBeGreaterThan(450);
  });

  test("is over for everybody at once: people, runtimes, agents, invitations, the supervisor", async () => {
    vi.useFakeTimers();
    const world = await createWorld(start());
    const { t, accountId, slug, owner, serviceToken } = world;
    const ben = await join(world, "Ben", "admin");
    const agent = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [agent.agentId] });
    const { token } = await owner.as.mutation(api.invitations.create, { accountId, role: "member" });
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect(await t.query(internal.localRuntimes.wanted, {})).toHaveLength(1);
    await remove(world, "Ada Works");
    for (const { as } of [owner, ben]) {
      expect(await refusal(as.query(api.accounts.bySlug, { slug }))).toMatchObject({ code: "not_found" });
      expect(await refusal(as.query(api.accounts.stats, { accountId }))).toMatchObject({ code: "not_found" });
      expect(await as.query(api.accounts.listMine, {})).toEqual([]);
    }
    expect(await refusal(t.query(api.service.runs.queue, { serviceToken }))).toMatchObject({
      code: "unauthenticated",
    });
    expect(await t.query(internal.localRuntimes.wanted, {})).toEqual([]);
    expect(await t.query(internal.localRuntimes.ended, {})).toEqual([accountId]);
    expect(await t.query(api.invitations.preview, { token })).toBeNull();
    expect(await refusal(ben.as.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "not_found",
    });
    expect(await refusal(remove(world, "Ada Works"))).toMatchObject({ code: "not_found" });
    // Nobody gets the address again: old links and credentials that bear it lead nowhere instead of to strangers.
    const again = await createWorld(t, "Ada");
    expect([slug, again.slug]).toEqual(["ada-works", "ada-works-2"]);
    expect(await again.owner.as.query(api.memberships.list, { accountId: again.accountId })).toHaveLength(1);
  });

  test("goes on after its process was killed, with one worker, and says how far it is", async () => {
    vi.useFakeTimers();
    const world = await createWorld(start());
    const { t, owner } = world;
    await fillEveryTable(world, 700);
    const { deletionId } = await remove(world, "Ada Works");
    for (let nth = 0; nth < 5; nth += 1) {
      await killWorker(t);
      await t.mutation(internal.maintenance.eraseAccount, { deletionId, generation: 1 });
    }
    const [shown] = await owner.as.query(api.accounts.myDeletions, {});
    expect(shown).toMatchObject({ name: "Ada Works", endedAt: null });
    expect(shown?.percent).toBeGreaterThan(0);
    expect(shown?.percent).toBeLessThan(100);
    await killWorker(t);
    // A job that has just worked is not taken for lost.
    expect(await t.mutation(internal.maintenance.resumeDeletions, {})).toEqual({ resumed: 0 });
    vi.setSystemTime(Date.now() + 3 * MINUTE);
    expect(await t.mutation(internal.maintenance.resumeDeletions, {})).toEqual({ resumed: 1 });
    await killWorker(t);
    const { rows, generation, endedAt } = await jobOf(world, deletionId);
    expect({ generation, endedAt }).toEqual({ generation: 2, endedAt: null });
    // A step of the worker that was believed dead changes nothing.
    await t.mutation(internal.maintenance.eraseAccount, { deletionId, generation: 1 });
    expect(await jobOf(world, deletionId)).toMatchObject({ rows, generation: 2 });
    await finish(world, deletionId);
    expect(await rowsOf(world)).toEqual({});
    expect(await owner.as.query(api.accounts.myDeletions, {})).toMatchObject([{ percent: 100 }]);
    expect(await t.mutation(internal.maintenance.resumeDeletions, {})).toEqual({ resumed: 0 });
  });

  test("needs the owner and the name, typed; a tombstone stays in the operators' log", async () => {
    vi.useFakeTimers();
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben", "admin");
    await upload(world);
    expect(
      await refusal(ben.as.mutation(api.accounts.remove, { accountId, name: "Ada Works" })),
    ).toMatchObject({ code: "forbidden" });
    for (const typed of ["", "ada works", "Ada"]) {
      expect(await refusal(remove(world, typed))).toMatchObject({ code: "invalid", field: "name" });
    }
    expect(await owner.as.query(api.accounts.listMine, {})).toHaveLength(1);
    const { deletionId } = await remove(world, " Ada Works ");
    await finish(world, deletionId);
    const { page } = await owner.as.query(api.systemConfig.log, {
      paginationOpts: { numItems: 10, cursor: null },
    });
    const grave = { slug: "ada-works", name: "Ada Works" };
    expect(page).toMatchObject([
      { operation: { type: "account_deleted", ...grave, files: 1 }, actorName: "Mission Control" },
      { operation: { type: "account_deletion_requested", ...grave }, actorName: "Ada" },
    ]);
  });

  test("a living account has no remains", async () => {
    const world = await createWorld(start());
    const before = await rowsOf(world);
    const deletionId = await world.t.run(
      async (ctx) =>
        await ctx.db.insert("accountDeletions", {
          accountId: world.accountId,
          slug: "x",
          name: "x",
          requestedBy: "x",
          requestedByName: "x",
          generation: 1,
          tablesDone: 0,
          rows: 0,
          files: 0,
          stepAt: 0,
          endedAt: null,
        }),
    );
    await world.t.mutation(internal.maintenance.eraseAccount, { deletionId, generation: 1 });
    expect(await rowsOf(world)).toEqual(before);
  });
});
