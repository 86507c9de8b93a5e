/** Documents: lists, one with its text and versions, editing, links to tasks, uploads, the trash. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import { folderOrTop, moveDocument } from "./lib/documentFolders";
import { linkDocument, unlinkDocument } from "./lib/documentLinks";
import {
  changeKind as changeKindOf,
  createDocument,
  duplicateDocument,
  editDocument,
  getDocumentOrThrow,
  renameDocument,
  requireFreeTitle,
  restoreVersion as restoreOldVersion,
  templateContent,
} from "./lib/documents";
import { deleteDocument, purgeDocument, trashDocument, untrashDocument } from "./lib/documentTrash";
import {
  documentsOfTask,
  listDocuments,
  nameOfDocument,
  readDocument,
  readVersions,
  versionsOfDocument,
} from "./lib/documentViews";
import { claimFile, storageUse } from "./lib/files";
import { getTaskOrThrow } from "./lib/tasks";
import { documentKind } from "./tables/vocabulary";

const documentId = v.id("documents");
const folderId = v.union(v.id("documentFolders"), v.null());
const taskId = v.id("tasks");

export const listByTask = accountQuery({
  role: "viewer",
  args: { taskId },
  handler: async (ctx, args) => documentsOfTask(ctx, (await getTaskOrThrow(ctx, args.taskId))._id),
});

export const get = accountQuery({
  role: "viewer",
  args: { documentId, version: v.optional(v.number()) },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await readDocument(ctx, document, args.version ?? document.version);
  },
});

/** What a link in a text leads to; null for an address that leads to none here, whatever it is. */
export const nameOf = accountQuery({
  role: "viewer",
  args: { address: v.string() },
  handler: (ctx, { address }) => nameOfDocument(ctx, address),
});

/** One folder by title (null for the top), or everything, newest first, when none is named. */
export const list = accountQuery({
  role: "viewer",
  args: { folderId: v.optional(folderId), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    if (args.folderId) await folderOrTop(ctx, args.folderId);
    return await listDocuments(ctx, { ...args, status: "active" });
  },
});

export const listTrash = accountQuery({
  role: "viewer",
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, { paginationOpts }) => listDocuments(ctx, { status: "trashed", paginationOpts }),
});

export const versions = accountQuery({
  role: "viewer",
  args: { documentId, paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await versionsOfDocument(ctx, document._id, args.paginationOpts);
  },
});

/** The texts of two versions; shared document/diff tells what changed. */
export const compare = accountQuery({
  role: "viewer",
  args: { documentId, from: v.number(), to: v.number() },
  handler: async (ctx, args) => readVersions(ctx, await getDocumentOrThrow(ctx, args.documentId), args),
});

export const storage = accountQuery({ role: "viewer", args: {}, handler: (ctx) => storageUse(ctx) });

export const create = accountMutation({
  role: "member",
  audit: ["document_created"],
  args: {
    taskId: v.optional(taskId),
    folderId: v.optional(folderId),
    templateId: v.optional(documentId),
    title: v.string(),
    content: v.optional(v.string()),
    kind: v.optional(documentKind),
  },
  handler: async (ctx, { taskId: forTask, templateId, ...draft }) => {
    const task = forTask === undefined ? null : await getTaskOrThrow(ctx, forTask);
    await folderOrTop(ctx, draft.folderId ?? null);
    const template = templateId === undefined ? "" : await templateContent(ctx, templateId);
    await requireFreeTitle(ctx, { task, title: draft.title });
    return await createDocument(ctx, { ...draft, task, content: draft.content ?? template });
  },
});

export const update = accountMutation({
  role: "member",
  audit: ["document_updated"],
  args: { documentId, title: v.string(), content: v.string(), expectedVersion: v.number() },
  handler: async (ctx, { documentId: id, ...edit }) =>
    editDocument(ctx, await getDocumentOrThrow(ctx, id), edit),
});

