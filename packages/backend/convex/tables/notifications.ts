import { defineTable } from "convex/server";
import { v } from "convex/values";
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
  readAt: v.union(v.number(), v.null()),
})
  .index("by_account_member", ["accountId", "recipient.memberId"])
  .index("by_account_member_readAt", ["accountId", "recipient.memberId", "readAt"])
  .index("by_account_run", ["accountId", "runId"]);

/** A person's inbox: the exact number of unread ones, and the mark up to which all count as read. */
export const inboxes = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  unread: v.number(),
  /** Creation time of the newest notification when everything was marked read; 0 before that. */
  readThrough: v.number(),
}).index("by_account_member", ["accountId", "memberId"]);
