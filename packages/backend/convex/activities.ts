/** The feed of an account and the history of a task. */
import { ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountQuery } from "./functions/account";
import { activitiesOfTask, listActivities } from "./lib/activities";
import { getThreadOrThrow } from "./lib/threads";

/** Newest first. Actor and task choose an index, dates bound it; the group is asked of each row, so pages may be short. */
export const list = accountQuery({
  role: "viewer",
  args: {
    group: v.optional(literals(...ACTIVITY_GROUPS)),
    memberId: v.optional(v.id("memberships")),
    agentId: v.optional(v.id("agents")),
    taskNumber: v.optional(v.number()),
    /** Instants; `to` is not part of it. */
    from: v.optional(v.number()),
    to: v.optional(v.number()),
    paginationOpts: paginationOptsValidator,
  },
  handler: (ctx, { paginationOpts, ...filter }) => listActivities(ctx, filter, paginationOpts),
});

export const listByTask = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const task = await getThreadOrThrow(ctx, args.taskId);
    return await activitiesOfTask(ctx, task._id, args.paginationOpts);
  },
});
