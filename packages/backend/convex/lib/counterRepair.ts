/**
 * Counts again what counters say, and corrects those that are wrong. What fits into one transaction is exact in it.
 * Tasks and files may be many: they are counted over several, and the result holds only if the account was quiet
 * meanwhile, that is, nothing was recorded and none of the counters moved.
 */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { TASK_STATUSES } from "@mc/shared/task/status";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { bumpCounter, type CounterKey, readCounter } from "./counters";
import { inboxOf } from "./inboxes";
import { LIMITS } from "./limits";
import { zoneOf } from "./metrics";
import { addOpenTasks, correctOpenWork, type OpenWork } from "./openWorkRepair";
import { listAgents, listMembers } from "./roster";

export type Correction = { key: string; from: number; to: number };

/** More than that are not counted in one transaction, and their counter is taken at its word. */
const COUNTED_AT_ONCE = 1_000;
const MEMBERS_AT_ONCE = 12;
const ACCOUNTS_AT_ONCE = 25;

/** The next accounts of the nightly round, each with the day that is over and whether its week is. */
export async function nextChecks({ db }: SystemMutationCtx, after: number) {
  const rows = await db
    .query("accounts")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
    .take(ACCOUNTS_AT_ONCE);
  const now = Date.now();
  const accounts = rows.map((account) => ({
    accountId: account._id,
    day: dayKeyAt(now - DAY_MS, zoneOf({ account })),
    isFull: Math.floor(now / DAY_MS) % 7 === Math.floor(account._creationTime) % 7,
  }));
  return { accounts, next: rows.length < ACCOUNTS_AT_ONCE ? null : (rows.at(-1)?._creationTime ?? null) };
}

export type RecountStep = { members: number } | { count: Count };

/** First the small counters, then the unread numbers, then, in a full round, tasks and files. */
export async function recountStep(
  ctx: WriteCtx,
  step: RecountStep | null,
  isFull: boolean,
): Promise<{ corrections: Correction[]; next: RecountStep | null }> {
  if (step === null) return { corrections: await repairSmallCounters(ctx), next: { members: 0 } };
  if ("members" in step) {
    const { found, isDone } = await repairUnread(ctx, step.members);
    if (!isDone) return { corrections: found, next: { members: step.members + 1 } };
    return { corrections: found, next: isFull ? { count: await startCount(ctx, "tasks") } : null };
  }
  const { next, found } = await countStep(ctx, step.count);
  if (next) return { corrections: found, next: { count: next } };
  const isLast = step.count.table === "files";
  return { corrections: found, next: isLast ? null : { count: await startCount(ctx, "files") } };
}

/** Agents, runs, folders, labels, recurring tasks: few enough to count at once. */
async function repairSmallCounters(ctx: WriteCtx): Promise<Correction[]> {
  ctx.activity.bookkeeping("figures counted again from the rows they count");
  const agents = await listAgents(ctx);
  const runs = await countRuns(ctx, agents);
  const counted: [CounterKey, number | null][] = [
    ["agents:active", agents.length],
    ["agents:paused", agents.filter(({ isPaused }) => isPaused).length],
    ["runs:queued", runs.queued],
    ["runs:active", runs.active],
    ["folders", await countFolders(ctx)],
    ["labels", await countLabels(ctx)],
    ["recurrences", await countRecurrences(ctx)],
  ];
  const corrections: Correction[] = [];
  for (const [key, value] of counted) {
    if (value !== null) corrections.push(...(await correct(ctx, key, value)));
  }
  return corrections;
}

/** The unread numbers of the nth dozen of members; answers whether there are more. */
async function repairUnread(ctx: WriteCtx, nth: number): Promise<{ found: Correction[]; isDone: boolean }> {
  ctx.activity.bookkeeping("figures counted again from the rows they count");
  const members = await listMembers(ctx);
  const some = members.slice(nth * MEMBERS_AT_ONCE, (nth + 1) * MEMBERS_AT_ONCE);
  const found: Correction[] = [];
  for (const { _id: memberId } of some) {
    const inbox = await inboxOf(ctx, memberId);
    const unread = await countUnreadRows(ctx, memberId, inbox?.readThrough ?? 0);
    if (!inbox || unread === null || unread === inbox.unread) continue;
    await ctx.db.patch("inboxes", inbox._id, { unread });
    found.push({ key: `unread:${memberId}`, from: inbox.unread, to: unread });
  }
  return { found, isDone: (nth + 1) * MEMBERS_AT_ONCE >= members.length };
}

/** What a count over several transactions carries along. */
export type Count = {
  table: "tasks" | "files";
  /** The last row that was counted; null before the first. */
  after: number | null;
  sums: Record<string, number>;
  /** Of tasks: those that are open, by day and by assignee. A count that began before there were such begins again. */
  open?: OpenWork;
  /** How things stood at the beginning. */
  stillAs: string;
};

async function startCount(ctx: ReadCtx, table: Count["table"]): Promise<Count> {
  return { table, after: null, sums: {}, open: { days: {}, loads: {} }, stillAs: await standing(ctx, table) };
}

