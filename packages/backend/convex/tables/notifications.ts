import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { actor, notificationType, recipient } from "./vocabulary";

/**
 * One notification to one person or agent. A person's is read or unread; an agent's belongs to the run that
 * delivers it, whose state is its delivery state.
 */
export const notifications = defineTable({
  accountId: v.id("accounts"),
  recipient,
  type: notificationType,
  title: v.string(),
  body: v.string(),
  reason: v.string(),
  actor,
  actorName: v.string(),
  taskId: v.union(v.id("tasks"), v.null()),
  messageId: v.union(v.id("messages"), v.null()),
  documentId: v.union(v.id("documents"), v.null()),
  runId: v.union(v.id("runs"), v.null()),
  /** What is to be decided, or was. */
  approvalId: v.optional(v.id("approvals")),
  readAt: v.union(v.number(), v.null()),
  /** Missing while it lies in the inbox. */
  place: v.optional(literals("archived", "snoozed")),
  /** Since when it is unread; missing when it is read or not in the inbox. See `readThrough`. */
  unreadAt: v.optional(v.number()),
})
  .index("by_account_member_place", ["accountId", "recipient.memberId", "place"])
  .index("by_account_member_unreadAt", ["accountId", "recipient.memberId", "unreadAt"])
  .index("by_account_run", ["accountId", "runId"]);

/** Notifications that come back into the inbox; a row exists while one is away. */
export const snoozes = defineTable({
  accountId: v.id("accounts"),
  notificationId: v.id("notifications"),
  until: v.number(),
})
  .index("by_account_notification", ["accountId", "notificationId"])
  .index("by_until", ["until"]);

/** A person's inbox: the exact number of unread ones, and the mark up to which all count as read. */
export const inboxes = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  unread: v.number(),
  /** What is unread since then or before counts as read: the mark of "all read". 0 before the first. */
  readThrough: v.number(),
}).index("by_account_member", ["accountId", "memberId"]);
