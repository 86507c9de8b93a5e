/**
 * Uploaded files. A client puts the bytes into the storage and then attaches them by id; the server looks at
 * the first bytes before anybody can open the file. What nobody attached within a day is collected.
 */

import { sniffFile } from "@mc/shared/document/fileTypes";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, type ReadCtx, type WriteCtx } from "../functions/context";
import { missing, refuse } from "../functions/errors";
import { isFileTaken } from "../functions/fileClaims";
import type { SystemMutationCtx } from "../functions/system";
import { bumpCounter, readCounter } from "./counters";
import { dropText } from "./fileTexts";
import { LIMITS } from "./limits";
import { documentTarget } from "./targets";
import { requireText } from "./text";

const MAX_NAME = 200;
const MEGABYTE = 1024 * 1024;
const HOUR = 3_600_000;
/** Files nobody attached in this time are orphans; looked for in twice the time, so that a missed day is no loss. */
const ORPHAN_AFTER_MS = 24 * HOUR;
const ORPHAN_WINDOW_MS = 72 * HOUR;
/** A check takes seconds; one that is not through by then was lost. */
const CHECK_WITHIN_MS = 5 * 60_000;
const CHECKS_RESTARTED = 3;
/** Each may start an action that reads from the storage. */
const RECHECKED_AT_ONCE = 50;

/** Takes a file of the storage for the account. One that is taken already answers as one that is not there. */
export async function claimFile(ctx: WriteCtx, upload: { storageId: Id<"_storage">; name: string }) {
  const name = requireText(upload.name, { what: "The name of the file", field: "name", max: MAX_NAME });
  const { storageId } = upload;
  const meta = await ctx.db.system.get("_storage", storageId);
  if (!meta || (await ctx.isFileTaken(storageId))) throw missing("file");
  if (meta.size > DOCUMENT_LIMITS.uploadBytes) {
    throw refuse({
      code: "too_large",
      message: `A file has at most ${DOCUMENT_LIMITS.uploadBytes / MEGABYTE} MB.`,
      limit: DOCUMENT_LIMITS.uploadBytes,
    });
  }
  const used = await readCounter(ctx, "storage:bytes");
  if (used + meta.size > DOCUMENT_LIMITS.accountBytes) {
    throw refuse({
      code: "too_large",
      message: `The account's ${DOCUMENT_LIMITS.accountBytes / MEGABYTE} MB for files are used up; delete some.`,
      limit: DOCUMENT_LIMITS.accountBytes,
    });
  }
  await bumpCounter(ctx, "storage:bytes", meta.size);
  const contentType = meta.contentType ?? "application/octet-stream";
  const fileId = await ctx.db.insert("files", {
    accountId: ctx.account._id,
    storageId,
    name,
    contentType,
    size: meta.size,
    uploadedBy: actorRef(ctx.caller),
    state: { status: "checking" },
  });
  await ctx.scheduler.runAfter(0, internal.files.inspect, { fileId, storageId });
  return { fileId, name, contentType, size: meta.size };
}

/** Written by the inspection: the file is what its bytes say, or it goes. */
export async function settleFile(ctx: WriteCtx, file: Doc<"files">, head: Uint8Array): Promise<null> {
  if (file.state.status !== "checking") return null;
  ctx.activity.bookkeeping("the check of an upload that is recorded");
  const sniffed = sniffFile(file.name, head);
  const owner = await pictureOwner(ctx, file._id);
  if (owner && !(sniffed.ok && sniffed.contentType.startsWith("image/"))) {
    // nothing refers to it any more, and the person sees that there is no picture
    await ctx.db.patch("memberships", owner._id, { pictureId: undefined });
    await releaseFile(ctx, file._id);
    return null;
  }
  if (sniffed.ok) {
    const { contentType } = sniffed;
    await ctx.db.patch("files", file._id, { contentType, state: { status: "ready" } });
    for (const document of await documentsWith(ctx, file._id)) {
      await ctx.db.patch("documents", document._id, {
        file: { fileId: file._id, contentType, size: file.size },
      });
    }
    return null;
  }
  await refuseFile(ctx, file, sniffed.reason);
  return null;
}

/**
 * Starts lost checks again: what is scheduled runs at most once, and a process that ends in the middle leaves the
 * file between the states for ever. One batch; a file that is never checked is refused and gives its bytes back.
 */
