import { defineTable } from "convex/server";
import { v } from "convex/values";
import { actor, documentKind } from "./vocabulary";

/** A document without its text; the text is in its versions. */
export const documents = defineTable({
  accountId: v.id("accounts"),
  taskId: v.union(v.id("tasks"), v.null()),
  title: v.string(),
  kind: documentKind,
  version: v.number(),
  author: actor,
  authorName: v.string(),
  updatedAt: v.number(),
})
  .index("by_account_updatedAt", ["accountId", "updatedAt"])
  .index("by_account_task_title", ["accountId", "taskId", "title"]);

/** Every text that a document has had; rows are only ever added. */
export const documentVersions = defineTable({
  accountId: v.id("accounts"),
  documentId: v.id("documents"),
  version: v.number(),
  title: v.string(),
  content: v.string(),
  author: actor,
  authorName: v.string(),
  runId: v.union(v.id("runs"), v.null()),
}).index("by_account_document_version", ["accountId", "documentId", "version"]);
