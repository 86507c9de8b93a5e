/** Documents with every version they have had. An agent that writes the same title in the same task adds a version. */
import type { FieldChange } from "@mc/shared/activity/types";
import { DOCUMENT_LIMITS, type DocumentKind } from "@mc/shared/document/kinds";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import {
  fittingKind,
  requireActive,
  requireContent,
  requireEditable,
  requireKindFits,
  requireSeen,
  requireTitle,
  requireVersion,
} from "./documentRules";
import { indexText } from "./documentTexts";
import { documentTarget } from "./targets";
import { foldedField } from "./text";
import { actTime, originalOf } from "./times";

type Document = Doc<"documents">;

export type DocumentDraft = {
  task: Doc<"tasks"> | null;
  title: string;
  content: string;
  kind?: DocumentKind | undefined;
  folderId?: Id<"documentFolders"> | null | undefined;
  file?: Document["file"];
  runId?: Id<"runs">;
};

export type Written = { documentId: Id<"documents">; version: number; isNew: boolean };

/** For agents: writes the document of this title in the task, or its next version. `read` is what its run has read of documents. */
export async function upsertDocument(
  ctx: WriteCtx,
  { read, ...draft }: DocumentDraft & { task: Doc<"tasks">; read: Doc<"runs">["documentsRead"] },
): Promise<Written> {
  const existing = await sameTitle(ctx, draft.task, requireTitle(draft.title));
  if (!existing || existing.file) return await createDocument(ctx, draft);
  requireSeen(ctx, existing, read ?? []);
  const { title, content, kind, runId } = draft;
  const next = { title: requireTitle(title), content: requireContent(content), runId };
  if (kind) await changeKind(ctx, existing, kind);
  return await addVersion(ctx, existing, next);
}

