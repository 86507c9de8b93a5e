/** Many tasks in one act, at most a hundred, with a result for each. */
import { v } from "convex/values";
import { accountMutation } from "./functions/account";
import { assignMany, editMany, moveMany } from "./lib/taskBatches";
import { priority, taskStatus } from "./tables/vocabulary";

const taskIds = v.array(v.id("tasks"));
const labels = v.optional(v.array(v.string()));
const MOVES = [
  "task_status_changed",
  "task_unblocked",
  "parts_done",
  "run_cancelled",
  "run_cancel_requested",
] as const;

export const update = accountMutation({
  role: "member",
  audit: ["task_updated"],
  args: {
    taskIds,
    priority: v.optional(priority),
    addLabels: labels,
    removeLabels: labels,
    dueAt: v.optional(v.union(v.number(), v.null())),
  },
  handler: (ctx, args) => editMany(ctx, args.taskIds, args),
});

export const move = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskIds, to: taskStatus, reason: v.optional(v.string()) },
  handler: (ctx, args) => moveMany(ctx, args.taskIds, args),
});

export const assign = accountMutation({
  role: "member",
  audit: ["task_assigned", ...MOVES],
  args: {
    taskIds,
    mode: v.union(v.literal("add"), v.literal("remove"), v.literal("set")),
    memberIds: v.array(v.id("memberships")),
    agentIds: v.array(v.id("agents")),
  },
  handler: (ctx, args) => assignMany(ctx, args.taskIds, args),
});

export const archive = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskIds },
  handler: (ctx, args) => moveMany(ctx, args.taskIds, { to: "archived" }),
});
