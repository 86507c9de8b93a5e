/** The thread of a task. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import {
  deleteMessage,
  editMessage,
  getMessageOrThrow,
  listMessages,
  postMessage,
  previewMessage,
} from "./lib/messages";
import { getTaskOrThrow } from "./lib/tasks";

export const list = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const task = await getTaskOrThrow(ctx, args.taskId);
    return await listMessages(ctx, task._id, args.paginationOpts);
  },
});

export const create = accountMutation({
  role: "member",
  audit: ["message_created"],
  args: { taskId: v.id("tasks"), body: v.string(), clientKey: v.string(), isNote: v.optional(v.boolean()) },
  handler: async (ctx, { taskId, body, clientKey, isNote }) => {
    const task = await getTaskOrThrow(ctx, taskId);
    return await postMessage(ctx, { task, body, clientKey, kind: isNote ? "note" : "message" });
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
  handler: async (ctx, args) => previewMessage(ctx, await getTaskOrThrow(ctx, args.taskId), args.body),
});
