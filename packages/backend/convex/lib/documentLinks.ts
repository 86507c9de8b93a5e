/** Documents linked to tasks. Each task counts its documents, so every door to a link is here. */
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { announce } from "./deliver";
import { requireActive } from "./documentRules";
import { documentTarget } from "./targets";

type Document = Doc<"documents">;
type Task = Doc<"tasks">;

export async function linkDocument(ctx: WriteCtx, document: Document, task: Task): Promise<null> {
  requireActive(document);
  const links = await linksOf(ctx, document._id);
  if (document.taskId === task._id || links.some(({ taskId }) => taskId === task._id)) return null;
  if (links.length >= DOCUMENT_LIMITS.links) {
    throw invalid(`A document is linked to at most ${DOCUMENT_LIMITS.links} tasks.`, "taskId");
  }
  await ctx.db.insert("documentLinks", {
    accountId: ctx.account._id,
    documentId: document._id,
    taskId: task._id,
  });
  await ctx.db.patch("tasks", task._id, { documentCount: task.documentCount + 1 });
  await ctx.activity.record({
    event: { type: "document_linked", taskNumber: task.number },
    target: documentTarget(document),
    taskId: task._id,
  });
  await announce(ctx, { kind: "document_linked" }, { task, documentId: document._id, body: document.title });
  return null;
}

export async function unlinkDocument(ctx: WriteCtx, document: Document, task: Task): Promise<null> {
  requireActive(document);
  const link = (await linksOf(ctx, document._id)).find(({ taskId }) => taskId === task._id);
  if (!link && document.taskId !== task._id) return null;
  if (link) await ctx.db.delete("documentLinks", link._id);
  else await ctx.db.patch("documents", document._id, { taskId: null });
  await ctx.db.patch("tasks", task._id, { documentCount: Math.max(0, task.documentCount - 1) });
  await ctx.activity.record({
    event: { type: "document_unlinked", taskNumber: task.number },
    target: documentTarget(document),
    taskId: task._id,
  });
  return null;
}

/** On every task that the document is linked to: a document in the trash is not counted. */
export async function countOnTasks(ctx: WriteCtx, document: Document, delta: 1 | -1): Promise<void> {
  const links = await linksOf(ctx, document._id);
  const taskIds = [...(document.taskId ? [document.taskId] : []), ...links.map(({ taskId }) => taskId)];
  for (const taskId of taskIds) {
    const task = await ctx.db.get("tasks", taskId);
    if (!task) continue;
    await ctx.db.patch("tasks", taskId, { documentCount: Math.max(0, task.documentCount + delta) });
  }
}

export async function linksOf(ctx: ReadCtx, documentId: Id<"documents">) {
  return await ctx.db
    .query("documentLinks")
    .withIndex("by_account_document_task", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", documentId),
    )
    .take(DOCUMENT_LIMITS.links);
}
