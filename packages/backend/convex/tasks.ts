/** Tasks: the board, one task, and everything that people do with it. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import { setAssignees } from "./lib/assignments";
import { type FollowLevel, setFollowLevel } from "./lib/subscriptions";
import { listTasks } from "./lib/taskLists";
import { moveTask } from "./lib/taskPlaces";
import { purgeTask } from "./lib/taskPurge";
import { changeStatus } from "./lib/taskStatus";
import { createTask, deleteTask, editTask, getTaskOrThrow, restoreTask, stopTask } from "./lib/tasks";
import { pageOfColumn, readBoard, readTask } from "./lib/taskViews";
import { getThreadOrThrow } from "./lib/threads";
import { priority, taskStatus } from "./tables/vocabulary";

const taskId = v.id("tasks");
const memberIds = v.array(v.id("memberships"));
const agentIds = v.array(v.id("agents"));
const reason = v.optional(v.string());
/** A change of status routes notifications and, on archiving, ends runs. */
const MOVES = [
  "task_status_changed",
  "task_unblocked",
  "parts_done",
  "run_cancelled",
  "run_cancel_requested",
] as const;

export const board = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readBoard(ctx) });

export const column = accountQuery({
  role: "viewer",
  args: { status: taskStatus, paginationOpts: paginationOptsValidator },
  handler: (ctx, args) => pageOfColumn(ctx, args.status, args.paginationOpts),
});

/** By filters, page by page; archived tasks only when their status is asked for. */
export const list = accountQuery({
  role: "viewer",
  args: {
    status: v.optional(taskStatus),
    priority: v.optional(priority),
    label: v.optional(v.string()),
    memberId: v.optional(v.id("memberships")),
    agentId: v.optional(v.id("agents")),
    due: v.optional(v.object({ from: v.optional(v.number()), to: v.optional(v.number()) })),
    paginationOpts: paginationOptsValidator,
  },
  handler: (ctx, { paginationOpts, ...filter }) => listTasks(ctx, filter, paginationOpts),
});

export const get = accountQuery({
  role: "viewer",
  args: { number: v.number() },
  handler: (ctx, { number }) => readTask(ctx, number),
});

export const create = accountMutation({
  role: "member",
  audit: ["task_created", "task_assigned", ...MOVES],
  args: {
    title: v.string(),
    description: v.optional(v.string()),
    status: v.optional(taskStatus),
    priority: v.optional(priority),
    memberIds: v.optional(memberIds),
    agentIds: v.optional(agentIds),
    labels: v.optional(v.array(v.string())),
    dueAt: v.optional(v.number()),
    prUrl: v.optional(v.string()),
    parentId: v.optional(taskId),
  },
  handler: (ctx, args) => createTask(ctx, args),
});

export const update = accountMutation({
  role: "member",
  audit: ["task_updated"],
  args: {
    taskId,
    title: v.optional(v.string()),
    description: v.optional(v.string()),
    priority: v.optional(priority),
    labels: v.optional(v.array(v.string())),
    dueAt: v.optional(v.union(v.number(), v.null())),
    prUrl: v.optional(v.union(v.string(), v.null())),
    from: v.optional(v.object({ title: v.optional(v.string()), description: v.optional(v.string()) })),
  },
  handler: async (ctx, args) => editTask(ctx, await getTaskOrThrow(ctx, args.taskId), args),
});

export const assign = accountMutation({
  role: "member",
  audit: ["task_assigned", ...MOVES],
  args: { taskId, memberIds, agentIds },
  handler: async (ctx, args) => {
    const assigned = await setAssignees(ctx, await getTaskOrThrow(ctx, args.taskId), args);
    return { status: assigned.state.status, updatedAt: assigned.updatedAt };
  },
});

export const move = accountMutation({
  role: "member",
  audit: ["task_reordered", ...MOVES],
  args: {
    taskId,
    to: taskStatus,
    /** The column in which whoever moves it saw it: of two who move one card at once, one hears what it is now. */
    from: taskStatus,
    afterTaskId: v.optional(v.union(taskId, v.null())),
    beforeTaskId: v.optional(v.union(taskId, v.null())),
    reason,
  },
  handler: async (ctx, args) => moveTask(ctx, await getTaskOrThrow(ctx, args.taskId), args),
});

export const updateStatus = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskId, to: taskStatus, from: v.optional(taskStatus), reason },
  handler: async (ctx, args) => {
    const task = await changeStatus(ctx, await getTaskOrThrow(ctx, args.taskId), args);
    return { status: task.state.status };
  },
});

export const stop = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskId, reason },
  handler: async (ctx, args) => stopTask(ctx, await getTaskOrThrow(ctx, args.taskId), args.reason),
});

export const archive = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskId },
  handler: async (ctx, args) => {
    await changeStatus(ctx, await getTaskOrThrow(ctx, args.taskId), { to: "archived" });
    return null;
  },
});

export const restore = accountMutation({
  role: "member",
  audit: MOVES,
  args: { taskId },
  handler: async (ctx, args) => restoreTask(ctx, await getTaskOrThrow(ctx, args.taskId)),
});

export const remove = adminMutation({
  audit: ["task_deleted", "task_unblocked", "parts_done", "run_cancelled", "run_cancel_requested"],
  args: { taskId },
  handler: async (ctx, args) => deleteTask(ctx, await getTaskOrThrow(ctx, args.taskId)),
});

export const follow = accountMutation({
  role: "member",
  audit: "none",
  args: { taskId, level: v.union(v.literal("following"), v.literal("muted"), v.literal("none")) },
  handler: async (ctx, args): Promise<{ level: FollowLevel }> => {
    const task = await getThreadOrThrow(ctx, args.taskId);
    return await setFollowLevel(ctx, task, { memberId: ctx.member._id, level: args.level });
  },
});

/** The parts of a deleted task, one batch; schedules itself until nothing is left. */
export const purge = systemMutation({
  audit: ["task_deleted"],
  schedule: "tasks.purge",
  args: { accountId: v.id("accounts"), taskId },
  handler: async (ctx, args): Promise<null> => {
    const account = await ctx.open(args.accountId);
    if (!account) return null;
    const { isDone } = await purgeTask(account, args.taskId);
    if (!isDone) await account.scheduler.runAfter(0, internal.tasks.purge, args);
    return null;
  },
});
