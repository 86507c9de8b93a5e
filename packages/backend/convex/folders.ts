/** The folder tree of the documents. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import {
  createFolder,
  getFolderOrThrow,
  listFolders,
  moveFolder,
  removeFolder,
  renameFolder,
} from "./lib/documentFolders";

const folderId = v.id("documentFolders");
const parentId = v.union(folderId, v.null());

/** Every folder of the account, a few hundred at most; the tree is made of `parentId`. */
export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => listFolders(ctx) });

export const create = accountMutation({
  role: "member",
  audit: ["folder_created"],
  args: { name: v.string(), parentId },
  handler: (ctx, args) => createFolder(ctx, args),
});

export const rename = accountMutation({
  role: "member",
  audit: ["folder_renamed"],
  args: { folderId, name: v.string() },
  handler: async (ctx, args) => renameFolder(ctx, await getFolderOrThrow(ctx, args.folderId), args.name),
});

export const move = accountMutation({
  role: "member",
  audit: ["folder_moved"],
  args: { folderId, parentId },
  handler: async (ctx, args) => moveFolder(ctx, await getFolderOrThrow(ctx, args.folderId), args.parentId),
});

export const remove = accountMutation({
  role: "member",
  audit: ["folder_removed"],
  args: { folderId },
  handler: async (ctx, args) => removeFolder(ctx, await getFolderOrThrow(ctx, args.folderId)),
});
