/** Internal: the check of uploaded files, and the end of those that nobody attached. */
import { isText, SNIFF_BYTES } from "@mc/shared/document/fileTypes";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { systemAction, systemMutation } from "./functions/system";
import { collectOrphans, recheckFiles, settleFile } from "./lib/files";
import { keepText, textOf } from "./lib/fileTexts";

/** Only an action can read the bytes: what the file is, and how its text begins where it has one. */
export const inspect = systemAction({
  args: { fileId: v.id("files"), storageId: v.id("_storage") },
  handler: async (ctx, { fileId, storageId }): Promise<null> => {
    const blob = await ctx.storage.get(storageId);
    const head = blob ? await blob.slice(0, SNIFF_BYTES).arrayBuffer() : new ArrayBuffer(0);
    const text = blob && isText(new Uint8Array(head)) ? await textOf(blob) : null;
    return await ctx.runMutation(internal.files.settle, { fileId, head, ...(text ? { text } : {}) });
  },
});

export const settle = systemMutation({
  audit: ["document_file_refused"],
  schedule: "files.inspect",
  args: {
    fileId: v.id("files"),
    head: v.bytes(),
    text: v.optional(v.object({ text: v.string(), isCut: v.boolean() })),
  },
  handler: async (ctx, { fileId, head, text }): Promise<null> => {
    const file = await ctx.db.get("files", fileId);
    const account = file ? await ctx.open(file.accountId) : null;
    if (!file || !account) return null;
    await settleFile(account, file, new Uint8Array(head));
    return await keepText(account, file._id, text ?? null);
  },
});

/** Every five minutes, which is also the time between two tries. */
export const recheck = systemMutation({
  audit: ["document_file_refused"],
  schedule: "files.recheck",
  args: {},
  handler: (ctx) => recheckFiles(ctx),
});

/** Daily; goes on by itself until the window is through. */
export const sweep = systemMutation({
  audit: "none",
  schedule: "files.sweep",
  args: { after: v.optional(v.number()) },
  handler: async (ctx, { after }): Promise<{ deleted: number }> => {
    const { deleted, next } = await collectOrphans(ctx, after ?? null);
    if (next !== null) await ctx.scheduler.runAfter(0, internal.files.sweep, { after: next });
    return { deleted };
  },
});