export const rename = accountMutation({
  role: "member",
  audit: ["document_renamed"],
  args: { documentId, title: v.string() },
  handler: async (ctx, args) =>
    renameDocument(ctx, await getDocumentOrThrow(ctx, args.documentId), args.title),
});

export const changeKind = accountMutation({
  role: "member",
  audit: ["document_kind_changed"],
  args: { documentId, kind: documentKind },
  handler: async (ctx, args) => changeKindOf(ctx, await getDocumentOrThrow(ctx, args.documentId), args.kind),
});

export const move = accountMutation({
  role: "member",
  audit: ["document_moved"],
  args: { documentId, folderId },
  handler: async (ctx, args) =>
    moveDocument(ctx, await getDocumentOrThrow(ctx, args.documentId), args.folderId),
});

export const duplicate = accountMutation({
  role: "member",
  audit: ["document_created"],
  args: { documentId },
  handler: async (ctx, args) => duplicateDocument(ctx, await getDocumentOrThrow(ctx, args.documentId)),
});

export const restoreVersion = accountMutation({
  role: "member",
  audit: ["document_version_restored"],
  args: { documentId, version: v.number(), expectedVersion: v.number() },
  handler: async (ctx, args) => restoreOldVersion(ctx, await getDocumentOrThrow(ctx, args.documentId), args),
});

export const link = accountMutation({
  role: "member",
  audit: ["document_linked"],
  args: { documentId, taskId },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await linkDocument(ctx, document, await getTaskOrThrow(ctx, args.taskId));
  },
});

export const unlink = accountMutation({
  role: "member",
  audit: ["document_unlinked"],
  args: { documentId, taskId },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await unlinkDocument(ctx, document, await getTaskOrThrow(ctx, args.taskId));
  },
});

export const trash = accountMutation({
  role: "member",
  audit: ["document_trashed"],
  args: { documentId },
  handler: async (ctx, args) => trashDocument(ctx, await getDocumentOrThrow(ctx, args.documentId)),
});

export const restore = accountMutation({
  role: "member",
  audit: ["document_restored"],
  args: { documentId },
  handler: async (ctx, args) => untrashDocument(ctx, await getDocumentOrThrow(ctx, args.documentId)),
});

export const remove = adminMutation({
  audit: ["document_deleted"],
  args: { documentId },
  handler: async (ctx, args) => deleteDocument(ctx, await getDocumentOrThrow(ctx, args.documentId)),
});

/** Where a client puts the bytes of a file; then it attaches them. */
export const uploadUrl = accountMutation({
  role: "member",
  audit: "none",
  args: {},
  handler: async (ctx) => ({ url: await ctx.storage.generateUploadUrl() }),
});

export const attachUpload = accountMutation({
  role: "member",
  audit: ["document_created"],
  args: {
    storageId: v.id("_storage"),
    name: v.string(),
    kind: v.optional(documentKind),
    taskId: v.optional(taskId),
    folderId: v.optional(folderId),
  },
  handler: async (ctx, { storageId, name, kind, ...place }) => {
    const task = place.taskId === undefined ? null : await getTaskOrThrow(ctx, place.taskId);
    await folderOrTop(ctx, place.folderId ?? null);
    await requireFreeTitle(ctx, { task, title: name });
    const file = await claimFile(ctx, { storageId, name });
    const { name: title, ...stored } = file;
    return await createDocument(ctx, {
      task,
      folderId: place.folderId ?? null,
      title,
      content: "",
      kind: kind ?? "reference",
      file: stored,
    });
  },
});

/** What remains of a deleted document, one batch; schedules itself until nothing is left. */
export const purge = systemMutation({
  audit: ["document_deleted"],
  schedule: "documents.purge",
  args: { accountId: v.id("accounts"), documentId },
  handler: async (ctx, args): Promise<null> => {
    const account = await ctx.open(args.accountId);
    if (!account) return null;
    const { isDone } = await purgeDocument(account, args.documentId);
    if (!isDone) await account.scheduler.runAfter(0, internal.documents.purge, args);
    return null;
  },
});
