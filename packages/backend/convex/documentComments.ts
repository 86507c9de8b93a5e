/** Remarks on documents. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { createComment, deleteComment, getCommentOrThrow, listComments } from "./lib/documentComments";
import { getDocumentOrThrow } from "./lib/documents";

export const list = accountQuery({
  role: "viewer",
  args: { documentId: v.id("documents"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const document = await getDocumentOrThrow(ctx, args.documentId);
    return await listComments(ctx, document._id, args.paginationOpts);
  },
});

export const create = accountMutation({
  role: "member",
  audit: ["document_commented"],
  args: { documentId: v.id("documents"), body: v.string() },
  handler: async (ctx, args) => createComment(ctx, await getDocumentOrThrow(ctx, args.documentId), args.body),
});

export const remove = accountMutation({
  role: "member",
  audit: ["document_comment_deleted"],
  args: { commentId: v.id("documentComments") },
  handler: async (ctx, args) => deleteComment(ctx, await getCommentOrThrow(ctx, args.commentId)),
});
