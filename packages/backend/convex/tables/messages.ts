import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { actor } from "./vocabulary";

export const messageKind = literals("message", "answer", "note", "system");

export const mention = v.union(
  v.object({ kind: literals("member", "agent"), id: v.string(), name: v.string() }),
  v.object({ kind: v.literal("all") }),
  v.object({ kind: v.literal("agents") }),
);

/** The thread of a task. Written once; edits keep the old text in the activity. */
export const messages = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  author: actor,
  /** As it was when written. */
  authorName: v.string(),
  kind: messageKind,
  body: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
  mentions: v.array(mention),
  /** Sender's own key, prefixed with the author: sending again answers with the same message. */
  clientKey: v.union(v.string(), v.null()),
  runId: v.union(v.id("runs"), v.null()),
  model: v.union(v.string(), v.null()),
  isDemoModel: v.boolean(),
  /** The message of the same thread that it answers. */
  replyToId: v.optional(v.id("messages")),
  /** Who reacted with what, in the order of the first. */
  reactions: v.optional(v.array(v.object({ emoji: v.string(), memberIds: v.array(v.id("memberships")) }))),
  /** Uploaded with the message, and gone with it. */
  fileIds: v.optional(v.array(v.id("files"))),
  /** When it was made where it was imported from; missing for what was made here. See lib/times.ts. */
  originalAt: v.optional(v.number()),
  editedAt: v.union(v.number(), v.null()),
  deletedAt: v.union(v.number(), v.null()),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_clientKey", ["accountId", "clientKey"])
  .index("by_account_run_kind", ["accountId", "runId", "kind"])
  .searchIndex("search_body", { searchField: "body", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });

/** Up to where a person has seen a thread. */
export const threadReads = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  memberId: v.id("memberships"),
  /** Creation time of the newest message that was seen. */
  readThrough: v.number(),
  seenAt: v.number(),
  /** Something was written since by someone else; missing counts as no. */
  hasUnread: v.optional(v.boolean()),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_member_hasUnread", ["accountId", "memberId", "hasUnread"])
  .index("by_account_task_member", ["accountId", "taskId", "memberId"]);
