import { dayKeyAt } from "@mc/shared/analytics/days";
import { TASK_STATUSES } from "@mc/shared/task/status";
import { DAY_MS } from "@mc/shared/time/zone";
import type { FunctionReturnType } from "convex/server";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { HISTORY_DAYS } from "../convex/seed/history";
import { BACKENDS, settle, type TestBackend } from "./backends";
import { api, identityOf, internal, refusal } from "./world";

const { tokenIdentifier: userId, name, email } = identityOf("Ada");
const owner = { userId, name, email };
const page = { paginationOpts: { numItems: 100, cursor: null } };

async function seed(t: TestBackend, scale?: number) {
  const made = await t.mutation(internal.seed.run, scale === undefined ? { owner } : { owner, scale });
  await settle(t);
  return made;
}

async function rowCounts(t: TestBackend) {
  return await t.run(async (ctx) => {
    const counts: Record<string, number> = {};
    for (const table of [
      "accounts",
      "memberships",
      "agents",
      "tasks",
      "messages",
      "documents",
      "runs",
      "standups",
      "activities",
      "notifications",
      "dailyMetrics",
      "usageTotals",
      "dueDates",
      "runtimes",
      "skills",
      "counters",
    ] as const)
      counts[table] = (await ctx.db.query(table).take(2_000)).length;
    return counts;
  });
}

