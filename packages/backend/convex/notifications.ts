/** The inbox of the signed-in member. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountMutation, accountQuery } from "./functions/account";
import { systemMutation } from "./functions/system";
import {
  unreadCount as countUnread,
  listNotifications,
  markAllRead as markAll,
  updateNotifications,
  wakeNotification,
  wakeSnoozed,
} from "./lib/inboxes";
import { readDropped } from "./lib/preferences";
import { getAgentOrThrow } from "./lib/roster";
import { getTaskOrThrow } from "./lib/tasks";
import { notificationType } from "./tables/vocabulary";

const notificationIds = v.array(v.id("notifications"));

export const list = accountQuery({
  role: "viewer",
  args: {
    filter: v.optional(literals("unread", "archived", "snoozed")),
    type: v.optional(notificationType),
    taskId: v.optional(v.id("tasks")),
    agentId: v.optional(v.id("agents")),
    paginationOpts: paginationOptsValidator,
  },
  handler: async (ctx, { filter, ...options }) => {
    if (options.taskId !== undefined) await getTaskOrThrow(ctx, options.taskId);
    if (options.agentId !== undefined) await getAgentOrThrow(ctx, options.agentId);
    return await listNotifications(ctx, ctx.member._id, { filter: filter ?? "all", ...options });
  },
});

export const unreadCount = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => countUnread(ctx, ctx.member._id),
});

export const markRead = accountMutation({
  role: "member",
  audit: "none",
  args: { notificationIds },
  handler: async (ctx, args) => {
    const act = { kind: "read" as const };
    const { changed } = await updateNotifications(ctx, ctx.member._id, { ...args, act });
    return { marked: changed };
  },
});

/** Many at once, at most a hundred. */
export const update = accountMutation({
  role: "member",
  audit: "none",
  args: {
    notificationIds,
    act: v.union(
      v.object({ kind: literals("read", "unread", "archive", "restore") }),
      v.object({ kind: v.literal("snooze"), until: v.number() }),
    ),
  },
  handler: (ctx, args) => updateNotifications(ctx, ctx.member._id, args),
});

export const markAllRead = accountMutation({
  role: "member",
  audit: "none",
  args: {},
  handler: (ctx) => markAll(ctx, ctx.member._id),
});

/** How many notifications preferences have kept from people, by type. */
export const dropped = accountQuery({ role: "admin", args: {}, handler: (ctx) => readDropped(ctx) });

/** Every minute. */
export const wake = systemMutation({
  audit: "none",
  schedule: "notifications.wake",
  args: {},
  handler: (ctx) => wakeSnoozed(ctx),
});

export const wakeOne = systemMutation({
  audit: "none",
  schedule: "notifications.wake",
  args: { snoozeId: v.id("snoozes") },
  handler: (ctx, { snoozeId }) => wakeNotification(ctx, snoozeId),
});