/** The next batch; null and the corrections at the end. */
async function countStep(ctx: WriteCtx, count: Count): Promise<{ next: Count | null; found: Correction[] }> {
  ctx.activity.bookkeeping("figures counted again from the rows they count");
  const { table, after, open: before } = count;
  if (!before) return { next: await startCount(ctx, table), found: [] };
  const sums = { ...count.sums };
  const add = (key: CounterKey, value: number) => {
    sums[key] = (sums[key] ?? 0) + value;
  };
  const { last, open } =
    table === "tasks"
      ? await addTasks(ctx, { after, open: before }, add)
      : { last: await addFiles(ctx, after, add), open: before };
  if (last !== null) return { next: { ...count, after: last, sums, open }, found: [] };
  if ((await standing(ctx, table)) !== count.stillAs) return { next: null, found: [] };
  const found: Correction[] = [];
  for (const key of keysOf(table)) found.push(...(await correct(ctx, key, sums[key] ?? 0)));
  if (table === "tasks") found.push(...(await correctOpenWork(ctx, open)));
  return { next: null, found };
}

type Add = (key: CounterKey, value: number) => void;

async function addTasks(ctx: WriteCtx, { after, open }: { after: number | null; open: OpenWork }, add: Add) {
  const rows = await ctx.db
    .query("tasks")
    .withIndex("by_account_number", (q) => q.eq("accountId", ctx.account._id).gt("number", after ?? 0))
    .take(LIMITS.batch);
  for (const { state } of rows) add(`tasks:${state.status}`, 1);
  return {
    last: rows.length < LIMITS.batch ? null : (rows.at(-1)?.number ?? null),
    open: await addOpenTasks(ctx, rows, open),
  };
}

async function addFiles(ctx: ReadCtx, after: number | null, add: Add): Promise<number | null> {
  const rows = await ctx.db
    .query("files")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id).gt("_creationTime", after ?? 0))
    .take(LIMITS.batch);
  for (const { size, state } of rows) if (state.status !== "refused") add("storage:bytes", size);
  return rows.length < LIMITS.batch ? null : (rows.at(-1)?._creationTime ?? null);
}

function keysOf(table: Count["table"]): CounterKey[] {
  return table === "files" ? ["storage:bytes"] : TASK_STATUSES.map((status) => `tasks:${status}` as const);
}

/** The newest activity and the counters themselves: a word that is another one as soon as something happens. */
async function standing(ctx: ReadCtx, table: Count["table"]): Promise<string> {
  const newest = await ctx.db
    .query("activities")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .first();
  const values = await Promise.all(keysOf(table).map((key) => readCounter(ctx, key)));
  return [newest?._id ?? "nothing", ...values].join(" ");
}

async function correct(ctx: WriteCtx, key: CounterKey, to: number): Promise<Correction[]> {
  const from = await readCounter(ctx, key);
  if (from === to) return [];
  await bumpCounter(ctx, key, to - from);
  return [{ key, from, to }];
}

/** Of agents that were removed as well: their work may not be ended yet. */
async function countRuns(ctx: ReadCtx, agents: readonly Doc<"agents">[]) {
  const accountId = ctx.account._id;
  const removed = await ctx.db
    .query("agents")
    .withIndex("by_account_status", (q) => q.eq("accountId", accountId).eq("status", "removed"))
    .take(LIMITS.agents);
  // A run under way has a lease, and a lease has a run under way.
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_run", (q) => q.eq("accountId", accountId))
    .take(COUNTED_AT_ONCE);
  let queued = 0;
  for (const { _id: agentId } of [...agents, ...removed]) {
    const rows = await ctx.db
      .query("runs")
      .withIndex("by_account_agent_status_availableAt", (q) =>
        q.eq("accountId", accountId).eq("agentId", agentId).eq("status", "queued"),
      )
      .take(COUNTED_AT_ONCE - queued);
    queued += rows.length;
  }
  const isWhole = removed.length < LIMITS.agents && queued < COUNTED_AT_ONCE;
  return { queued: isWhole ? queued : null, active: whole(leases.length) };
}

async function countFolders(ctx: ReadCtx): Promise<number | null> {
  const rows = await ctx.db
    .query("documentFolders")
    .withIndex("by_account_parent_name", (q) => q.eq("accountId", ctx.account._id))
    .take(COUNTED_AT_ONCE);
  return whole(rows.length);
}

async function countLabels(ctx: ReadCtx): Promise<number | null> {
  const rows = await ctx.db
    .query("labels")
    .withIndex("by_account_name", (q) => q.eq("accountId", ctx.account._id))
    .take(COUNTED_AT_ONCE);
  return whole(rows.length);
}

async function countRecurrences(ctx: ReadCtx): Promise<number | null> {
  const rows = await ctx.db
    .query("recurrences")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .take(COUNTED_AT_ONCE);
  return whole(rows.length);
}

function whole(count: number): number | null {
  return count < COUNTED_AT_ONCE ? count : null;
}

async function countUnreadRows(
  ctx: ReadCtx,
  memberId: Id<"memberships">,
  readThrough: number,
): Promise<number | null> {
  const rows = await ctx.db
    .query("notifications")
    .withIndex("by_account_member_unreadAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("recipient.memberId", memberId).gt("unreadAt", readThrough),
    )
    .take(COUNTED_AT_ONCE);
  return whole(rows.length);
}