export async function createDocument(ctx: WriteCtx, draft: DocumentDraft): Promise<Written> {
  const [title, content] = [requireTitle(draft.title), requireContent(draft.content)];
  const taskId = draft.task?._id ?? null;
  const kind = draft.kind ?? "deliverable";
  const file = draft.file ?? null;
  requireKindFits(kind, { title, file });
  const documentId = await ctx.db.insert("documents", {
    accountId: ctx.account._id,
    taskId,
    folderId: draft.folderId ?? null,
    title,
    ...foldedField(title),
    kind,
    state: { status: "active" },
    version: 1,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    updatedAt: actTime(ctx),
    file,
    ...originalOf(ctx),
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

/** For people: two documents of one title in one task would be taken for each other. */
export async function requireFreeTitle(
  ctx: ReadCtx,
  { task, title }: { task: Doc<"tasks"> | null; title: string },
): Promise<void> {
  const existing = task ? await sameTitle(ctx, task, requireTitle(title)) : null;
  if (!existing) return;
  throw conflict(`The task has a document of this title already; open it or choose another title.`, title);
}

export type DocumentEdit = { title: string; content: string; expectedVersion: number };

/** A person's edit: refused when someone else has written a version meanwhile. */
export async function editDocument(ctx: WriteCtx, document: Document, edit: DocumentEdit): Promise<Written> {
  requireEditable(document);
  requireVersion(document, edit.expectedVersion);
  return await addVersion(ctx, document, {
    title: requireTitle(edit.title),
    content: requireContent(edit.content),
  });
}

/** The title alone; the text and its version stay as they are. */
export async function renameDocument(ctx: WriteCtx, document: Document, name: string): Promise<null> {
  requireActive(document);
  const title = requireTitle(name);
  if (title === document.title) return null;
  await ctx.db.patch("documents", document._id, { title, ...foldedField(title), updatedAt: Date.now() });
  await ctx.activity.record({
    event: { type: "document_renamed", from: document.title, to: title },
    target: documentTarget({ _id: document._id, title }),
    taskId: document.taskId,
  });
  return null;
}

/** The kind alone; like the title it belongs to the document and not to a version of its text. */
export async function changeKind(ctx: WriteCtx, document: Document, kind: DocumentKind): Promise<null> {
  requireActive(document);
  if (kind === document.kind) return null;
  requireKindFits(kind, document);
  await ctx.db.patch("documents", document._id, { kind, updatedAt: Date.now() });
  await ctx.activity.record({
    event: { type: "document_kind_changed", from: document.kind, to: kind },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return null;
}

/** An old text becomes the newest version; nothing in between is lost. */
export async function restoreVersion(
  ctx: WriteCtx,
  document: Document,
  restore: { version: number; expectedVersion: number },
): Promise<Written> {
  requireEditable(document);
  requireVersion(document, restore.expectedVersion);
  const old = await versionOrThrow(ctx, document._id, restore.version);
  const version = document.version + 1;
  await ctx.db.patch("documents", document._id, { version, ...authorship(ctx) });
  await insertVersion(ctx, {
    documentId: document._id,
    version,
    title: document.title,
    content: old.content,
  });
  await ctx.activity.record({
    event: { type: "document_version_restored", restored: old.version, toVersion: version },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return { documentId: document._id, version, isNew: false };
}

/** A copy beside the original, without its links; an uploaded file is shared by both until the last is gone. */
export async function duplicateDocument(ctx: WriteCtx, document: Document): Promise<Written> {
  requireActive(document);
  const current = await versionOrThrow(ctx, document._id, document.version);
  return await createDocument(ctx, {
    task: null,
    title: `${document.title.slice(0, DOCUMENT_LIMITS.title - 7)} (copy)`,
    content: current.content,
    kind: fittingKind(document),
    folderId: document.folderId,
    file: document.file,
  });
}

/** The text that a document begins with when it is made from a template. */
export async function templateContent(ctx: ReadCtx, templateId: Id<"documents">): Promise<string> {
  const template = await getDocumentOrThrow(ctx, templateId);
  if (template.kind !== "template" || template.file) {
    throw invalid(`"${template.title}" is not a template.`, "templateId");
  }
  return (await versionOrThrow(ctx, template._id, template.version)).content;
}

type NewVersion = { title: string; content: string; runId?: Id<"runs"> | undefined };

async function addVersion(ctx: WriteCtx, document: Document, next: NewVersion): Promise<Written> {
  const current = await versionOf(ctx, document._id, document.version);
  const isSame = current?.content === next.content && document.title === next.title;
  if (isSame) return { documentId: document._id, version: document.version, isNew: false };
  const version = document.version + 1;
  const changes: FieldChange[] = [];
  if (document.title !== next.title) changes.push({ field: "title", from: document.title, to: next.title });
  if (current?.content !== next.content) {
    changes.push({ field: "content", from: `version ${document.version}`, to: `version ${version}` });
  }
  await ctx.db.patch("documents", document._id, {
    title: next.title,
    ...foldedField(next.title),
    version,
    ...authorship(ctx),
  });
  await insertVersion(ctx, { documentId: document._id, version, ...next });
  await ctx.activity.record({
    event: { type: "document_updated", fromVersion: document.version, toVersion: version, changes },
    target: documentTarget({ _id: document._id, title: next.title }),
    taskId: document.taskId,
  });
  return { documentId: document._id, version, isNew: false };
}

function authorship(ctx: WriteCtx) {
  return { author: actorRef(ctx.caller), authorName: callerName(ctx.caller), updatedAt: actTime(ctx) };
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
    ...originalOf(ctx),
  });
  await indexText(ctx, documentId, content);
}

export async function getDocumentOrThrow(ctx: ReadCtx, documentId: Id<"documents">): Promise<Document> {
  const document = await ctx.db.get("documents", documentId);
  if (!document) throw missing("document");
  return document;
}

export async function versionOrThrow(ctx: ReadCtx, documentId: Id<"documents">, version: number) {
  const row = await versionOf(ctx, documentId, version);
  if (!row) throw missing("version");
  return row;
}

async function versionOf(ctx: ReadCtx, documentId: Id<"documents">, version: number) {
  return await ctx.db
    .query("documentVersions")
    .withIndex("by_account_document_version", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", documentId).eq("version", version),
    )
    .unique();
}

async function sameTitle(ctx: ReadCtx, task: Doc<"tasks">, title: string): Promise<Document | null> {
  return await ctx.db
    .query("documents")
    .withIndex("by_account_task_status_title", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("taskId", task._id)
        .eq("state.status", "active")
        .eq("title", title),
    )
    .first();
}
