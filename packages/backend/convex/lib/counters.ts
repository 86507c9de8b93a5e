/** Exact counts without counting: small rows, changed in the transaction that changes the fact. */
import { addLoads, type Loads, type OpenWorkChange } from "@mc/shared/analytics/openWork";
import type { Channel } from "@mc/shared/notification/channels";
import type { NotificationType } from "@mc/shared/notification/types";
import { TASK_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import type { Doc } from "../_generated/dataModel";
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

/** The numbers of tasks lie in one row: every new task changes two of them. */
const TASK_ROW = "tasks";
type TaskKey = Extract<CounterKey, "taskNumber" | `tasks:${TaskStatus}`>;
const TASK_KEYS: readonly TaskKey[] = [
  "taskNumber",
  ...TASK_STATUSES.map((status): TaskKey => `tasks:${status}`),
];

export async function readCounter(ctx: ReadCtx, key: CounterKey): Promise<number> {
  if (isTaskKey(key)) return (await readTaskNumbers(ctx)).get(key) ?? 0;
  const row = await counterRow(ctx, key);
  return row?.value ?? 0;
}

/** How many tasks each status has, in one read. */
export async function readTaskCounts(ctx: ReadCtx): Promise<Map<TaskStatus, number>> {
  const numbers = await readTaskNumbers(ctx);
  return new Map(TASK_STATUSES.map((status) => [status, numbers.get(`tasks:${status}`) ?? 0]));
}

/** Adds to a counter and answers its new value. */
export async function bumpCounter(ctx: WriteCtx, key: CounterKey, delta: number): Promise<number> {
  if (isTaskKey(key)) return (await bumpTaskCounters(ctx, { [key]: delta })).get(key) ?? 0;
  const row = await counterRow(ctx, key);
  const value = (row?.value ?? 0) + delta;
  if (row) await ctx.db.patch("counters", row._id, { value });
  else await ctx.db.insert("counters", { accountId: ctx.account._id, key, value });
  return value;
}

/** What each person and agent has open, by id. */
export async function readLoads(ctx: ReadCtx): Promise<Loads> {
  return (await counterRow(ctx, TASK_ROW))?.loads ?? {};
}

/** Adds a change of tasks, and so many new numbers for them, in one write; answers the last number that is taken. */
export async function countTasks(
  ctx: WriteCtx,
  { statuses, loads }: Pick<OpenWorkChange, "statuses" | "loads">,
  newNumbers = 0,
): Promise<number> {
  const deltas: TaskDeltas = { taskNumber: newNumbers };
  for (const status of TASK_STATUSES) deltas[`tasks:${status}`] = statuses[status] ?? 0;
  return (await bumpTaskCounters(ctx, deltas, loads)).get("taskNumber") ?? 0;
}

type TaskDeltas = { [K in TaskKey]?: number };

async function bumpTaskCounters(
  ctx: WriteCtx,
  deltas: TaskDeltas,
  change: Loads = {},
): Promise<ReadonlyMap<string, number>> {
  const row = await counterRow(ctx, TASK_ROW);
  const values = { ...(row?.values ?? Object.fromEntries(await readSeparateNumbers(ctx))) };
  for (const key of TASK_KEYS) values[key] = (values[key] ?? 0) + (deltas[key] ?? 0);
  const loads = addLoads(row?.loads ?? {}, change);
  if (row) await ctx.db.patch("counters", row._id, { values, loads });
  else await insertTaskRow(ctx, { values, loads });
  return new Map(Object.entries(values));
}

async function readTaskNumbers(ctx: ReadCtx): Promise<ReadonlyMap<string, number>> {
  return numbersIn(await counterRow(ctx, TASK_ROW)) ?? (await readSeparateNumbers(ctx));
}

function numbersIn(row: Doc<"counters"> | null): ReadonlyMap<string, number> | null {
  return row?.values === undefined ? null : new Map(Object.entries(row.values));
}

/** Takes the place of the rows that an account has from when each number had one. */
async function insertTaskRow(
  ctx: WriteCtx,
  row: { values: Record<string, number>; loads: Loads },
): Promise<void> {
  for (const old of await separateRows(ctx)) await ctx.db.delete("counters", old._id);
  await ctx.db.insert("counters", { accountId: ctx.account._id, key: TASK_ROW, value: 0, ...row });
}

async function readSeparateNumbers(ctx: ReadCtx): Promise<ReadonlyMap<string, number>> {
  return new Map((await separateRows(ctx)).map(({ key, value }) => [key, value]));
}

async function separateRows(ctx: ReadCtx): Promise<Doc<"counters">[]> {
  const rows = await Promise.all(TASK_KEYS.map((key) => counterRow(ctx, key)));
  return rows.filter((row) => row !== null);
}

function isTaskKey(key: CounterKey): key is TaskKey {
  return (TASK_KEYS as readonly string[]).includes(key);
}

async function counterRow(ctx: ReadCtx, key: CounterKey | typeof TASK_ROW) {
  return await ctx.db
    .query("counters")
    .withIndex("by_account_key", (q) => q.eq("accountId", ctx.account._id).eq("key", key))
    .unique();
}
