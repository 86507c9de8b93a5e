/** What agents see of files: what each is and, where it is a text, how it reads. */
import { isTextType } from "@mc/shared/document/fileTypes";
import { partOf } from "@mc/shared/tools/results";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { missing } from "../functions/errors";

/** As much as a document has, so that one row holds it: at most four bytes each, of the 1 MiB that a row may have. */
const MAX_TEXT = 200_000;
const BYTES_OF_A_CHARACTER = 4;

export type FileText = { text: string; isCut: boolean };

/** The beginning of a file that is a text; letters that are none in UTF-8 become replacement characters. */
export async function textOf(blob: Blob): Promise<FileText> {
  const decoded = await blob.slice(0, MAX_TEXT * BYTES_OF_A_CHARACTER).text();
  const text = decoded.slice(0, MAX_TEXT);
  return { text, isCut: text.length < decoded.length || blob.size > MAX_TEXT * BYTES_OF_A_CHARACTER };
}

/** Kept once the check has found that it is a text of a type that we accept. */
export async function keepText(ctx: WriteCtx, fileId: Id<"files">, found: FileText | null): Promise<null> {
  const file = await ctx.db.get("files", fileId);
  if (!file || !found || file.state.status !== "ready" || !isTextType(file.contentType)) return null;
  ctx.activity.bookkeeping("follows from the upload, which is recorded");
  if (await storedText(ctx, fileId)) return null;
  await ctx.db.insert("fileTexts", { accountId: ctx.account._id, fileId, ...found });
  return null;
}

export async function dropText(ctx: WriteCtx, fileId: Id<"files">): Promise<void> {
  const row = await storedText(ctx, fileId);
  if (row) await ctx.db.delete("fileTexts", row._id);
}

/** What an agent is told of files that hang on a message; refused ones are not there. */
export async function filesFor(ctx: ReadCtx, fileIds: readonly Id<"files">[] = []) {
  const files = await Promise.all(fileIds.map((fileId) => ctx.db.get("files", fileId)));
  return files
    .filter((file) => file !== null)
    .filter(({ state }) => state.status !== "refused")
    .map(({ _id, name, contentType, size }) => ({ fileId: _id as string, name, type: contentType, size }));
}

/** One part of the text, or a sentence that says why there is none. */
export async function readFileText(ctx: WriteCtx, fileId: Id<"files">, offset: number | undefined) {
  const file = await ctx.db.get("files", fileId);
  if (!file || file.state.status === "refused") throw missing("file");
  const about = { name: file.name, type: file.contentType, size: file.size };
  const isChecking = file.state.status === "checking";
  if (!isChecking && !isTextType(file.contentType)) return { ...about, text: null, note: NO_TEXT };
  const stored = await storedText(ctx, fileId);
  if (!stored) {
    if (!(await ctx.db.system.get("_storage", file.storageId))) throw missing("file");
    // A file from before texts were kept: read now, so that the next call has it. A check that runs does it by itself.
    if (!isChecking) {
      await ctx.scheduler.runAfter(0, internal.files.inspect, { fileId, storageId: file.storageId });
    }
    return { ...about, text: null, note: NOT_YET };
  }
  const { text, nextOffset } = partOf(stored.text, { offset });
  return { ...about, text, nextOffset, ...(stored.isCut && nextOffset === null ? { note: CUT } : {}) };
}

const NO_TEXT =
  "A file of this type has no text that you can read here. If the work depends on it, ask for what you need of it in words.";
const NOT_YET = "The file is just being read. Call again in a few seconds.";
const CUT =
  "The file goes on, but no more of it is kept for reading. Ask for the rest in parts if you need it.";

async function storedText(ctx: ReadCtx, fileId: Id<"files">): Promise<Doc<"fileTexts"> | null> {
  return await ctx.db
    .query("fileTexts")
    .withIndex("by_account_file", (q) => q.eq("accountId", ctx.account._id).eq("fileId", fileId))
    .first();
}
