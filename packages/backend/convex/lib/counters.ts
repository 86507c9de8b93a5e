/** Exact counts without counting: one small row per number, changed in the transaction that changes the fact. */
import type { Channel } from "@mc/shared/notification/channels";
import type { NotificationType } from "@mc/shared/notification/types";
import { TASK_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import type { ReadCtx, WriteCtx } from "../functions/context";

export type CounterKey =
  | "taskNumber"
  | `tasks:${TaskStatus}`
  | "runs:queued"
  | "runs:active"
  | "agents:active"
  | "agents:paused"
  | "folders"
  | "labels"
  /** Notifications that preferences kept from people, by type. */
  | `dropped:${NotificationType}`
  | `dropped:${Channel}:${NotificationType}`
  | "recurrences"
  /** Bytes of uploaded files. */
  | "storage:bytes";

const TASK_COUNTERS = "tasks:";

export async function readCounter(ctx: ReadCtx, key: CounterKey): Promise<number> {
  const row = await counterRow(ctx, key);
  return row?.value ?? 0;
}

/** How many tasks each column has, in one read. */
export async function readTaskCounts(ctx: ReadCtx): Promise<Map<string, number>> {
  const rows = await ctx.db
    .query("counters")
    .withIndex("by_account_key", (q) =>
      q.eq("accountId", ctx.account._id).gte("key", TASK_COUNTERS).lt("key", `${TASK_COUNTERS}~`),
    )
    .take(TASK_STATUSES.length);
  return new Map(rows.map(({ key, value }) => [key.slice(TASK_COUNTERS.length), value]));
}

/** Adds to a counter and answers its new value. */
export async function bumpCounter(ctx: WriteCtx, key: CounterKey, delta: number): Promise<number> {
  const row = await counterRow(ctx, key);
  const value = (row?.value ?? 0) + delta;
  if (row) await ctx.db.patch("counters", row._id, { value });
  else await ctx.db.insert("counters", { accountId: ctx.account._id, key, value });
  return value;
}

async function counterRow(ctx: ReadCtx, key: CounterKey) {
  return await ctx.db
    .query("counters")
    .withIndex("by_account_key", (q) => q.eq("accountId", ctx.account._id).eq("key", key))
    .unique();
}
