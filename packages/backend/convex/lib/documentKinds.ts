/** What a document is for, changed after it was made. */
import type { DocumentKind } from "@mc/shared/document/kinds";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { requireActive } from "./documents";
import { documentTarget } from "./targets";

type Document = Doc<"documents">;

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

/** New documents begin with the text of a template, and an uploaded file has none. */
export function requireKindFits(kind: DocumentKind, { title, file }: Pick<Document, "title" | "file">): void {
  if (kind !== "template" || !file) return;
  throw invalid(`"${title}" is an uploaded file and has no text that others could begin with.`, "kind");
}
