/** Documents and their versions. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import {
  documentsOfTask,
  editDocument,
  getDocumentOrThrow,
  listDocuments,
  readDocument,
  upsertDocument,
} from "./lib/documents";
import { getTaskOrThrow } from "./lib/tasks";
import { documentKind } from "./tables/vocabulary";

export const listByTask = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => documentsOfTask(ctx, (await getTaskOrThrow(ctx, args.taskId))._id),
});

export const get = accountQuery({
  role: "viewer",
  args: { documentId: v.id("documents"), version: v.optional(v.number()) },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await readDocument(ctx, document, args.version ?? document.version);
  },
});

export const list = accountQuery({
  role: "viewer",
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, args) => listDocuments(ctx, args.paginationOpts),
});

export const create = accountMutation({
  role: "member",
  audit: ["document_created", "document_updated"],
  args: {
    taskId: v.optional(v.id("tasks")),
    title: v.string(),
    content: v.string(),
    kind: v.optional(documentKind),
  },
  handler: async (ctx, { taskId, ...draft }) => {
    const task = taskId === undefined ? null : await getTaskOrThrow(ctx, taskId);
    return await upsertDocument(ctx, { task, ...draft });
  },
});

export const update = accountMutation({
  role: "member",
  audit: ["document_updated"],
  args: {
    documentId: v.id("documents"),
    title: v.string(),
    content: v.string(),
    expectedVersion: v.number(),
  },
  handler: async (ctx, { documentId, ...edit }) =>
    editDocument(ctx, await getDocumentOrThrow(ctx, documentId), edit),
});
