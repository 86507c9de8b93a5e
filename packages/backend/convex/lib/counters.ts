/** Exact counts without counting: small rows, changed in the transaction that changes the fact. */
import { addLoads, type Loads, type OpenWorkChange } from "@mc/shared/analytics/openWork";
import type { Channel } from "@mc/shared/notification/channels";
import type { NotificationType } from "@mc/shared/notification/types";
import { TASK_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { LIMITS } from "./limits";

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
/** Before the id of whoever has open tasks, by status; the end is the next character. */
const LOAD_PREFIX = "load:";
const LOAD_END = "load;";
type LoadKey = `${typeof LOAD_PREFIX}${string}`;
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

/** What each person and agent has open, by id; whoever has nothing is not in it. */
export async function readLoads(ctx: ReadCtx): Promise<Loads> {
  const rows = await ctx.db
    .query("counters")
    .withIndex("by_account_key", (q) =>
      q.eq("accountId", ctx.account._id).gte("key", LOAD_PREFIX).lt("key", LOAD_END),
    )
    .take(LIMITS.members + LIMITS.agents);
  return Object.fromEntries(rows.map(({ key, values = {} }) => [key.slice(LOAD_PREFIX.length), values]));
}

/** Adds a change of tasks. */
export async function countTasks(ctx: WriteCtx, change: TaskChange): Promise<void> {
  await countLoads(ctx, change.loads);
  if (Object.keys(change.statuses).length > 0) await bumpTaskCounters(ctx, deltasOf(change, 0));
}

/** Adds a change of tasks, and so many new numbers for them; answers the last number that is taken. */
export async function numberTasks(ctx: WriteCtx, change: TaskChange, newNumbers: number): Promise<number> {
  await countLoads(ctx, change.loads);
  return (await bumpTaskCounters(ctx, deltasOf(change, newNumbers))).get("taskNumber") ?? 0;
}

type TaskChange = Pick<OpenWorkChange, "statuses" | "loads">;
type TaskDeltas = { [K in TaskKey]?: number };

function deltasOf({ statuses }: TaskChange, newNumbers: number): TaskDeltas {
  const deltas: TaskDeltas = { taskNumber: newNumbers };
  for (const status of TASK_STATUSES) deltas[`tasks:${status}`] = statuses[status] ?? 0;
  return deltas;
}

/** A row for each who has something open: what one is given touches nobody else's, however large the team is. */
async function countLoads(ctx: WriteCtx, change: Loads): Promise<void> {
  for (const [id, load] of Object.entries(change)) {
    const row = await counterRow(ctx, `${LOAD_PREFIX}${id}`);
    const values = addLoads({ [id]: row?.values ?? {} }, { [id]: load })[id];
    if (!values && row) await ctx.db.delete("counters", row._id);
    else if (values && row) await ctx.db.patch("counters", row._id, { values });
    else if (values) await insertCounters(ctx, `${LOAD_PREFIX}${id}`, values);
  }
}

async function bumpTaskCounters(ctx: WriteCtx, deltas: TaskDeltas): Promise<ReadonlyMap<string, number>> {
  const row = await counterRow(ctx, TASK_ROW);
  const values = { ...(row?.values ?? Object.fromEntries(await readSeparateNumbers(ctx))) };
  for (const key of TASK_KEYS) values[key] = (values[key] ?? 0) + (deltas[key] ?? 0);
  if (row) await ctx.db.patch("counters", row._id, { values });
  else await insertTaskRow(ctx, values);
  return new Map(Object.entries(values));
}

async function readTaskNumbers(ctx: ReadCtx): Promise<ReadonlyMap<string, number>> {
  return numbersIn(await counterRow(ctx, TASK_ROW)) ?? (await readSeparateNumbers(ctx));
}

function numbersIn(row: Doc<"counters"> | null): ReadonlyMap<string, number> | null {
  return row?.values === undefined ? null : new Map(Object.entries(row.values));
}

/** Takes the place of the rows that an account has from when each number had one. */
async function insertTaskRow(ctx: WriteCtx, values: Record<string, number>): Promise<void> {
  for (const old of await separateRows(ctx)) await ctx.db.delete("counters", old._id);
  await insertCounters(ctx, TASK_ROW, values);
}

async function insertCounters(ctx: WriteCtx, key: string, values: Record<string, number>): Promise<void> {
  await ctx.db.insert("counters", { accountId: ctx.account._id, key, value: 0, values });
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

async function counterRow(ctx: ReadCtx, key: CounterKey | typeof TASK_ROW | LoadKey) {
  return await ctx.db
    .query("counters")
    .withIndex("by_account_key", (q) => q.eq("accountId", ctx.account._id).eq("key", key))
    .unique();
}
