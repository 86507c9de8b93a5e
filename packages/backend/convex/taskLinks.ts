/** Parts of a task, and what it waits for. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { readLinks, setBlockers as setAll, setParent as setOne } from "./lib/taskLinks";
import { getTaskOrThrow } from "./lib/tasks";

const taskId = v.id("tasks");

export const list = accountQuery({
  role: "viewer",
  args: { taskId },
  handler: async (ctx, args) => readLinks(ctx, await getTaskOrThrow(ctx, args.taskId)),
});

export const setParent = accountMutation({
  role: "member",
  audit: ["task_updated", "parts_done"],
  args: { taskId, parentId: v.union(taskId, v.null()) },
  handler: async (ctx, args) => setOne(ctx, await getTaskOrThrow(ctx, args.taskId), args.parentId),
});

export const setBlockers = accountMutation({
  role: "member",
  audit: ["task_updated", "task_unblocked", "parts_done"],
  args: { taskId, blockerIds: v.array(taskId) },
  handler: async (ctx, args) => setAll(ctx, await getTaskOrThrow(ctx, args.taskId), args.blockerIds),
});
