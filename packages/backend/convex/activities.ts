/** The feed of an account and the history of a task. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountQuery } from "./functions/account";
import { activitiesOfTask, listActivities } from "./lib/activities";
import { getTaskOrThrow } from "./lib/tasks";

export const list = accountQuery({
  role: "viewer",
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, args) => listActivities(ctx, args.paginationOpts),
});

export const listByTask = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const task = await getTaskOrThrow(ctx, args.taskId);
    return await activitiesOfTask(ctx, task._id, args.paginationOpts);
  },
});
