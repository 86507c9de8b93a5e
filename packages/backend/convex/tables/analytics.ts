import { METRIC_NAMES, RUN_OUTCOMES } from "@mc/shared/analytics/metrics";
import type { OpenStatus } from "@mc/shared/analytics/openWork";
import { OPEN_STATUSES, TASK_STATUSES } from "@mc/shared/task/status";
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { agentRef, memberRef } from "./vocabulary";

const count = v.number();

type Counts<Names extends readonly string[]> = Record<
  Names[number],
  ReturnType<typeof v.optional<typeof count>>
>;

function counts<const Names extends readonly string[]>(names: Names): Counts<Names> {
  return Object.fromEntries(names.map((name) => [name, v.optional(count)])) as Counts<Names>;
}

/** What is nought is missing, except in rows from before that was so. */
export const metrics = v.object({
  ...counts(METRIC_NAMES),
  moved: v.optional(v.object(counts(TASK_STATUSES))),
  runs: v.optional(v.object(counts(RUN_OUTCOMES))),
});

/** Open tasks of one person or agent by status. */
export const load = v.object(
  Object.fromEntries(OPEN_STATUSES.map((status) => [status, v.optional(count)])) as Record<
    OpenStatus,
    ReturnType<typeof v.optional<typeof count>>
  >,
);

export const metricSubject = v.union(v.object({ kind: v.literal("account") }), memberRef, agentRef);

/**
 * What happened on one day (of the account's time zone), of the account as a whole and of each person and agent.
 * Written by lib/metrics.ts alone, in the transactions of the events.
 */
export const dailyMetrics = defineTable({
  accountId: v.id("accounts"),
  /** "2026-11-22" */
  day: v.string(),
  subject: metricSubject,
  /** The subject as one word: "account", or the id of the member or agent. */
  subjectKey: v.string(),
  metrics,
  /** Tasks made on that day that are open now; of the account alone, and missing for none. */
  stillOpen: v.optional(v.number()),
})
  .index("by_account_subject_day", ["accountId", "subjectKey", "day"])
  .index("by_account_kind_day", ["accountId", "subject.kind", "day"]);
