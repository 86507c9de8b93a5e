import { defineTable } from "convex/server";
import { v } from "convex/values";
import { actor, documentKind } from "./vocabulary";

/** active → trashed → active | gone for good. */
export const documentState = v.union(
  v.object({ status: v.literal("active") }),
  v.object({ status: v.literal("trashed"), at: v.number(), by: actor, byName: v.string() }),
);

/** A document without its text; the text is in its versions. An uploaded file has no text. */
export const documents = defineTable({
  accountId: v.id("accounts"),
  /** The task that it was written for; further tasks are in `documentLinks`. */
  taskId: v.union(v.id("tasks"), v.null()),
  /** null for the top. */
  folderId: v.union(v.id("documentFolders"), v.null()),
  title: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
  kind: documentKind,
  state: documentState,
  version: v.number(),
  author: actor,
  authorName: v.string(),
  /** When it was made where it was imported from; missing for what was made here. See lib/times.ts. */
  originalAt: v.optional(v.number()),
  updatedAt: v.number(),
  /** What lists show of the row in `files`. */
  file: v.union(v.object({ fileId: v.id("files"), contentType: v.string(), size: v.number() }), v.null()),
})
  .index("by_account_status_updatedAt", ["accountId", "state.status", "updatedAt"])
  .index("by_account_status_folder_title", ["accountId", "state.status", "folderId", "title"])
  .index("by_account_task_status_title", ["accountId", "taskId", "state.status", "title"])
  .index("by_account_file", ["accountId", "file.fileId"])
  .searchIndex("search_title", { searchField: "title", filterFields: ["accountId", "state.status"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId", "state.status"] });

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
  /** When it was made where it was imported from; missing for what was made here. See lib/times.ts. */
  originalAt: v.optional(v.number()),
}).index("by_account_document_version", ["accountId", "documentId", "version"]);

/** Tasks that a document is linked to besides the one that it was written for. */
export const documentLinks = defineTable({
  accountId: v.id("accounts"),
  documentId: v.id("documents"),
  taskId: v.id("tasks"),
})
  .index("by_account_document_task", ["accountId", "documentId", "taskId"])
  .index("by_account_task", ["accountId", "taskId"]);

/** A tree; at most a few hundred rows per account, read whole. */
export const documentFolders = defineTable({
  accountId: v.id("accounts"),
  /** null for the top. */
  parentId: v.union(v.id("documentFolders"), v.null()),
  name: v.string(),
}).index("by_account_parent_name", ["accountId", "parentId", "name"]);

/** Remarks on a document; `version` is the one that was read. */
export const documentComments = defineTable({
  accountId: v.id("accounts"),
  documentId: v.id("documents"),
  version: v.number(),
  author: actor,
  authorName: v.string(),
  body: v.string(),
  /** When it was made where it was imported from; missing for what was made here. See lib/times.ts. */
  originalAt: v.optional(v.number()),
}).index("by_account_document", ["accountId", "documentId"]);

/**
 * How the text of a text file begins, for agents, who cannot open it: written when the file is checked. `isCut` says that the
 * file goes on.
 */
export const fileTexts = defineTable({
  accountId: v.id("accounts"),
  fileId: v.id("files"),
  text: v.string(),
  isCut: v.boolean(),
}).index("by_account_file", ["accountId", "fileId"]);

/**
 * Uploaded files. checking → ready | refused; what is refused is deleted from the storage at once. A file of
 * the storage without a row here belongs to nobody and is collected after a day.
 */
export const files = defineTable({
  accountId: v.id("accounts"),
  storageId: v.id("_storage"),
  name: v.string(),
  /** As the server found it; as the client said it while it is being checked. */
  contentType: v.string(),
  size: v.number(),
  uploadedBy: actor,
  state: v.union(
    /** `tries` counts the checks that were started again because the one before was lost. */
    v.object({ status: v.literal("checking"), tries: v.optional(v.number()) }),
    v.object({ status: v.literal("ready") }),
    v.object({ status: v.literal("refused"), reason: v.string() }),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_status", ["state.status"])
  .index("by_storageId", ["storageId"]);
