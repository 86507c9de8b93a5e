/**
 * The ledger of what turns used. A runtime names an attempt's usage with its progress and its end, whichever it is; the
 * row, the sums of the day and month, the daily figures and the budgets follow in the same transaction.
 */

import { lastDays } from "@mc/shared/analytics/days";
import type { RunUsage } from "@mc/shared/delivery/run";
import { periodKey } from "@mc/shared/usage/period";
import { addReport, priceOf } from "@mc/shared/usage/prices";
import { isUsed, knownUsd, replaceInTotals, sumUsage, tokensOf, totalsOf } from "@mc/shared/usage/usage";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { followSpending } from "./budgets";
import { boundedPage, LIMITS } from "./limits";
import { recordMetricOn, zoneOf } from "./metrics";
import { actTime } from "./times";
import { changeTotals, totalsIn, totalsNow, type UsageSubject } from "./usageTotals";

type Run = Doc<"runs">;
export type Spent = { model: string; isDemoModel: boolean; usage: RunUsage };

const MAX_MODEL = 200;
const MAX_PERIOD_ROWS = 2 * LIMITS.agents;

/**
 * Of the attempt under `fence`; money that is gone counts, whoever holds the run by now. Answers what the run has used
 * in all its attempts.
 */
export async function recordSpent(
  ctx: WriteCtx,
  run: Run,
  { fence, spent }: { fence: number; spent?: Spent | undefined },
): Promise<RunUsage | null> {
  if (!spent || !isUsed(spent.usage)) return run.usage;
  const row = await entryOf(ctx, run._id, fence);
  const model = spent.model.slice(0, MAX_MODEL);
  const price = priceOf(model, ctx.account.settings.modelPrices ?? []);
  const known = row ? { usage: row.usage, isOwnEstimate: row.isOwnEstimate ?? false } : null;
  const { usage, isOwnEstimate } = addReport(known, clean(spent.usage), price);
  // Said again, it is no news: a late end that is sent twice writes nothing.
  if (row && row.model === model && isSame(row.usage, usage)) return run.usage;
  const day = row?.day ?? periodKey("day", actTime(ctx), zoneOf(ctx));
  if (row) await ctx.db.patch("usage", row._id, { usage, isOwnEstimate, model, at: actTime(ctx) });
  else {
    await ctx.db.insert("usage", {
      accountId: ctx.account._id,
      agentId: run.agentId,
      taskId: run.taskId,
      runId: run._id,
      fence,
      attempt: run.attempt,
      model,
      isDemoModel: spent.isDemoModel,
      usage,
      isOwnEstimate,
      day,
      at: actTime(ctx),
    });
  }
  await count(ctx, run.agentId, { before: row?.usage ?? null, after: usage, day });
  return await usageOfRun(ctx, run._id);
}

function isSame(one: RunUsage, other: RunUsage): boolean {
  return (Object.keys(one) as (keyof RunUsage)[]).every((part) => one[part] === other[part]);
}

type Change = { before: RunUsage | null; after: RunUsage; day: string };

async function count(ctx: WriteCtx, agentId: Id<"agents">, { before, after, day }: Change): Promise<void> {
  const [from, to] = [before ? totalsOf(before) : null, totalsOf(after)];
  const agent = { kind: "agent" as const, agentId };
  for (const subject of [{ kind: "account" as const }, agent]) {
    await changeTotals(ctx, subject, {
      day,
      change: (totals) => replaceInTotals(totals, { before: from, after: to }),
    });
  }
  const tokens = tokensOf(after) - (before ? tokensOf(before) : 0);
  const costUsd = knownUsd(to) - (from ? knownUsd(from) : 0);
  if (tokens !== 0 || costUsd !== 0)
    await recordMetricOn(ctx, day, { delta: { tokens, costUsd }, of: [agent] });
  await followSpending(ctx, agentId);
}