describe.each(BACKENDS)("the seed on $name", ({ start }) => {
  test("makes an office in which everything has happened, through the rules of the product", async () => {
    const t = start();
    const { accountId, slug } = await seed(t);
    const ada = t.withIdentity(identityOf("Ada"));
    expect(await ada.query(api.accounts.bySlug, { slug })).toMatchObject({ role: "owner" });
    const overview = await ada.query(api.analytics.overview, { accountId, range: "day" });
    for (const status of TASK_STATUSES)
      expect([status, overview.statusMix[status] > 0]).toEqual([status, true]);
    expect(TASK_STATUSES.reduce((tasks, status) => tasks + overview.statusMix[status], 0)).toBe(40);
    expect((await t.run(async (ctx) => await ctx.db.query("runs").take(100))).length).toBeGreaterThan(5);
    expect(overview.delivery).toMatchObject({ queued: 0, active: 0 });
    const { page: documents } = await ada.query(api.documents.list, { accountId, ...page });
    expect(documents.some(({ version }) => version > 1)).toBe(true);
    expect((await ada.query(api.folders.list, { accountId })).map(({ name: folder }) => folder)).toEqual([
      "Plans",
      "Reports",
      "Templates",
    ]);
    const skills = await ada.query(api.skills.list, { accountId });
    expect(skills.map(({ slug: skill, agents }) => [skill, agents.length])).toEqual([
      ["house-style", 6],
      ["release-notes", 1],
    ]);
    expect((await ada.query(api.standups.get, { accountId }))?.counts.blocked).toBeGreaterThan(0);
    const { groups } = await ada.query(api.search.query, { accountId, text: "release notes" });
    expect(groups.map(({ type }) => type)).toEqual(expect.arrayContaining(["task", "message", "document"]));
    const runtimes = await t.run(async (ctx) => await ctx.db.query("runtimes").take(10));
    expect(runtimes.map(({ provider, status }) => [provider, status])).toEqual([
      ["local", "none"],
      ["docker", "none"],
      ["digitalocean", "degraded"],
    ]);
    const agents = await ada.query(api.agents.list, { accountId });
    expect(new Set(agents.map(({ agentId }) => agentId)).size).toBe(6);
    expect(new Set(agents.map(({ role }) => role)).size).toBe(6);
    const souls = await t.run(async (ctx) => (await ctx.db.query("agents").take(10)).map(({ soul }) => soul));
    expect(new Set(souls).size).toBe(6);
    expect(agents.filter(({ isLead }) => isLead)).toHaveLength(1);
    const { page: notifications } = await ada.query(api.notifications.list, { accountId, ...page });
    expect(new Set(notifications.map(({ type }) => type)).size).toBeGreaterThan(2);
    const mentions = await t.run(
      async (ctx) =>
        (await ctx.db.query("messages").take(500)).filter((row) => row.mentions.length > 0).length,
    );
    expect(mentions).toBeGreaterThan(0);
  });

  test("has thirty days of figures, for everybody, which add up and which no nightly check takes away", async () => {
    const t = start();
    const { accountId } = await seed(t);
    const ada = t.withIdentity(identityOf("Ada"));
    const month = await ada.query(api.analytics.overview, { accountId, range: "month" });
    expect(month.series).toHaveLength(30);
    const worked = month.series.filter(({ metrics }) => metrics.messages > 0 && metrics.completed > 0);
    expect(worked.length).toBeGreaterThan(15);
    const { totals } = month;
    expect(totals.completed).toBeLessThan(totals.created);
    expect(totals.runs.succeeded).toBeGreaterThan(50);
    const rows = async () => await t.run(async (ctx) => await ctx.db.query("dailyMetrics").take(1_000));
    const before = await rows();
    for (const { day } of month.series) {
      const ofDay = before.filter((row) => row.day === day);
      const sum = (kinds: string[]) =>
        ofDay
          .filter(({ subject }) => kinds.includes(subject.kind))
          .reduce((tokens, { metrics }) => tokens + (metrics.tokens ?? 0), 0);
      expect([day, sum(["agent", "member"])]).toEqual([day, sum(["account"])]);
    }
    const usage = await ada.query(api.usage.summary, { accountId });
    expect(usage.days.filter(({ totals: used }) => used.input > 0).length).toBeGreaterThan(15);
    await t.mutation(internal.maintenance.checkFigures, {});
    await settle(t);
    expect(await rows()).toEqual(before);
  });

  test("tells of thirty days: the feed goes through them backwards, and tasks and threads are as old as it says", async () => {
    const t = start();
    const { accountId } = await seed(t);
    const ada = t.withIdentity(identityOf("Ada"));
    const feed = async (range: { from?: number; to?: number }) => {
      type Feed = FunctionReturnType<typeof api.activities.list>;
      const rows: Feed["page"] = [];
      let cursor: string | null = null;
      for (let isDone = false; !isDone; ) {
        const paginationOpts = { numItems: 100, cursor };
        const found: Feed = await ada.query(api.activities.list, { accountId, ...range, paginationOpts });
        rows.push(...found.page);
        ({ continueCursor: cursor, isDone } = found);
      }
      return rows;
    };
    const rows = await feed({});
    const times = rows.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const now = Date.now();
    const days = new Set(times.map((at) => Math.floor((now - at) / DAY_MS)));
    expect(Math.max(...days)).toBe(HISTORY_DAYS);
    expect(days.size).toBeGreaterThan(20);
    expect(rows.slice(-2).map(({ type }) => type)).toContain("account_created");
    // asked for some days it has what it shows of them
    const week = { from: now - 14 * DAY_MS, to: now - 7 * DAY_MS };
    const ofWeek = rows.filter(({ at }) => at >= week.from && at < week.to);
    expect(ofWeek.length).toBeGreaterThan(10);
    expect(await feed(week)).toEqual(ofWeek);
    expect(await feed({ from: week.to })).toEqual(rows.filter(({ at }) => at >= week.to));
    for (const { taskId, at } of rows.filter(({ type }) => type === "task_created")) {
      const task = await t.run(async (ctx) => await ctx.db.get("tasks", taskId as Id<"tasks">));
      expect(task?.originalAt).toBe(at);
      expect(task?.updatedAt).toBeGreaterThanOrEqual(at);
    }
    const messages = await t.run(async (ctx) => await ctx.db.query("messages").take(500));
    expect(messages.length).toBeGreaterThan(10);
    for (const { originalAt = now } of messages) expect(times).toContain(originalAt);
  });

  test("its figures of the day of the founding are what happened then, also for the nightly check", async () => {
    const t = start();
    const { accountId } = await seed(t);
    const rows = async () => await t.run(async (ctx) => await ctx.db.query("dailyMetrics").take(1_000));
    const before = await rows();
    const account = await t.run(async (ctx) => await ctx.db.get("accounts", accountId));
    const day = dayKeyAt(account?._creationTime ?? 0, account?.settings.timeZone ?? "UTC");
    await t.mutation(internal.analytics.repair, { accountId, day });
    await settle(t);
    const figures = (all: typeof before) =>
      all
        .filter((row) => row.day === day)
        .map(({ subjectKey, metrics }) => [
          subjectKey,
          metrics.created ?? 0,
          metrics.messages ?? 0,
          metrics.moved,
        ])
        .toSorted();
    expect(figures(await rows())).toEqual(figures(before));
  });

  test("has tasks that are overdue, due soon and due later", async () => {
    const t = start();
    const { accountId } = await seed(t);
    const ada = t.withIdentity(identityOf("Ada"));
    const due = async (range: { from?: number; to?: number }) =>
      (await ada.query(api.tasks.list, { accountId, due: range, ...page })).page.length;
    const now = Date.now();
    expect(await due({ to: now })).toBeGreaterThan(3);
    expect(await due({ from: now })).toBeGreaterThan(3);
  });

  test("run again it changes nothing; a larger scale adds what is missing", {
    timeout: 120_000,
  }, async () => {
    const t = start();
    const { accountId, isNew } = await seed(t);
    const before = await rowCounts(t);
    expect(isNew).toBe(true);
    expect(await seed(t)).toMatchObject({ accountId, isNew: false });
    expect(await rowCounts(t)).toEqual(before);
    await seed(t, 75);
    expect(await rowCounts(t)).toMatchObject({ tasks: 75, memberships: before["memberships"], standups: 1 });
  });

  test("after its deletion it is made anew, once, under the next slug", async () => {
    const t = start();
    const first = await seed(t);
    const ada = t.withIdentity(identityOf("Ada"));
    await ada.mutation(api.accounts.remove, { accountId: first.accountId, name: "Demo Office" });
    await settle(t);
    const second = await seed(t);
    expect([first.slug, second.slug, second.isNew]).toEqual(["demo-office", "demo-office-2", true]);
    expect(await seed(t)).toMatchObject({ accountId: second.accountId, isNew: false });
  });

  test("someone else's demo account is left alone, and a scale has bounds", async () => {
    const t = start();
    await seed(t);
    const other = { ...owner, userId: "someone else" };
    expect(await refusal(t.mutation(internal.seed.run, { owner: other }))).toMatchObject({
      code: "conflict",
    });
    for (const scale of [0, 39, 50_001, 41.5]) {
      expect(await refusal(t.mutation(internal.seed.run, { owner, scale }))).toMatchObject({
        code: "invalid",
      });
    }
  });
});
