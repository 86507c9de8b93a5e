/**
 * Counts one day again from what is recorded of it, batch by batch, and replaces its rows. Meant for a day whose
 * figures are in doubt; people and tasks that are gone since then are counted for the account alone.
 */
import { dayBounds } from "@mc/shared/analytics/days";
import { applyDelta, type MetricDelta, statusDelta, sumMetrics } from "@mc/shared/analytics/metrics";
import { doneAtOf, TASK_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import { knownUsd, tokensOf } from "@mc/shared/usage/usage";
import type { Doc, Id } from "../_generated/dataModel";
import type { ActorRef, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { assigneesOf } from "./assignees";
import { LIMITS } from "./limits";
import { insertMetrics, type MetricSubject, metricRow, runDelta, subjectKeyOf, zoneOf } from "./metrics";
import { madeAt } from "./times";
import { usageOnDay } from "./usage";

type Sum = Pick<Doc<"dailyMetrics">, "subject" | "metrics">;
/** A completion and its record are written by one act. */
const SAME_ACT_MS = 60_000;

/** `isCheck`: the day is replaced only when a figure that is certain to be countable again differs. */
export type Repair = { day: string; after: number | null; sums: Sum[]; isCheck: boolean };

/** One batch; the last one writes. Answers what to go on with, or null when the day is done. */
export async function repairDay(ctx: WriteCtx, repair: Repair): Promise<Repair | null> {
  const { day, after, isCheck } = repair;
  const bounds = dayBounds(day, zoneOf(ctx));
  if (!bounds) throw invalid(`"${day}" is not a day (2026-11-22).`, "day");
  // Of the time before the account there are no activities to count; figures of it were brought along.
  if (isCheck && bounds.end <= ctx.account._creationTime) return null;
  const sums = new Map(repair.sums.map((sum) => [subjectKeyOf(sum.subject), sum]));
  const activities = await ctx.db
    .query("activities")
    .withIndex("by_account", (q) => {
      const account = q.eq("accountId", ctx.account._id);
      const from =
        after === null ? account.gte("_creationTime", bounds.start) : account.gt("_creationTime", after);
      return from.lt("_creationTime", bounds.end);
    })
    .take(LIMITS.batch);
  for (const activity of activities) {
    // What is told of an earlier day was counted there.
    if (madeAt(activity) < bounds.start) continue;
    const counted = await countActivity(ctx, activity);
    if (counted) addTo(sums, counted);
  }
  if (activities.length === LIMITS.batch) {
    return { day, after: activities.at(-1)?._creationTime ?? null, sums: [...sums.values()], isCheck };
  }
  if (isCheck && (await isRight(ctx, day, sums))) return null;
  await replaceDay(ctx, day, sums);
  return null;
}

/** What activities alone decide; cycle times and runs are read off rows that may have moved on since. */
const CERTAIN = ["created", "completed", "reopened", "messages"] as const;

async function isRight(ctx: WriteCtx, day: string, sums: ReadonlyMap<string, Sum>): Promise<boolean> {
  const subject = { kind: "account" } as const;
  const kept = sumMetrics([(await metricRow(ctx, { subject, day }))?.metrics ?? {}]);
  const counted = sumMetrics([sums.get(subjectKeyOf(subject))?.metrics ?? {}]);
  const moves = TASK_STATUSES.every((status) => kept.moved[status] === counted.moved[status]);
  return moves && CERTAIN.every((name) => kept[name] === counted[name]);
}

type Counted = { delta: MetricDelta; of: readonly ActorRef[] };

/** Ends of runs, each recorded once with the run as its target. */
const RUN_ENDS: readonly string[] = ["run_succeeded", "run_dead_lettered", "run_timed_out", "run_cancelled"];

async function countActivity(ctx: WriteCtx, activity: Doc<"activities">): Promise<Counted | null> {
  const { event, actor, target } = activity;
  if (event.type === "task_created") return { delta: { created: 1 }, of: [actor] };
  if (event.type === "message_created") return { delta: { messages: 1 }, of: [actor] };
  if (event.type === "task_status_changed") return await countMove(ctx, activity, event);
  const runId = target.id as Id<"runs">;
  if (event.type === "run_failed") {
    return await countRun(ctx, runId, event.retryAt === null ? undefined : { retries: 1 });
  }
  return RUN_ENDS.includes(event.type) ? await countRun(ctx, runId) : null;
}

async function countMove(
  ctx: WriteCtx,
  activity: Doc<"activities">,
  { from, to }: { from: TaskStatus; to: TaskStatus },
): Promise<Counted> {
  const { taskId } = activity;
  const at = madeAt(activity);
  const task = taskId === null ? null : await ctx.db.get("tasks", taskId);
  const done = task ? doneAtOf(task.state) : null;
  // The task knows its last completion only; earlier ones count without their time.
  const isLast = done !== null && Math.abs(done - at) < SAME_ACT_MS;
  const startedAt = isLast ? (task?.startedAt ?? null) : null;
  const delta = statusDelta({ from, to, startedAt, now: done ?? at });
  return { delta, of: to === "done" && task ? assigneesOf(task) : [] };
}

async function countRun(ctx: WriteCtx, runId: Id<"runs">, instead?: MetricDelta): Promise<Counted | null> {
  const run = await ctx.db.get("runs", runId);
  if (!run) return null;
  const delta = instead ?? runDelta(run);
  return delta ? { delta, of: [{ kind: "agent", agentId: run.agentId }] } : null;
}

function addTo(sums: Map<string, Sum>, { delta, of }: Counted): void {
  const subjects: MetricSubject[] = [
    { kind: "account" },
    ...of.flatMap((actor) => (actor.kind === "system" ? [] : [actor])),
  ];
  for (const subject of subjects) {
    const key = subjectKeyOf(subject);
    const before = sums.get(key)?.metrics ?? {};
    sums.set(key, { subject, metrics: applyDelta(before, delta) });
  }
}

async function replaceDay(ctx: WriteCtx, day: string, sums: Map<string, Sum>): Promise<void> {
  ctx.activity.bookkeeping("figures counted again from what is recorded");
  // What was used is counted by the ledger, not by activities; of a day without one, what is written stands.
  const used = await usageOnDay(ctx, day);
  for (const { subject, totals } of used) {
    const delta = { tokens: tokensOf(totals), costUsd: knownUsd(totals) };
    const key = subjectKeyOf(subject);
    sums.set(key, { subject, metrics: applyDelta(sums.get(key)?.metrics ?? {}, delta) });
  }
  for (const kind of ["account", "member", "agent"] as const) {
    const rows = await ctx.db
      .query("dailyMetrics")
      .withIndex("by_account_kind_day", (q) =>
        q.eq("accountId", ctx.account._id).eq("subject.kind", kind).eq("day", day),
      )
      .take(LIMITS.members + LIMITS.agents);
    for (const row of rows) {
      if (sums.has(row.subjectKey)) continue;
      // Tasks of that day that are open stay counted: they came with an import, and nothing was recorded of them then.
      if (row.stillOpen === undefined) await ctx.db.delete("dailyMetrics", row._id);
      else await ctx.db.patch("dailyMetrics", row._id, { metrics: {} });
    }
  }
  for (const { subject, metrics } of sums.values()) {
    const row = await metricRow(ctx, { subject, day });
    const { tokens = 0, costUsd = 0 } = used.length > 0 ? {} : (row?.metrics ?? {});
    const counted = applyDelta(metrics, { tokens, costUsd });
    if (row) await ctx.db.patch("dailyMetrics", row._id, { metrics: counted });
    else await insertMetrics(ctx, { subject, day, metrics: counted });
  }
}
