/**
 * Which local runtimes this installation starts. Each has a gateway of about a gigabyte of memory, so there is a
 * bound, and the oldest come first. Asked across accounts on purpose: whether there is room depends on the others.
 */
import type { Doc } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";

export const MAX_LOCAL_RUNTIMES = 20;

export async function startedLocalRuntimes(db: DatabaseReader): Promise<Doc<"runtimes">[]> {
  return await db
    .query("runtimes")
    .withIndex("by_provider_isWanted", (q) => q.eq("provider", "local").eq("isWanted", true))
    .take(MAX_LOCAL_RUNTIMES);
}

/** False for a local runtime that is wanted and has no room. */
export async function hasRoomFor(db: DatabaseReader, runtime: Doc<"runtimes">): Promise<boolean> {
  if (runtime.provider !== "local" || !runtime.isWanted) return true;
  return (await startedLocalRuntimes(db)).some(({ _id }) => _id === runtime._id);
}
