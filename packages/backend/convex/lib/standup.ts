/** The daily stand-up: gathered in bounded reads, composed by shared standup/compose, one row per account and day. */
import { dayKeyAt, dayNumberOf } from "@mc/shared/analytics/days";
import {
  composeStandup,
  STANDUP_SECTIONS,
  type StandupFact,
  type StandupLine,
  type StandupTask,
  type StandupTotals,
  standupSentence,
} from "@mc/shared/standup/compose";
import type { TaskStatus } from "@mc/shared/task/status";
import { DAY_MS } from "@mc/shared/time/zone";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { readTaskCounts } from "./counters";
import { boundedPage } from "./limits";
import { zoneOf } from "./metrics";
import { notifyMember } from "./notifications";
import { listMembers, loadRoster, type Roster } from "./roster";
import { planStandup, scheduleRow } from "./standupSchedule";
import { madeAt } from "./times";

/** Events that one stand-up looks at; beyond it says that it is not whole. */
const MAX_FACTS = 1_000;
const TASKS_PER_STATUS = 60;
/** How far back in a task's history the move to its status is looked for. */
const HISTORY = 10;
const MAX_PERIOD_MS = 7 * DAY_MS;

type Row = Doc<"standups">;
export type Posted = { standupId: Id<"standups">; day: string; isNew: boolean };

/** Asked by the clock: nothing when it is not due, or when there is nothing to report. */
export async function runScheduled(ctx: WriteCtx): Promise<Posted | null> {
  const now = Date.now();
  const schedule = await scheduleRow(ctx);
  if (!schedule || schedule.nextAt > now) return null;
  await planStandup(ctx, now);
  const day = dayKeyAt(now, zoneOf(ctx));
  const isThere = (await standupOf(ctx, day)) !== null;
  const posted = isThere ? null : await postStandup(ctx, { isQuietSkipped: true });
  if (!posted) ctx.activity.bookkeeping("the stand-up of this day is there, or nothing happened");
  return posted;
}

/** Writes the stand-up of today, or brings the one that is there up to date. */
export async function postStandup(
  ctx: WriteCtx,
  { isQuietSkipped }: { isQuietSkipped: boolean },
): Promise<Posted | null> {
  const to = Date.now();
  const day = dayKeyAt(to, zoneOf(ctx));
  const existing = await standupOf(ctx, day);
  const from = existing?.from ?? (await lastEnd(ctx, to));
  const { facts, isCut } = await gatherFacts(ctx, from);
  const tasks = await gatherTasks(ctx, await loadRoster(ctx));
  const { sections, counts } = composeStandup(facts, tasks, await totalsOf(ctx));
  const sentence = standupSentence(counts, isCut);
  if (sentence === null && isQuietSkipped) return null;
  const rows = await Promise.all(
    STANDUP_SECTIONS.map(async (name) => [
      name,
      await Promise.all(sections[name].map((line) => linked(ctx, line))),
    ]),
  );
  const fields = {
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    from,
    to,
    sections: Object.fromEntries(rows) as Row["sections"],
    counts,
    isCut,
  };
  const standupId =
    existing?._id ?? (await ctx.db.insert("standups", { accountId: ctx.account._id, day, ...fields }));
  if (existing) await ctx.db.patch("standups", existing._id, fields);
  await ctx.activity.record({
    event: {
      type: "standup_posted",
      day,
      isUpdate: existing !== null,
      counts,
      ...(isCut ? { isCut } : {}),
    },
    target: { kind: "standup", id: standupId, label: day },
  });
  if (!existing) await tellMembers(ctx, { day, body: sentence ?? "Nothing to report." });
  return { standupId, day, isNew: existing === null };
}

