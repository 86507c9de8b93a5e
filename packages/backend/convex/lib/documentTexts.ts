/** The searchable text of a document: its newest version, in pieces; only pieces that changed are written. */
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import type { Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { foldedField } from "./text";

const PIECE = 4_000;
const MAX_PIECES = Math.ceil(DOCUMENT_LIMITS.content / PIECE) * 2;

export async function indexText(ctx: WriteCtx, documentId: Id<"documents">, content: string): Promise<void> {
  const rows = await ctx.db
    .query("documentTexts")
    .withIndex("by_account_document_part", (q) =>
      q.eq("accountId", ctx.account._id).eq("documentId", documentId),
    )
    .take(MAX_PIECES);
  const pieces = piecesOf(content);
  for (const [part, text] of pieces.entries()) {
    const row = rows[part];
    if (!row) {
      const key = { accountId: ctx.account._id, documentId, part };
      await ctx.db.insert("documentTexts", { ...key, text, ...foldedField(text) });
    } else if (row.text !== text) {
      await ctx.db.patch("documentTexts", row._id, { text, ...foldedField(text) });
    }
  }
  for (const row of rows.slice(pieces.length)) await ctx.db.delete("documentTexts", row._id);
}

/** Cut at a space near the end of each piece, so that no word is lost between two. */
function piecesOf(content: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < content.length; ) {
    const space = content.slice(start, start + PIECE).search(/\s\S*$/);
    const isLast = content.length - start <= PIECE;
    const end = isLast || space < PIECE / 2 ? start + PIECE : start + space + 1;
    pieces.push(content.slice(start, end));
    start = end;
  }
  return pieces;
}
