/** Threads: a task's, or the account's with its squad lead (lib/leadChat.ts). What changes tasks meets tasks alone. */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";

type Row = Doc<"tasks">;

export function isLeadChat(row: Pick<Row, "purpose">): boolean {
  return row.purpose === "lead_chat";
}

/** For reading and writing messages, and for turns. */
export async function getThreadOrThrow(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Row> {
  const row = await ctx.db.get("tasks", taskId);
  if (!row) throw missing("task");
  return row;
}

/** For tools of agents that act on the task of their session. */
export function requireTaskHere(row: Row): Row {
  if (isLeadChat(row)) {
    throw invalid("This is a chat, not a task. Name a task by its number, or create one with task_create.");
  }
  return row;
}
