/**
 * Whether a file of the storage belongs to somebody. Asked across accounts on purpose: ids of files are not
 * bound to an account by the storage, so one that any account has taken must look like none to all others.
 */
import type { Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";

export async function isFileTaken(db: DatabaseReader, storageId: Id<"_storage">): Promise<boolean> {
  const row = await db
    .query("files")
    .withIndex("by_storageId", (q) => q.eq("storageId", storageId))
    .first();
  return row !== null;
}
