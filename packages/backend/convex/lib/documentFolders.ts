/** Folders of documents: a small tree without cycles, names unique beside one another. */
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { bumpCounter, readCounter } from "./counters";
import { requireActive } from "./documentRules";
import { documentTarget, folderTarget } from "./targets";
import { requireText } from "./text";

type Folder = Doc<"documentFolders">;
type Place = Id<"documentFolders"> | null;

export async function listFolders(ctx: ReadCtx) {
  const rows = await ctx.db
    .query("documentFolders")
    .withIndex("by_account_parent_name", (q) => q.eq("accountId", ctx.account._id))
    .take(DOCUMENT_LIMITS.folders);
  return rows.map((row) => ({ folderId: row._id, parentId: row.parentId, name: row.name }));
}

export async function createFolder(ctx: WriteCtx, draft: { name: string; parentId: Place }) {
  const parent = await folderOrTop(ctx, draft.parentId);
  if ((await readCounter(ctx, "folders")) >= DOCUMENT_LIMITS.folders) {
    throw invalid(`An account has at most ${DOCUMENT_LIMITS.folders} folders.`);
  }
  if ((await pathOf(ctx, parent)).length >= DOCUMENT_LIMITS.folderDepth) throw tooDeep();
  const name = await freeName(ctx, { name: draft.name, parentId: draft.parentId });
  const folderId = await ctx.db.insert("documentFolders", {
    accountId: ctx.account._id,
    parentId: draft.parentId,
    name,
  });
  await bumpCounter(ctx, "folders", 1);
  await ctx.activity.record({
    event: { type: "folder_created" },
    target: folderTarget({ _id: folderId, name }),
  });
  return { folderId };
}

export async function renameFolder(ctx: WriteCtx, folder: Folder, wanted: string): Promise<null> {
  if (wanted.trim() === folder.name) return null;
  const name = await freeName(ctx, { name: wanted, parentId: folder.parentId });
  await ctx.db.patch("documentFolders", folder._id, { name });
  await ctx.activity.record({
    event: { type: "folder_renamed", from: folder.name, to: name },
    target: folderTarget({ _id: folder._id, name }),
  });
  return null;
}

export async function moveFolder(ctx: WriteCtx, folder: Folder, parentId: Place): Promise<null> {
  const parent = await folderOrTop(ctx, parentId);
  if (parentId === folder.parentId) return null;
  const path = await pathOf(ctx, parent);
  if (path.some(({ _id }) => _id === folder._id)) {
    throw invalid(`"${folder.name}" cannot be moved into itself.`, "parentId");
  }
  if (path.length + (await heightOf(ctx, folder._id)) > DOCUMENT_LIMITS.folderDepth) throw tooDeep();
  await freeName(ctx, { name: folder.name, parentId });
  const before = await folderOrTop(ctx, folder.parentId);
  await ctx.db.patch("documentFolders", folder._id, { parentId });
  await ctx.activity.record({
    event: { type: "folder_moved", from: before?.name ?? null, to: parent?.name ?? null },
    target: folderTarget(folder),
  });
  return null;
}

/** Only an empty one; what is in the trash does not count and comes back at the top. */
export async function removeFolder(ctx: WriteCtx, folder: Folder): Promise<null> {
  const accountId = ctx.account._id;
  const document = await ctx.db
    .query("documents")
    .withIndex("by_account_status_folder_title", (q) =>
      q.eq("accountId", accountId).eq("state.status", "active").eq("folderId", folder._id),
    )
    .first();
  const [child] = await childrenOf(ctx, folder._id);
  if (document || child) {
    throw conflict(`"${folder.name}" is not empty; move or remove what is in it first.`);
  }
  await ctx.db.delete("documentFolders", folder._id);
  await bumpCounter(ctx, "folders", -1);
  await ctx.activity.record({ event: { type: "folder_removed" }, target: folderTarget(folder) });
  return null;
}

export async function moveDocument(
  ctx: WriteCtx,
  document: Doc<"documents">,
  folderId: Place,
): Promise<null> {
  const folder = await folderOrTop(ctx, folderId);
  requireActive(document);
  if (folderId === document.folderId) return null;
  const before = document.folderId ? await ctx.db.get("documentFolders", document.folderId) : null;
  await ctx.db.patch("documents", document._id, { folderId });
  await ctx.activity.record({
    event: { type: "document_moved", from: before?.name ?? null, to: folder?.name ?? null },
    target: documentTarget(document),
    taskId: document.taskId,
  });
  return null;
}

export async function getFolderOrThrow(ctx: ReadCtx, folderId: Id<"documentFolders">): Promise<Folder> {
  const folder = await ctx.db.get("documentFolders", folderId);
  if (!folder) throw missing("folder");
  return folder;
}

export async function folderOrTop(ctx: ReadCtx, folderId: Place): Promise<Folder | null> {
  return folderId === null ? null : await getFolderOrThrow(ctx, folderId);
}

/** The folder and those around it, innermost first; the depth limit bounds it. */
async function pathOf(ctx: ReadCtx, folder: Folder | null): Promise<Folder[]> {
  const path: Folder[] = [];
  for (let at = folder; at !== null && path.length <= DOCUMENT_LIMITS.folderDepth; ) {
    path.push(at);
    at = at.parentId === null ? null : await ctx.db.get("documentFolders", at.parentId);
  }
  return path;
}

/** Levels that a folder has, itself included. */
async function heightOf(ctx: ReadCtx, folderId: Id<"documentFolders">): Promise<number> {
  const children = await childrenOf(ctx, folderId);
  const heights = await Promise.all(children.map((child) => heightOf(ctx, child._id)));
  return 1 + Math.max(0, ...heights);
}

async function childrenOf(ctx: ReadCtx, parentId: Place) {
  return await ctx.db
    .query("documentFolders")
    .withIndex("by_account_parent_name", (q) => q.eq("accountId", ctx.account._id).eq("parentId", parentId))
    .take(DOCUMENT_LIMITS.folders);
}

async function freeName(ctx: ReadCtx, wanted: { name: string; parentId: Place }): Promise<string> {
  const name = requireText(wanted.name, {
    what: "The name of the folder",
    field: "name",
    max: DOCUMENT_LIMITS.folderName,
  });
  const siblings = await childrenOf(ctx, wanted.parentId);
  if (siblings.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
    throw conflict(`There is a folder "${name}" here already.`, name);
  }
  return name;
}

function tooDeep() {
  return invalid(`Folders go at most ${DOCUMENT_LIMITS.folderDepth} levels deep.`, "parentId");
}
