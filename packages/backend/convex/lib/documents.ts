/** Documents with every version they have had. Writing the same title in the same task adds a version. */
import type { FieldChange } from "@mc/shared/activity/types";
import { DOCUMENT_LIMITS, type DocumentKind } from "@mc/shared/document/kinds";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import { boundedPage } from "./limits";
import { documentTarget } from "./targets";
import { requireAtMost, requireText } from "./text";

const DOCUMENTS_PER_TASK = 200;
const VERSIONS_SHOWN = 100;

export type DocumentDraft = {
  task: Doc<"tasks"> | null;
  title: string;
  content: string;
  kind?: DocumentKind | undefined;
  runId?: Id<"runs">;
};

export type Written = { documentId: Id<"documents">; version: number; isNew: boolean };

export async function upsertDocument(ctx: WriteCtx, draft: DocumentDraft): Promise<Written> {
  const title = requireText(draft.title, { what: "The title", field: "title", max: DOCUMENT_LIMITS.title });
  const content = requireAtMost(draft.content, { what: "A document", max: DOCUMENT_LIMITS.content });
  const taskId = draft.task?._id ?? null;
  const existing =
    taskId === null
      ? null
      : await ctx.db
          .query("documents")
          .withIndex("by_account_task_title", (q) =>
            q.eq("accountId", ctx.account._id).eq("taskId", taskId).eq("title", title),
          )
          .first();
  if (existing) {
    return await addVersion(ctx, existing, {
      title,
      content,
      kind: draft.kind ?? existing.kind,
      runId: draft.runId,
    });
  }
  const kind = draft.kind ?? "deliverable";
  const documentId = await ctx.db.insert("documents", {
    accountId: ctx.account._id,
    taskId,
    title,
    kind,
    version: 1,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    updatedAt: Date.now(),
  });
  await insertVersion(ctx, { documentId, version: 1, title, content, runId: draft.runId });
  if (draft.task) {
    await ctx.db.patch("tasks", draft.task._id, { documentCount: draft.task.documentCount + 1 });
  }
  await ctx.activity.record({
    event: { type: "document_created", documentKind: kind, version: 1 },
    target: documentTarget({ _id: documentId, title }),
    taskId,
  });
  return { documentId, version: 1, isNew: true };
}

export type DocumentEdit = { title: string; content: string; expectedVersion: number };

/** A person's edit: refused when someone else has written a version meanwhile. */
export async function editDocument(
  ctx: WriteCtx,
  document: Doc<"documents">,
  edit: DocumentEdit,
): Promise<Written> {
  if (document.version !== edit.expectedVersion) {
    throw conflict(
      `${document.authorName} has written version ${document.version} meanwhile; compare before saving.`,
      String(document.version),
    );
  }
  const title = requireText(edit.title, { what: "The title", field: "title", max: DOCUMENT_LIMITS.title });
  const content = requireAtMost(edit.content, { what: "A document", max: DOCUMENT_LIMITS.content });
  return await addVersion(ctx, document, { title, content, kind: document.kind });
}

type NewVersion = { title: string; content: string; kind: DocumentKind; runId?: Id<"runs"> | undefined };

async function addVersion(ctx: WriteCtx, document: Doc<"documents">, next: NewVersion): Promise<Written> {
  const current = await versionOf(ctx, document._id, document.version);
  const isSame =
    current?.content === next.content && document.title === next.title && document.kind === next.kind;
  if (isSame) return { documentId: document._id, version: document.version, isNew: false };
  const version = document.version + 1;
  const changes: FieldChange[] = [];
  if (document.title !== next.title) changes.push({ field: "title", from: document.title, to: next.title });
  if (document.kind !== next.kind) changes.push({ field: "kind", from: document.kind, to: next.kind });
  if (current?.content !== next.content) {
    changes.push({ field: "content", from: `version ${document.version}`, to: `version ${version}` });
  }
  await ctx.db.patch("documents", document._id, {
    title: next.title,
    kind: next.kind,
    version,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    updatedAt: Date.now(),
  });
  await insertVersion(ctx, { documentId: document._id, version, ...next });
  await ctx.activity.record({
    event: { type: "document_updated", fromVersion: document.version, toVersion: version, changes },
    target: documentTarget({ _id: document._id, title: next.title }),
    taskId: document.taskId,
  });
  return { documentId: document._id, version, isNew: false };
}

type VersionRow = {
  documentId: Id<"documents">;
  version: number;
  title: string;
  content: string;
  runId?: Id<"runs"> | undefined;
};

async function insertVersion(ctx: WriteCtx, { documentId, version, title, content, runId }: VersionRow) {
  await ctx.db.insert("documentVersions", {
    accountId: ctx.account._id,
    documentId,
    version,
    title,
    content,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    runId: runId ?? null,
  });
}

export async function getDocumentOrThrow(
  ctx: ReadCtx,
  documentId: Id<"documents">,
): Promise<Doc<"documents">> {
  const document = await ctx.db.get("documents", documentId);
  if (!document) throw missing("document");
  return document;
}

export async function readDocument(ctx: ReadCtx, document: Doc<"documents">, version: number) {
  const row = await versionOf(ctx, document._id, version);
  if (!row) throw missing("document");
  const task = document.taskId ? await ctx.db.get("tasks", document.taskId) : null;
  const versions = await ctx.db
    .query("documentVersions")
    .withIndex("by_account_document_version", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", document._id),
    )
    .order("desc")
    .take(VERSIONS_SHOWN);
  return {
    ...summaryOf(document),
    title: row.title,
    content: row.content,
    version: row.version,
    latestVersion: document.version,
    author: row.authorName,
    runId: row.runId,
    taskNumber: task?.number ?? null,
    taskTitle: task?.title ?? null,
    versions: versions.map((other) => ({
      version: other.version,
      author: other.authorName,
      at: other._creationTime,
      length: other.content.length,
    })),
  };
}

export async function documentsOfTask(ctx: ReadCtx, taskId: Id<"tasks">) {
  const rows = await ctx.db
    .query("documents")
    .withIndex("by_account_task_title", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(DOCUMENTS_PER_TASK);
  return rows.map(summaryOf);
}

export async function listDocuments(ctx: ReadCtx, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("documents")
    .withIndex("by_account_updatedAt", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: result.page.map(summaryOf) };
}

async function versionOf(ctx: ReadCtx, documentId: Id<"documents">, version: number) {
  return await ctx.db
    .query("documentVersions")
    .withIndex("by_account_document_version", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", documentId).eq("version", version),
    )
    .unique();
}

function summaryOf(document: Doc<"documents">) {
  return {
    documentId: document._id,
    taskId: document.taskId,
    title: document.title,
    kind: document.kind,
    version: document.version,
    author: document.authorName,
    authorKind: document.author.kind,
    createdAt: document._creationTime,
    updatedAt: document.updatedAt,
  };
}
