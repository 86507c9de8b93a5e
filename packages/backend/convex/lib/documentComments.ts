/** Remarks on documents. Who is named is told, and so is the person who wrote the document. */
import { can } from "@mc/shared/account/roles";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { excerpt } from "@mc/shared/message/limits";
import { resolveMentions } from "@mc/shared/message/mentions";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { forbidden, missing } from "../functions/errors";
import { requireActive } from "./documentRules";
import { getDocumentOrThrow } from "./documents";
import { boundedPage } from "./limits";
import { notifyMember } from "./notifications";
import { loadRoster, mentionRoster, sameRecipient } from "./roster";
import { documentTarget } from "./targets";
import { requireText } from "./text";
import { madeAt } from "./times";

type Comment = Doc<"documentComments">;

export async function listComments(
  ctx: ReadCtx,
  documentId: Id<"documents">,
  paginationOpts: PaginationOptions,
) {
  const result = await ctx.db
    .query("documentComments")
    .withIndex("by_account_document", (q) => q.eq("accountId", ctx.account._id).eq("documentId", documentId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return {
    ...result,
    page: result.page.map((row) => ({
      commentId: row._id,
      version: row.version,
      author: {
        kind: row.author.kind,
        id: row.author.kind === "member" ? row.author.memberId : null,
        name: row.authorName,
      },
      body: row.body,
      at: madeAt(row),
    })),
  };
}

export async function createComment(ctx: WriteCtx, document: Doc<"documents">, text: string) {
  requireActive(document);
  const body = requireText(text, { what: "The comment", field: "body", max: DOCUMENT_LIMITS.comment });
  const commentId = await ctx.db.insert("documentComments", {
    accountId: ctx.account._id,
    documentId: document._id,
    version: document.version,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    body,
  });
  await ctx.activity.record({
    event: { type: "document_commented", excerpt: excerpt(body) },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  await tellOfComment(ctx, document, body);
  return { commentId };
}

/** By its author, or by who may delete others' messages. */
export async function deleteComment(ctx: WriteCtx, comment: Comment): Promise<null> {
  const { author } = comment;
  const { caller } = ctx;
  const isOwn = caller.kind === "member" && author.kind === "member" && author.memberId === caller.memberId;
  if (!isOwn && !(caller.kind === "member" && can(caller.role, "message.delete_any"))) {
    throw forbidden("Only the author or an admin may delete this comment.");
  }
  const document = await getDocumentOrThrow(ctx, comment.documentId);
  await ctx.db.delete("documentComments", comment._id);
  await ctx.activity.record({
    event: { type: "document_comment_deleted", excerpt: excerpt(comment.body) },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return null;
}

export async function getCommentOrThrow(ctx: ReadCtx, commentId: Id<"documentComments">): Promise<Comment> {
  const comment = await ctx.db.get("documentComments", commentId);
  if (!comment) throw missing("comment");
  return comment;
}

async function tellOfComment(ctx: WriteCtx, document: Doc<"documents">, body: string): Promise<void> {
  const roster = await loadRoster(ctx);
  const { targets } = resolveMentions(body, mentionRoster(roster));
  const named = new Set(targets.flatMap(({ kind, id }) => (kind === "member" ? [id] : [])));
  const self = actorRef(ctx.caller);
  for (const member of roster.members.values()) {
    const recipient = { kind: "member" as const, memberId: member._id };
    const isAuthor = sameRecipient(recipient, document.author);
    if (sameRecipient(recipient, self) || !(isAuthor || named.has(member._id))) continue;
    const isNamed = named.has(member._id);
    await notifyMember(ctx, member._id, {
      type: isNamed ? "mention" : "thread_update",
      reason: isNamed ? "mentioned" : "document_author",
      title: `${callerName(ctx.caller)} commented on "${excerpt(document.title, 60)}"`,
      body: excerpt(body, 280),
      documentId: document._id,
    });
  }
}
