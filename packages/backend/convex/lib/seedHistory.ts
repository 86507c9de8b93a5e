/** A month of figures for the demo account, so that its analytics have something to show; what its tasks count as is added to them. */
import { dayKeyAt, dayKeyOf, dayNumberOf } from "@mc/shared/analytics/days";
import { type KeptMetrics, sumMetrics } from "@mc/shared/analytics/metrics";
import { replaceInTotals, totalsOf } from "@mc/shared/usage/usage";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { broken } from "../functions/errors";
import { agentsDay, personsDay, TOKENS_PER_TURN, turnsOf } from "../seed/history";
import { insertMetrics, type MetricSubject, metricRow, zoneOf } from "./metrics";
import { listAgents, listMembers } from "./roster";
import { changeTotals } from "./usageTotals";

/** The day so many days before the account was founded; one that has figures is left as it is. */
export async function writePastDay(ctx: WriteCtx, daysAgo: number): Promise<void> {
  const day = dayBefore(ctx, daysAgo);
  if (await metricRow(ctx, { subject: { kind: "account" }, day })) return;
  const people = (await listMembers(ctx)).filter(({ role }) => role !== "viewer");
  const agents = await listAgents(ctx);
  const figures: { subject: MetricSubject; metrics: KeptMetrics }[] = [
    ...people.map(({ _id }, nth) => ({
      subject: { kind: "member" as const, memberId: _id },
      metrics: personsDay(daysAgo, nth),
    })),
    ...agents.map(({ _id }, nth) => ({
      subject: { kind: "agent" as const, agentId: _id },
      metrics: agentsDay(daysAgo, nth),
    })),
  ];
  const all = sumMetrics(figures.map(({ metrics }) => metrics));
  await insertMetrics(ctx, { subject: { kind: "account" }, day, metrics: all });
  for (const { subject, metrics } of figures) await insertMetrics(ctx, { subject, day, metrics });
  for (const [nth, agent] of agents.entries())
    await spendTokens(ctx, agent, { day, turns: turnsOf(agentsDay(daysAgo, nth)) });
}

function dayBefore(ctx: WriteCtx, daysAgo: number): string {
  const founded = dayNumberOf(dayKeyAt(ctx.account._creationTime, zoneOf(ctx)));
  if (founded === null) throw broken("The account was founded on no day of the calendar.");
  return dayKeyOf(founded - daysAgo);
}

/** The demo model costs nothing; what it read and wrote is counted as that of every other. */
async function spendTokens(
  ctx: WriteCtx,
  agent: Doc<"agents">,
  { day, turns }: { day: string; turns: number },
): Promise<void> {
  if (turns === 0) return;
  const { input, output } = TOKENS_PER_TURN;
  const usage = { input: turns * input, output: turns * output, cacheRead: 0, cacheWrite: 0 };
  const after = { ...totalsOf({ ...usage, costUsd: 0, basis: "estimated" }), turns };
  for (const subject of [{ kind: "account" as const }, { kind: "agent" as const, agentId: agent._id }]) {
    await changeTotals(ctx, subject, {
      day,
      change: (totals) => replaceInTotals(totals, { before: null, after }),
    });
  }
}
