/** Documents as the interface shows them: in lists, in the folder tree, one with its text. */
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { versionOrThrow } from "./documents";
import { fileView } from "./files";
import { boundedPage } from "./limits";
import { madeAt } from "./times";

const DOCUMENTS_PER_TASK = 200;
const VERSIONS_SHOWN = 100;

type Document = Doc<"documents">;

export async function readDocument(ctx: ReadCtx, document: Document, version: number) {
  const row = await versionOrThrow(ctx, document._id, version);
  const { page } = await versionsOfDocument(ctx, document._id, { numItems: VERSIONS_SHOWN, cursor: null });
  const links = await tasksOfDocument(ctx, document);
  const home = links.find(({ taskId }) => taskId === document.taskId);
  return {
    ...summaryOf(document),
    title: version === document.version ? document.title : row.title,
    content: row.content,
    version: row.version,
    latestVersion: document.version,
    author: row.authorName,
    runId: row.runId,
    taskNumber: home?.number ?? null,
    taskTitle: home?.title ?? null,
    links,
    upload: document.file ? await fileView(ctx, document.file.fileId) : null,
    versions: page,
  };
}

export async function nameOfDocument(ctx: ReadCtx, address: string) {
  const documentId = ctx.db.normalizeId("documents", address);
  const document = documentId ? await ctx.db.get("documents", documentId) : null;
  return document?.state.status === "active" ? { title: document.title, kind: document.kind } : null;
}

export async function versionsOfDocument(
  ctx: ReadCtx,
  documentId: Id<"documents">,
  paginationOpts: PaginationOptions,
) {
  const result = await ctx.db
    .query("documentVersions")
    .withIndex("by_account_document_version", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", documentId),
    )
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  const page = result.page.map((row) => ({
    version: row.version,
    author: row.authorName,
    authorKind: row.author.kind,
    at: madeAt(row),
    length: row.content.length,
    runId: row.runId,
  }));
  return { ...result, page };
}

/** Two texts to compare; the comparison itself is shared document/diff. */
export async function readVersions(ctx: ReadCtx, document: Document, range: { from: number; to: number }) {
  const [from, to] = [
    await versionOrThrow(ctx, document._id, range.from),
    await versionOrThrow(ctx, document._id, range.to),
  ];
  const view = (row: Doc<"documentVersions">) => ({
    version: row.version,
    title: row.title,
    content: row.content,
    author: row.authorName,
    at: madeAt(row),
  });
  return { from: view(from), to: view(to) };
}

/** Those written for the task and those linked to it. */
export async function documentsOfTask(ctx: ReadCtx, taskId: Id<"tasks">) {
  const own = await ctx.db
    .query("documents")
    .withIndex("by_account_task_status_title", (q) =>
      q.eq("accountId", ctx.account._id).eq("taskId", taskId).eq("state.status", "active"),
    )
    .take(DOCUMENTS_PER_TASK);
  const links = await ctx.db
    .query("documentLinks")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(DOCUMENTS_PER_TASK);
  const linked = await Promise.all(links.map(({ documentId }) => ctx.db.get("documents", documentId)));
  return [
    ...own,
    ...linked.flatMap((document) => (document?.state.status === "active" ? [document] : [])),
  ].map(summaryOf);
}

export type DocumentFilter = {
  /** null for the top; everything, newest first, when left out. */
  folderId?: Id<"documentFolders"> | null | undefined;
  status: Document["state"]["status"];
  paginationOpts: PaginationOptions;
};

export async function listDocuments(ctx: ReadCtx, { folderId, status, paginationOpts }: DocumentFilter) {
  const accountId = ctx.account._id;
  const base = ctx.db.query("documents");
  const range =
    folderId === undefined
      ? base
          .withIndex("by_account_status_updatedAt", (q) =>
            q.eq("accountId", accountId).eq("state.status", status),
          )
          .order("desc")
      : base.withIndex("by_account_status_folder_title", (q) =>
          q.eq("accountId", accountId).eq("state.status", status).eq("folderId", folderId),
        );
  const result = await range.paginate(boundedPage(paginationOpts));
  return { ...result, page: result.page.map(summaryOf) };
}

export async function tasksOfDocument(ctx: ReadCtx, document: Document) {
  const links = await ctx.db
    .query("documentLinks")
    .withIndex("by_account_document_task", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", document._id),
    )
    .take(DOCUMENTS_PER_TASK);
  const taskIds = [...(document.taskId ? [document.taskId] : []), ...links.map(({ taskId }) => taskId)];
  const tasks = await Promise.all(taskIds.map((taskId) => ctx.db.get("tasks", taskId)));
  return tasks.flatMap((task) =>
    task ? [{ taskId: task._id, number: task.number, title: task.title, status: task.state.status }] : [],
  );
}

function summaryOf(document: Document) {
  const { state, file } = document;
  return {
    documentId: document._id,
    taskId: document.taskId,
    folderId: document.folderId,
    title: document.title,
    kind: document.kind,
    version: document.version,
    author: document.authorName,
    authorKind: document.author.kind,
    createdAt: madeAt(document),
    updatedAt: document.updatedAt,
    file: file ? { fileId: file.fileId, contentType: file.contentType, size: file.size } : null,
    trashed: state.status === "trashed" ? { at: state.at, by: state.byName } : null,
  };
}
