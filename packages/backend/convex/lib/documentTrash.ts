/** The end of documents: into the trash and back, or gone for good with its versions, comments and file. */
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type WriteCtx } from "../functions/context";
import { conflict } from "../functions/errors";
import { countOnTasks, linksOf } from "./documentLinks";
import { requireActive } from "./documentRules";
import { versionOrThrow } from "./documents";
import { indexText } from "./documentTexts";
import { releaseFile } from "./files";
import { LIMITS } from "./limits";
import { documentTarget } from "./targets";

type Document = Doc<"documents">;

/** Versions can be a fifth of a megabyte each; a transaction reads a few. */
const VERSIONS_PER_BATCH = 20;

export async function trashDocument(ctx: WriteCtx, document: Document): Promise<null> {
  requireActive(document);
  await countOnTasks(ctx, document, -1);
  await ctx.db.patch("documents", document._id, {
    state: { status: "trashed", at: Date.now(), by: actorRef(ctx.caller), byName: callerName(ctx.caller) },
    updatedAt: Date.now(),
  });
  await indexText(ctx, document._id, "");
  await ctx.activity.record({
    event: { type: "document_trashed" },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return null;
}

/** Back where it was; at the top when its folder is gone. */
export async function untrashDocument(ctx: WriteCtx, document: Document): Promise<null> {
  if (document.state.status !== "trashed") {
    throw conflict(`"${document.title}" is not in the trash.`, document.state.status);
  }
  const folder = document.folderId ? await ctx.db.get("documentFolders", document.folderId) : null;
  await ctx.db.patch("documents", document._id, {
    state: { status: "active" },
    folderId: folder?._id ?? null,
    updatedAt: Date.now(),
  });
  await countOnTasks(ctx, document, 1);
  await indexText(ctx, document._id, (await versionOrThrow(ctx, document._id, document.version)).content);
  await ctx.activity.record({
    event: { type: "document_restored" },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return null;
}

export async function deleteDocument(ctx: WriteCtx, document: Document): Promise<null> {
  if (document.state.status !== "trashed") {
    throw conflict(`"${document.title}" is in use; put it into the trash first.`, document.state.status);
  }
  await ctx.db.delete("documents", document._id);
  for (const link of await linksOf(ctx, document._id)) await ctx.db.delete("documentLinks", link._id);
  if (document.file) await releaseFile(ctx, document.file.fileId);
  await ctx.activity.record({
    event: { type: "document_deleted", documentKind: document.kind },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  await ctx.scheduler.runAfter(0, internal.documents.purge, {
    accountId: ctx.account._id,
    documentId: document._id,
  });
  return null;
}

/** What remains of a deleted document, one batch; answers whether there is more. */
export async function purgeDocument(
  ctx: WriteCtx,
  documentId: Id<"documents">,
): Promise<{ isDone: boolean }> {
  ctx.activity.bookkeeping("parts of a document whose deletion is recorded");
  const accountId = ctx.account._id;
  const versions = await ctx.db
    .query("documentVersions")
    .withIndex("by_account_document_version", (q) =>
      q.eq("accountId", accountId).eq("documentId", documentId),
    )
    .take(VERSIONS_PER_BATCH);
  for (const row of versions) await ctx.db.delete("documentVersions", row._id);
  const comments = await ctx.db
    .query("documentComments")
    .withIndex("by_account_document", (q) => q.eq("accountId", accountId).eq("documentId", documentId))
    .take(LIMITS.batch);
  for (const row of comments) await ctx.db.delete("documentComments", row._id);
  return { isDone: versions.length < VERSIONS_PER_BATCH && comments.length < LIMITS.batch };
}
