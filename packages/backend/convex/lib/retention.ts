/**
 * What is not kept for ever; the ages are in shared installation/keptDays. Every rule walks its table from the oldest
 * row on, one batch per transaction, and looks at nothing younger than its age. Activities, runs, messages and documents
 * have no rule.
 */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { isActive, isTerminal } from "@mc/shared/delivery/run";
import { KEPT_DAYS } from "@mc/shared/installation/keptDays";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { forgetNotification } from "./inboxes";
import { LIMITS } from "./limits";

export const RETENTION = ["notifications", "runStreams", "toolCalls", "usage", "counters"] as const;
export type RetentionRule = (typeof RETENTION)[number];

type Step = { removed: number; next: number | null };
type Batch<Row> = { rows: Row[]; next: number | null };

/** One batch of one rule; answers where to go on, null at the end. */
export async function retainStep(
  ctx: SystemMutationCtx,
  rule: RetentionRule,
  after: number | null,
): Promise<Step> {
  switch (rule) {
    case "notifications":
      return await sweep(ctx, await oldRows(ctx, rule, after), forgetOldNotification);
    case "runStreams":
      return await sweep(ctx, await oldRows(ctx, rule, after), forgetStream);
    case "toolCalls":
      return await sweep(ctx, await oldRows(ctx, rule, after), forgetToolCall);
    case "usage":
      return await sweep(ctx, await oldRows(ctx, rule, after), forgetUsage);
    case "counters":
      return await sweep(ctx, await oldRows(ctx, rule, after), forgetCounter);
  }
}

async function oldRows<Rule extends RetentionRule>(
  { db }: SystemMutationCtx,
  rule: Rule,
  after: number | null,
): Promise<Batch<Doc<Rule>>> {
  const before = Date.now() - KEPT_DAYS[rule] * DAY_MS;
  const rows: Doc<RetentionRule>[] = await db
    .query(rule as RetentionRule)
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after ?? 0).lt("_creationTime", before))
    .take(LIMITS.batch);
  const next = rows.length < LIMITS.batch ? null : (rows.at(-1)?._creationTime ?? null);
  return { rows: rows as unknown[] as Doc<Rule>[], next };
}

/** Rows of accounts that are being deleted are left to that job. */
async function sweep<Row extends { accountId: Id<"accounts"> }>(
  ctx: SystemMutationCtx,
  { rows, next }: Batch<Row>,
  forget: (account: WriteCtx, row: Row) => Promise<boolean>,
): Promise<Step> {
  let removed = 0;
  for (const row of rows) {
    const account = await ctx.open(row.accountId);
    if (account && (await forget(account, row))) removed += 1;
  }
  return { removed, next };
}

async function forgetOldNotification(ctx: WriteCtx, row: Doc<"notifications">): Promise<boolean> {
  const isVeryOld = row._creationTime < Date.now() - KEPT_DAYS.unreadNotifications * DAY_MS;
  if (row.recipient.kind === "member") {
    return await forgetNotification(ctx, row, { evenUnread: isVeryOld });
  }
  const run = row.runId ? await ctx.db.get("runs", row.runId) : null;
  if (run && !isTerminal(run.status)) return false;
  await ctx.db.delete("notifications", row._id);
  return true;
}

async function forgetStream(ctx: WriteCtx, row: Doc<"runStreams">): Promise<boolean> {
  const run = await ctx.db.get("runs", row.runId);
  if (run && isActive(run.status)) return false;
  await ctx.db.delete("runStreams", row._id);
  return true;
}

async function forgetToolCall(ctx: WriteCtx, row: Doc<"toolCalls">): Promise<boolean> {
  const run = await ctx.db.get("runs", row.runId);
  if (run && !isLongOver(run, "toolCalls")) return false;
  await ctx.db.delete("toolCalls", row._id);
  return true;
}

async function forgetUsage(ctx: WriteCtx, row: Doc<"usage">): Promise<boolean> {
  const run = await ctx.db.get("runs", row.runId);
  if (run && !isLongOver(run, "usage")) return false;
  await ctx.db.delete("usage", row._id);
  return true;
}

function isLongOver({ status, endedAt }: Doc<"runs">, rule: "toolCalls" | "usage"): boolean {
  return isTerminal(status) && endedAt !== null && endedAt < Date.now() - KEPT_DAYS[rule] * DAY_MS;
}

/** Only those that carry a day in their key; all others count something that is still there. */
async function forgetCounter(ctx: WriteCtx, { _id, key }: Doc<"counters">): Promise<boolean> {
  const day = /:(\d{4}-\d{2}-\d{2})$/.exec(key)?.[1];
  if (day === undefined || day >= dayKeyAt(Date.now() - KEPT_DAYS.counters * DAY_MS, "UTC")) return false;
  await ctx.db.delete("counters", _id);
  return true;
}
