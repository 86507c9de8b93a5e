/** Recurring tasks of an account, and the clock that makes them. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { systemMutation } from "./functions/system";
import {
  createDueTasks,
  createRecurrence,
  deleteRecurrence,
  editRecurrence,
  getRecurrenceOrThrow,
  listRecurrences,
  makeDueTask,
  skipDueTask,
} from "./lib/recurrences";
import { priority } from "./tables/vocabulary";

const recurrenceId = v.id("recurrences");
const fields = {
  description: v.optional(v.string()),
  priority: v.optional(priority),
  labels: v.optional(v.array(v.string())),
  memberIds: v.optional(v.array(v.id("memberships"))),
  agentIds: v.optional(v.array(v.id("agents"))),
  dueInDays: v.optional(v.union(v.number(), v.null())),
  isPaused: v.optional(v.boolean()),
};

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => listRecurrences(ctx) });

export const create = accountMutation({
  role: "member",
  audit: ["recurrence_created"],
  args: { title: v.string(), cron: v.string(), timeZone: v.string(), ...fields },
  handler: (ctx, args) => createRecurrence(ctx, args),
});

export const update = accountMutation({
  role: "member",
  audit: ["recurrence_updated"],
  args: {
    recurrenceId,
    title: v.optional(v.string()),
    cron: v.optional(v.string()),
    timeZone: v.optional(v.string()),
    ...fields,
  },
  handler: async (ctx, args) => editRecurrence(ctx, await getRecurrenceOrThrow(ctx, args.recurrenceId), args),
});

export const remove = accountMutation({
  role: "member",
  audit: ["recurrence_removed"],
  args: { recurrenceId },
  handler: async (ctx, args) => deleteRecurrence(ctx, await getRecurrenceOrThrow(ctx, args.recurrenceId)),
});

/** Every minute. */
export const sweep = systemMutation({
  audit: "none",
  schedule: "recurrences.sweep",
  args: {},
  handler: (ctx) => createDueTasks(ctx),
});

/** Within the sweep; one that is refused is undone alone. */
export const makeOne = systemMutation({
  audit: ["task_created", "task_assigned"],
  schedule: "recurrences.sweep",
  args: { recurrenceId },
  handler: (ctx, args) => makeDueTask(ctx, args.recurrenceId),
});

export const skipOne = systemMutation({
  audit: ["recurrence_skipped"],
  schedule: "recurrences.sweep",
  args: { recurrenceId, reason: v.string() },
  handler: (ctx, args) => skipDueTask(ctx, args),
});
