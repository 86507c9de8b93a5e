/** The inbox of the signed-in member. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { invalid } from "./functions/errors";
import { MAX_PAGE } from "./lib/limits";
import {
  unreadCount as countUnread,
  listNotifications,
  markRead as mark,
  markAllRead as markAll,
} from "./lib/notifications";

export const list = accountQuery({
  role: "viewer",
  args: { filter: v.optional(v.literal("unread")), paginationOpts: paginationOptsValidator },
  handler: (ctx, { filter, paginationOpts }) =>
    listNotifications(ctx, ctx.member._id, { filter: filter ?? "all", paginationOpts }),
});

export const unreadCount = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => countUnread(ctx, ctx.member._id),
});

export const markRead = accountMutation({
  role: "member",
  audit: "none",
  args: { notificationIds: v.array(v.id("notifications")) },
  handler: async (ctx, { notificationIds }) => {
    if (notificationIds.length > MAX_PAGE)
      throw invalid(`Mark at most ${MAX_PAGE} at once.`, "notificationIds");
    return await mark(ctx, ctx.member._id, notificationIds);
  },
});

export const markAllRead = accountMutation({
  role: "member",
  audit: "none",
  args: {},
  handler: (ctx) => markAll(ctx, ctx.member._id),
});