/** Whole numbers, none negative: what a provider says is not trusted to be either. */
function clean(usage: RunUsage): RunUsage {
  const whole = (tokens: number) => (Number.isFinite(tokens) ? Math.max(0, Math.floor(tokens)) : 0);
  const isPriced = usage.costUsd !== null && Number.isFinite(usage.costUsd) && usage.basis !== "unknown";
  return {
    input: whole(usage.input),
    output: whole(usage.output),
    cacheRead: whole(usage.cacheRead),
    cacheWrite: whole(usage.cacheWrite),
    costUsd: isPriced ? Math.max(0, usage.costUsd ?? 0) : null,
    basis: isPriced ? usage.basis : "unknown",
  };
}

/** Of all attempts of a run together; null for none. A cost that is unknown for one is unknown for all. */
export async function usageOfRun(ctx: ReadCtx, runId: Id<"runs">): Promise<RunUsage | null> {
  const rows = await ctx.db
    .query("usage")
    .withIndex("by_account_run_fence", (q) => q.eq("accountId", ctx.account._id).eq("runId", runId))
    .take(LIMITS.batch);
  return sumUsage(rows.map(({ usage }) => usage));
}

/** The sums that were kept of one day. */
export async function usageOnDay(ctx: ReadCtx, day: string) {
  return await ctx.db
    .query("usageTotals")
    .withIndex("by_account_unit_period", (q) =>
      q.eq("accountId", ctx.account._id).eq("unit", "day").eq("period", day),
    )
    .take(MAX_PERIOD_ROWS);
}

async function entryOf(ctx: ReadCtx, runId: Id<"runs">, fence: number) {
  return await ctx.db
    .query("usage")
    .withIndex("by_account_run_fence", (q) =>
      q.eq("accountId", ctx.account._id).eq("runId", runId).eq("fence", fence),
    )
    .unique();
}

/** What the account, or one agent, used: today, this month, and each of the last days or months. */
export async function readUsage(ctx: ReadCtx, subject: UsageSubject) {
  const timeZone = zoneOf(ctx);
  const today = periodKey("day", Date.now(), timeZone);
  const days = lastDays("month", today);
  return {
    timeZone,
    today: await totalsNow(ctx, subject, "day"),
    month: await totalsNow(ctx, subject, "month"),
    days: await Promise.all(
      days.map(async (period) => ({
        day: period,
        totals: await totalsIn(ctx, subject, { unit: "day", period }),
      })),
    ),
  };
}

/** Who used what in the day or month that it is now, most tokens first. */
export async function readUsageByAgent(ctx: ReadCtx, unit: "day" | "month") {
  const period = periodKey(unit, Date.now(), zoneOf(ctx));
  const rows = await ctx.db
    .query("usageTotals")
    .withIndex("by_account_unit_period", (q) =>
      q.eq("accountId", ctx.account._id).eq("unit", unit).eq("period", period),
    )
    .take(MAX_PERIOD_ROWS);
  const agents = await Promise.all(
    rows.flatMap(({ subject, totals }) =>
      subject.kind === "agent"
        ? [
            ctx.db
              .get("agents", subject.agentId)
              .then((agent) => ({ agentId: subject.agentId, agent, totals })),
          ]
        : [],
    ),
  );
  return agents
    .map(({ agentId, agent, totals }) => ({
      agentId,
      name: agent?.name ?? "Former agent",
      icon: agent?.icon ?? "bot",
      totals,
    }))
    .sort((one, other) => tokensOf(other.totals) - tokensOf(one.totals));
}

/** Attempts that used tokens, newest first. */
export async function pageOfLedger(ctx: ReadCtx, agentId: Id<"agents">, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("usage")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  const page = await Promise.all(
    result.page.map(async (row) => ({
      usageId: row._id,
      runId: row.runId,
      attempt: row.attempt,
      taskNumber: (await ctx.db.get("tasks", row.taskId))?.number ?? null,
      model: row.model,
      isDemoModel: row.isDemoModel,
      usage: row.usage,
      at: row.at,
    })),
  );
  return { ...result, page };
}
