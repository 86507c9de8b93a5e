/** What remains of a deleted task, removed batch by batch so that no transaction grows with the thread. */
import type { Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { releaseFile } from "./files";
import { LIMITS } from "./limits";

const PARTS = [
  "taskDescriptions",
  "assignments",
  "subscriptions",
  "sessions",
  "runStreams",
  "threadWakes",
  "documentLinks",
  "taskBlockers",
  "taskLabels",
  "dueDates",
  "threadReads",
] as const;

/** Deletes up to one batch; answers whether there is more. */
export async function purgeTask(ctx: WriteCtx, taskId: Id<"tasks">): Promise<{ isDone: boolean }> {
  ctx.activity.bookkeeping("parts of a task whose deletion is recorded");
  for (const table of PARTS) {
    const rows = await ctx.db
      .query(table)
      .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
      .take(LIMITS.batch);
    for (const row of rows) await ctx.db.delete(table, row._id as never);
    if (rows.length > 0) return { isDone: false };
  }
  if (!(await detachRelatives(ctx, taskId))) return { isDone: false };
  if (!(await purgeMessages(ctx, taskId))) return { isDone: false };
  const documents = await ctx.db
    .query("documents")
    .withIndex("by_account_task_status_title", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.batch);
  for (const document of documents) await ctx.db.patch("documents", document._id, { taskId: null });
  return { isDone: documents.length < LIMITS.batch };
}

/** Tasks that waited for it or were parts of it go on by themselves; answers whether none is left. */
async function detachRelatives(ctx: WriteCtx, taskId: Id<"tasks">): Promise<boolean> {
  const accountId = ctx.account._id;
  const links = await ctx.db
    .query("taskBlockers")
    .withIndex("by_account_blocker", (q) => q.eq("accountId", accountId).eq("blockerId", taskId))
    .take(LIMITS.batch);
  for (const link of links) await ctx.db.delete("taskBlockers", link._id);
  const parts = await ctx.db
    .query("tasks")
    .withIndex("by_account_parent", (q) => q.eq("accountId", accountId).eq("parentId", taskId))
    .take(LIMITS.batch);
  for (const part of parts) await ctx.db.patch("tasks", part._id, { parentId: undefined });
  return links.length < LIMITS.batch && parts.length < LIMITS.batch;
}

/** The thread, with the files that hang on its messages. */
async function purgeMessages(ctx: WriteCtx, taskId: Id<"tasks">): Promise<boolean> {
  const messages = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.batch);
  for (const message of messages) {
    for (const fileId of message.fileIds ?? []) await releaseFile(ctx, fileId);
    await ctx.db.delete("messages", message._id);
  }
  return messages.length < LIMITS.batch;
}
