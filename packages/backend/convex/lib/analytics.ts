/** What people read of the daily figures. A range reads its rows and a few counters, whatever the account holds. */
import {
  type AnalyticsRange,
  dayKeyAt,
  dayNumberOf,
  daysBetween,
  lastDays,
  MAX_RANGE_DAYS,
} from "@mc/shared/analytics/days";
import { firstDayOfAges, type Loads, loadTotal, openByAge } from "@mc/shared/analytics/openWork";
import { summariseDays, totalsBySubject } from "@mc/shared/analytics/summarise";
import { OPEN_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import type { ReadCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { readCounter, readLoads, readTaskCounts } from "./counters";
import { openDays, zoneOf } from "./metrics";
import { loadRoster, type Roster } from "./roster";

/** Rows of people or of agents in one range; beyond it the answer says that it is not whole. */
const MAX_SUBJECT_ROWS = 5_000;

export type Range = AnalyticsRange | { from: string; to: string };

export async function readAnalytics(ctx: ReadCtx, range: Range) {
  const timeZone = zoneOf(ctx);
  const today = dayKeyAt(Date.now(), timeZone);
  const days = requireDays(range, today);
  const [account, agents, members, roster, statusMix, loads, open] = await Promise.all([
    rowsOf(ctx, "account", days),
    rowsOf(ctx, "agent", days),
    rowsOf(ctx, "member", days),
    loadRoster(ctx),
    readStatusMix(ctx),
    readLoads(ctx),
    openDays(ctx, firstDayOfAges(today)),
  ]);
  const openTasks = OPEN_STATUSES.reduce((sum, status) => sum + statusMix[status], 0);
  const summary = summariseDays(days, account.rows);
  return {
    timeZone,
    from: days[0] ?? "",
    to: days.at(-1) ?? "",
    ...summary,
    statusMix,
    workInProgress: statusMix.in_progress + statusMix.review + statusMix.blocked,
    openTasks,
    /** How old the open tasks are now; the ages add up to them. */
    ageing: openByAge(openTasks, today, open),
    /** What everybody has open now, who has most first; whoever could have work and has none is in it, too. */
    load: loadOf(roster, loads),
    delivery: {
      queued: await readCounter(ctx, "runs:queued"),
      active: await readCounter(ctx, "runs:active"),
      outcomes: summary.totals.runs,
      retries: summary.totals.retries,
      successRate: summary.successRate,
      averageResponseMs: summary.averageResponseMs,
    },
    agents: totalsBySubject(agents.rows).map(({ subject, metrics }) => {
      const agent = roster.agents.get(subject);
      return { agentId: subject, name: agent?.name ?? "Former agent", icon: agent?.icon ?? "bot", metrics };
    }),
    members: totalsBySubject(members.rows).map(({ subject, metrics }) => ({
      memberId: subject,
      name: roster.members.get(subject)?.name ?? "Former member",
      metrics,
    })),
    /** False when there were more people or agents than one answer carries. */
    isWhole: !agents.isCut && !members.isCut,
  };
}

function loadOf({ members, agents }: Roster, loads: Loads) {
  const of = <Id extends string>(id: Id, name: string) => ({ id, name, open: loads[id] ?? {} });
  const byTotal = (one: { open: Loads[string] }, other: { open: Loads[string] }) =>
    loadTotal(other.open) - loadTotal(one.open);
  const workers = [...members.values()].filter(({ _id, role }) => loads[_id] || role !== "viewer");
  return {
    members: workers.map(({ _id, name }) => of(_id, name)).sort(byTotal),
    agents: [...agents.values()].map(({ _id, name }) => of(_id, name)).sort(byTotal),
  };
}

function requireDays(range: Range, today: string): string[] {
  if (typeof range === "string") return lastDays(range, today);
  for (const field of ["from", "to"] as const) {
    if (dayNumberOf(range[field]) === null)
      throw invalid(`"${range[field]}" is not a day (2026-11-22).`, field);
  }
  const days = daysBetween(range.from, range.to);
  if (days.length === 0) throw invalid("The range ends before it begins.", "to");
  if (days.length > MAX_RANGE_DAYS) throw invalid(`A range has at most ${MAX_RANGE_DAYS} days.`, "to");
  return days;
}

async function rowsOf(ctx: ReadCtx, kind: "account" | "member" | "agent", days: readonly string[]) {
  const [from, to] = [days[0] ?? "", days.at(-1) ?? ""];
  const found = await ctx.db
    .query("dailyMetrics")
    .withIndex("by_account_kind_day", (q) =>
      q.eq("accountId", ctx.account._id).eq("subject.kind", kind).gte("day", from).lte("day", to),
    )
    .take(MAX_SUBJECT_ROWS);
  return {
    isCut: found.length === MAX_SUBJECT_ROWS,
    rows: found.map(({ day, subjectKey, metrics }) => ({ day, subject: subjectKey, metrics })),
  };
}

async function readStatusMix(ctx: ReadCtx) {
  return Object.fromEntries(await readTaskCounts(ctx)) as Record<TaskStatus, number>;
}