export async function listStandups(ctx: ReadCtx, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("standups")
    .withIndex("by_account_day", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return {
    ...result,
    page: result.page.map((row) => ({
      standupId: row._id,
      day: row.day,
      at: row.to,
      author: row.authorName,
      counts: row.counts,
      isCut: row.isCut,
    })),
  };
}

/** That of a day, or the newest. */
export async function readStandup(ctx: ReadCtx, day: string | undefined) {
  if (day !== undefined && dayNumberOf(day) === null)
    throw invalid(`"${day}" is not a day (2026-11-22).`, "day");
  const row = day === undefined ? await newest(ctx) : await standupOf(ctx, day);
  if (!row) return null;
  const { day: ofDay, from, to, sections, counts, isCut } = row;
  return { standupId: row._id, day: ofDay, author: row.authorName, from, to, sections, counts, isCut };
}

async function standupOf(ctx: ReadCtx, day: string): Promise<Row | null> {
  return await ctx.db
    .query("standups")
    .withIndex("by_account_day", (q) => q.eq("accountId", ctx.account._id).eq("day", day))
    .unique();
}

async function newest(ctx: ReadCtx): Promise<Row | null> {
  return await ctx.db
    .query("standups")
    .withIndex("by_account_day", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .first();
}

/** Where the last one ended, so that no event falls between two; a day back when there was none lately. */
async function lastEnd(ctx: ReadCtx, now: number): Promise<number> {
  const last = await newest(ctx);
  return last && last.to > now - MAX_PERIOD_MS ? last.to : now - DAY_MS;
}

async function gatherFacts(ctx: ReadCtx, from: number) {
  const activities = await ctx.db
    .query("activities")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id).gt("_creationTime", from))
    .order("desc")
    .take(MAX_FACTS);
  // What is told of the time before belongs to none.
  const facts = activities
    .filter((row) => madeAt(row) > from)
    .map((row): StandupFact => {
      const { _id, event, actor, actorName, target, taskId } = row;
      return {
        activityId: _id,
        at: madeAt(row),
        actor: { kind: actor.kind, name: actorName },
        event,
        task: taskId && target.number ? { taskId, number: target.number, title: target.label } : null,
      };
    });
  return { facts, isCut: activities.length === MAX_FACTS };
}

async function gatherTasks(ctx: ReadCtx, roster: Roster): Promise<StandupTask[]> {
  const columns = await Promise.all(
    (["in_progress", "blocked", "review"] as const).map(async (status) => {
      const tasks = await ctx.db
        .query("tasks")
        .withIndex("by_account_status_position", (q) =>
          q.eq("accountId", ctx.account._id).eq("state.status", status),
        )
        .take(TASKS_PER_STATUS);
      return tasks.map((task) => ({ ...standupTask(task, roster), status }));
    }),
  );
  return columns.flat();
}

/** Exact at any size: the lists of a stand-up are bounded. */
async function totalsOf(ctx: ReadCtx): Promise<StandupTotals> {
  const counts = await readTaskCounts(ctx);
  const count = (status: TaskStatus) => counts.get(status) ?? 0;
  return { in_progress: count("in_progress"), blocked: count("blocked"), review: count("review") };
}

function standupTask(task: Doc<"tasks">, { members, agents }: Roster) {
  const names = [
    ...task.memberIds.map((memberId) => members.get(memberId)?.name),
    ...task.agentIds.map((agentId) => agents.get(agentId)?.name),
  ];
  return {
    taskId: task._id,
    number: task.number,
    title: task.title,
    reason: task.state.status === "blocked" ? task.state.reason : null,
    assignees: names.filter((name) => name !== undefined),
  };
}

/** A task that has been in its status for long has its event further back than the period. */
async function linked(ctx: ReadCtx, line: StandupLine) {
  const taskId = line.taskId as Id<"tasks"> | null;
  const known = line.activityId as Id<"activities"> | null;
  return { ...line, taskId, activityId: known ?? (taskId ? await lastMove(ctx, taskId) : null) };
}

async function lastMove(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Id<"activities"> | null> {
  const history = await ctx.db
    .query("activities")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .take(HISTORY);
  return history.find(({ event }) => event.type === "task_status_changed")?._id ?? null;
}

async function tellMembers(ctx: WriteCtx, { day, body }: { day: string; body: string }): Promise<void> {
  const self = ctx.caller.kind === "member" ? ctx.caller.memberId : null;
  for (const member of await listMembers(ctx)) {
    if (member._id === self) continue;
    await notifyMember(ctx, member._id, {
      type: "standup",
      reason: "standup",
      title: `Stand-up of ${day}`,
      body,
    });
  }
}
