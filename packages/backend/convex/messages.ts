/** The thread of a task. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { runCommand } from "./lib/commands";
import { deleteMessage, editMessage, getMessageOrThrow, postMessage, previewMessage } from "./lib/messages";
import { listMessages } from "./lib/messageViews";
import { reactTo } from "./lib/reactions";
import { getTaskOrThrow } from "./lib/tasks";
import { markSeen as mark, seenBy as readSeen, unreadThreads } from "./lib/threadReads";
import { getThreadOrThrow } from "./lib/threads";

export const list = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const task = await getThreadOrThrow(ctx, args.taskId);
    return await listMessages(ctx, task._id, args.paginationOpts);
  },
});

export const create = accountMutation({
  role: "member",
  audit: ["message_created"],
  args: {
    taskId: v.id("tasks"),
    body: v.string(),
    clientKey: v.string(),
    isNote: v.optional(v.boolean()),
    replyToId: v.optional(v.id("messages")),
    /** Files that were put into the storage through documents.uploadUrl. */
    uploads: v.optional(v.array(v.object({ storageId: v.id("_storage"), name: v.string() }))),
  },
  handler: async (ctx, { taskId, isNote, ...draft }) => {
    const task = await getTaskOrThrow(ctx, taskId);
    return await postMessage(ctx, { task, ...draft, kind: isNote ? "note" : "message" });
  },
});

export const update = accountMutation({
  role: "member",
  audit: ["message_edited"],
  args: { messageId: v.id("messages"), body: v.string() },
  handler: async (ctx, args) => editMessage(ctx, await getMessageOrThrow(ctx, args.messageId), args.body),
});

export const remove = accountMutation({
  role: "member",
  audit: ["message_deleted"],
  args: { messageId: v.id("messages") },
  handler: async (ctx, args) => deleteMessage(ctx, await getMessageOrThrow(ctx, args.messageId)),
});

export const preview = accountQuery({
  role: "member",
  args: { taskId: v.id("tasks"), body: v.string() },
  handler: async (ctx, args) => {
    const task = await getTaskOrThrow(ctx, args.taskId);
    return await previewMessage(ctx, { task, body: args.body });
  },
});

export const react = accountMutation({
  role: "member",
  audit: ["message_reacted"],
  args: { messageId: v.id("messages"), emoji: v.string() },
  handler: async (ctx, args) => reactTo(ctx, await getMessageOrThrow(ctx, args.messageId), args.emoji),
});

export const markSeen = accountMutation({
  role: "member",
  audit: "none",
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => mark(ctx, (await getThreadOrThrow(ctx, args.taskId))._id),
});

export const seenBy = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => readSeen(ctx, (await getThreadOrThrow(ctx, args.taskId))._id),
});

/** Tasks whose threads hold something that the person has not seen. */
export const unread = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => unreadThreads(ctx, ctx.member._id),
});

/** A slash command, as it was typed. */
export const command = accountMutation({
  role: "member",
  audit: [
    "task_assigned",
    "task_status_changed",
    "task_unblocked",
    "parts_done",
    "task_updated",
    "task_created",
    "document_created",
    "message_created",
    "run_cancelled",
    "run_cancel_requested",
  ],
  args: { taskId: v.id("tasks"), text: v.string(), clientKey: v.string(), timeZone: v.string() },
  handler: async (ctx, { taskId, ...asked }) => runCommand(ctx, await getTaskOrThrow(ctx, taskId), asked),
});