export async function recheckFiles(ctx: SystemMutationCtx): Promise<{ restarted: number; refused: number }> {
  const stale = await ctx.db
    .query("files")
    .withIndex("by_status", (q) =>
      q.eq("state.status", "checking").lt("_creationTime", Date.now() - CHECK_WITHIN_MS),
    )
    .take(RECHECKED_AT_ONCE);
  const counts = { restarted: 0, refused: 0 };
  for (const { _id, accountId } of stale) {
    const account = await ctx.open(accountId);
    const file = await account?.db.get("files", _id);
    if (!account || file?.state.status !== "checking") continue;
    account.activity.bookkeeping("the check of an upload that is recorded");
    const tries = file.state.tries ?? 0;
    if (tries >= CHECKS_RESTARTED) {
      await refuseFile(account, file, "It could not be checked. Upload it again.");
      counts.refused += 1;
    } else {
      await account.db.patch("files", _id, { state: { status: "checking", tries: tries + 1 } });
      await ctx.scheduler.runAfter(0, internal.files.inspect, { fileId: _id, storageId: file.storageId });
      counts.restarted += 1;
    }
  }
  return counts;
}

async function refuseFile(ctx: WriteCtx, file: Doc<"files">, reason: string): Promise<void> {
  if (await ctx.db.system.get("_storage", file.storageId)) await ctx.storage.delete(file.storageId);
  await bumpCounter(ctx, "storage:bytes", -file.size);
  await ctx.db.patch("files", file._id, { state: { status: "refused", reason } });
  for (const document of await documentsWith(ctx, file._id)) {
    await ctx.activity.record({
      event: { type: "document_file_refused", reason },
      target: documentTarget(document),
      taskId: document.taskId,
    });
  }
}

/** Deletes a file that no document refers to any more. */
export async function releaseFile(ctx: WriteCtx, fileId: Id<"files">): Promise<void> {
  const file = await ctx.db.get("files", fileId);
  const [other] = await documentsWith(ctx, fileId);
  if (!file || other) return;
  if (file.state.status !== "refused") {
    await ctx.storage.delete(file.storageId);
    await bumpCounter(ctx, "storage:bytes", -file.size);
  }
  await dropText(ctx, fileId);
  await ctx.db.delete("files", fileId);
}

/** A file as people see it; there is an address only for what was found to be harmless. */
export async function fileView(ctx: ReadCtx, fileId: Id<"files">) {
  const file = await ctx.db.get("files", fileId);
  if (!file) return null;
  const { name, contentType, size, state } = file;
  return {
    name,
    contentType,
    size,
    status: state.status,
    reason: state.status === "refused" ? state.reason : null,
    url: state.status === "ready" ? await ctx.storage.getUrl(file.storageId) : null,
  };
}

export async function storageUse(ctx: ReadCtx) {
  return {
    usedBytes: await readCounter(ctx, "storage:bytes"),
    quotaBytes: DOCUMENT_LIMITS.accountBytes,
    uploadBytes: DOCUMENT_LIMITS.uploadBytes,
  };
}

/** One batch of the storage's files of the last days; answers where to go on, or null at the end. */
export async function collectOrphans(
  ctx: SystemMutationCtx,
  after: number | null,
): Promise<{ deleted: number; next: number | null }> {
  const now = Date.now();
  const stored = await ctx.db.system
    .query("_storage")
    .withIndex("by_creation_time", (q) =>
      q.gt("_creationTime", after ?? now - ORPHAN_WINDOW_MS).lt("_creationTime", now - ORPHAN_AFTER_MS),
    )
    .take(LIMITS.batch);
  let deleted = 0;
  for (const { _id } of stored) {
    if (await isFileTaken(ctx.db, _id)) continue;
    await ctx.storage.delete(_id);
    deleted += 1;
  }
  return { deleted, next: stored.length < LIMITS.batch ? null : (stored.at(-1)?._creationTime ?? null) };
}

async function pictureOwner(ctx: ReadCtx, fileId: Id<"files">): Promise<Doc<"memberships"> | null> {
  return await ctx.db
    .query("memberships")
    .withIndex("by_account_picture", (q) => q.eq("accountId", ctx.account._id).eq("pictureId", fileId))
    .first();
}

async function documentsWith(ctx: ReadCtx, fileId: Id<"files">) {
  return await ctx.db
    .query("documents")
    .withIndex("by_account_file", (q) => q.eq("accountId", ctx.account._id).eq("file.fileId", fileId))
    .take(LIMITS.batch);
}
