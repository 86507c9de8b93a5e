import { defineTable } from "convex/server";
import { v } from "convex/values";

/** The newest text of a document in pieces, so that a hit reads a few kilobytes; a document in the trash has none. */
export const documentTexts = defineTable({
  accountId: v.id("accounts"),
  documentId: v.id("documents"),
  part: v.number(),
  text: v.string(),
  folded: v.string(),
})
  .index("by_account_document_part", ["accountId", "documentId", "part"])
  .searchIndex("search_text", { searchField: "text", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });
