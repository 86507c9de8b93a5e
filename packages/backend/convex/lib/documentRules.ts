/** What may be written of documents, and by whom over whose text. */
import { DOCUMENT_LIMITS, type DocumentKind } from "@mc/shared/document/kinds";
import type { Doc } from "../_generated/dataModel";
import { actorRef, type WriteCtx } from "../functions/context";
import { conflict, invalid } from "../functions/errors";
import { requireAtMost, requireText } from "./text";

type Document = Doc<"documents">;

/** An uploaded file that was kept as a template before that was refused becomes something to look things up in. */
export function fittingKind({ kind, file }: Pick<Document, "kind" | "file">): DocumentKind {
  return kind === "template" && file ? "reference" : kind;
}

export function requireActive(document: Document): void {
  if (document.state.status === "active") return;
  throw conflict(`"${document.title}" is in the trash; restore it first.`, document.state.status);
}

/** New documents begin with the text of a template, and an uploaded file has none. */
export function requireKindFits(kind: DocumentKind, { title, file }: Pick<Document, "title" | "file">): void {
  if (kind !== "template" || !file) return;
  throw invalid(`"${title}" is an uploaded file and has no text that others could begin with.`, "kind");
}

export function requireEditable(document: Document): void {
  requireActive(document);
  if (document.file) {
    throw invalid(`"${document.title}" is an uploaded file; upload a new one instead of editing its text.`);
  }
}

export function requireVersion(document: Document, expectedVersion: number): void {
  if (document.version === expectedVersion) return;
  throw conflict(
    `${document.authorName} has written version ${document.version} meanwhile; compare before saving.`,
    String(document.version),
  );
}

/** Nobody's text is replaced by somebody who has not seen it: the newest version is the agent's own, or its turn has read it. */
export function requireSeen(
  ctx: WriteCtx,
  document: Document,
  read: NonNullable<Doc<"runs">["documentsRead"]>,
): void {
  const { _id, version, author, authorName, title } = document;
  const self = actorRef(ctx.caller);
  const isOwn = self.kind === "agent" && author.kind === "agent" && self.agentId === author.agentId;
  if (isOwn || read.some((one) => one.documentId === _id && one.version === version)) return;
  throw conflict(
    `${authorName} wrote version ${version} of "${title}", which you have not read in this turn. Read it with document_read (${_id}), then send the whole text with your changes.`,
    String(version),
  );
}

export function requireTitle(title: string): string {
  return requireText(title, { what: "The title", field: "title", max: DOCUMENT_LIMITS.title });
}

export function requireContent(content: string): string {
  return requireAtMost(content, { what: "A document", max: DOCUMENT_LIMITS.content });
}
