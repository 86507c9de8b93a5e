/**
 * What is not kept for ever, and how long it is kept. Every rule walks its table from the oldest row on, one batch
 * per transaction, and looks at nothing younger than its age. Activities, runs, messages and documents have no rule.
 */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { isActive, isTerminal } from "@mc/shared/delivery/run";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { forgetNotification } from "./inboxes";
import { LIMITS } from "./limits";

export const RETENTION = ["notifications", "runStreams", "toolCalls", "counters"] as const;
export type RetentionRule = (typeof RETENTION)[number];

/** Days. Listed in docs/operations/retention.md, which a test compares. */
export const KEPT_DAYS = {
  /** Read ones of people, and those of agents whose run is over. */
  notifications: 90,
  /** Unread ones too: nobody looks a year back in an inbox. */
  unreadNotifications: 365,
  /** Text of a turn that is not running; the answer itself is a message. */
  runStreams: 7,
  /** They keep a repeated attempt from doing things twice; no run is tried again after so long. */
  toolCalls: 90,
  /** Those of single days; the daily figures of analytics and the sums of usage stay. */
  counters: 90,
  /** How the deletion of an account went; its line in the operators' log stays. */
  accountDeletions: 30,
  /** Deliveries that arrived, were skipped or were given up. */
  outbox: 14,
  /** For so long the same idempotency key makes no second task. */
  incomingCalls: 7,
} as const;

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
  if (run && (!isTerminal(run.status) || !isLongOver(run))) return false;
  await ctx.db.delete("toolCalls", row._id);
  return true;
}

function isLongOver({ endedAt }: Doc<"runs">): boolean {
  return endedAt !== null && endedAt < Date.now() - KEPT_DAYS.toolCalls * DAY_MS;
}

/** Only those that carry a day in their key; all others count something that is still there. */
async function forgetCounter(ctx: WriteCtx, { _id, key }: Doc<"counters">): Promise<boolean> {
  const day = /:(\d{4}-\d{2}-\d{2})$/.exec(key)?.[1];
  if (day === undefined || day >= dayKeyAt(Date.now() - KEPT_DAYS.counters * DAY_MS, "UTC")) return false;
  await ctx.db.delete("counters", _id);
  return true;
}
