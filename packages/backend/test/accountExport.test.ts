import { tableLabel } from "@mc/shared/account/transferWords";
import { METRIC_NAMES, type Metrics, NO_METRICS } from "@mc/shared/analytics/metrics";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { describe, expect, test } from "vitest";
import { BACKENDS, settleThere } from "./backends";
import { insertSample, TENANT_TABLES } from "./samples";
import { activityTypes, addTask, api, createWorld, join, refusal, type World } from "./world";

type Started = FunctionReturnType<typeof api.accounts.startExport>;
type Table = FunctionArgs<typeof api.accounts.exportPage>["table"];

/** Everything, page by page, as the browser fetches it. */
async function exportAll({ owner, accountId }: World, { tables }: Started) {
  const data: Record<string, Record<string, unknown>[]> = {};
  let pages = 0;
  for (const table of tables) {
    const rows: Record<string, unknown>[] = [];
    for (let cursor: string | null = null, isDone = false; !isDone; pages += 1) {
      const page: FunctionReturnType<typeof api.accounts.exportPage> = await owner.as.query(
        api.accounts.exportPage,
        { accountId, table: table as Table, paginationOpts: { numItems: 200, cursor } },
      );
      rows.push(...page.rows);
      cursor = page.cursor;
      isDone = page.isDone;
    }
    data[table] = rows;
  }
  return { data, pages };
}

async function begun({ owner, accountId }: World): Promise<Started> {
  return await owner.as.mutation(api.accounts.startExport, { accountId });
}

describe.each(BACKENDS)("the export of an account on $name", ({ start }) => {
  test("holds every row of its tables once, in pages, and nothing of others", async () => {
    const t = start();
    const [world, other] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob(["file"])));
    await t.run(async (ctx) => {
      for (const { accountId } of [world, other]) {
        for (const table of TENANT_TABLES) await insertSample(ctx, table, { accountId, storageId });
      }
      for (let nth = 0; nth < 70; nth += 1) {
        await insertSample(ctx, "taskDescriptions", { accountId: world.accountId, storageId });
      }
    });
    const started = await world.owner.as.mutation(api.accounts.startExport, { accountId: world.accountId });
    const { data, pages } = await exportAll(world, started);
    expect(pages).toBeGreaterThan(started.tables.length + 2);
    await t.run(async (ctx) => {
      for (const table of TENANT_TABLES.filter((name) => started.tables.includes(name))) {
        const rows = await ctx.db.query(table).take(1_000);
        const own = rows.filter((row) => "accountId" in row && row.accountId === world.accountId);
        expect([table, data[table]?.map(({ _id }) => _id).toSorted()]).toEqual([
          table,
          own.map(({ _id }) => _id).toSorted(),
        ]);
      }
    });
  });

  test("writes every figure of a day, as installations before the rows without noughts read them", async () => {
    const world = await createWorld(start());
    await addTask(world);
    await settleThere(world.t);
    const kept = await world.t.run(async (ctx) => await ctx.db.query("dailyMetrics").take(10));
    expect(kept.map(({ metrics }) => Object.keys(metrics))).toContainEqual(["created"]);
    const { data } = await exportAll(world, { ...(await begun(world)), tables: ["dailyMetrics"] });
    expect(data["dailyMetrics"]).toHaveLength(kept.length);
    for (const { metrics } of data["dailyMetrics"] as { metrics: Metrics }[]) {
      expect(Object.keys(metrics).toSorted()).toEqual([...METRIC_NAMES, "moved", "runs"].toSorted());
      expect(Object.keys(metrics.moved).toSorted()).toEqual(Object.keys(NO_METRICS.moved).toSorted());
      expect(Object.keys(metrics.runs).toSorted()).toEqual(Object.keys(NO_METRICS.runs).toSorted());
    }
  });

  test("names each of its tables in words while it runs", async () => {
    const { tables } = await begun(await createWorld(start()));
    const labels = tables.map(tableLabel);
    expect(labels.filter((label) => !/^[a-z -]+$/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBe(tables.length);
  });

  test("carries no credential and nothing of anybody's inbox, and is recorded", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await owner.as.mutation(api.invitations.create, { accountId, role: "member" });
    const started = await owner.as.mutation(api.accounts.startExport, { accountId });
    const { data } = await exportAll(world, started);
    const fields = new Set(Object.values(data).flatMap((rows) => rows.flatMap((row) => Object.keys(row))));
    expect([...fields].filter((field) => /hash$|secret|token$|^userId$|storageId/i.test(field))).toEqual(
      ["argsHash"].filter((field) => fields.has(field)),
    );
    for (const table of ["serviceTokens", "notifications", "inboxes", "savedViews"]) {
      expect(started.tables).not.toContain(table);
    }
    expect(data["invitations"]).toHaveLength(1);
    expect(await activityTypes(world)).toContain("account_exported");
    const ben = await join(world, "Ben");
    expect(await refusal(ben.as.mutation(api.accounts.startExport, { accountId }))).toMatchObject({
      code: "forbidden",
    });
    const page = { accountId, table: "tasks" as const, paginationOpts: { numItems: 5, cursor: null } };
    expect(await refusal(ben.as.query(api.accounts.exportPage, page))).toMatchObject({ code: "forbidden" });
  });
});
