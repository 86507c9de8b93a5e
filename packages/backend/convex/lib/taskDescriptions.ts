/** The long text of a task; kept apart from the row that the board reads. */
import { TASK_LIMITS } from "@mc/shared/task/limits";
import type { Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { foldedField, requireAtMost } from "./text";

export const DESCRIPTION = { what: "The description", max: TASK_LIMITS.description };

export async function readDescription(ctx: ReadCtx, taskId: Id<"tasks">): Promise<string> {
  return (await descriptionRow(ctx, taskId))?.text ?? "";
}

export async function writeDescription(
  ctx: WriteCtx,
  taskId: Id<"tasks">,
  description: string,
): Promise<void> {
  const text = requireAtMost(description, DESCRIPTION);
  const row = await descriptionRow(ctx, taskId);
  if (row && text) await ctx.db.patch("taskDescriptions", row._id, { text, ...foldedField(text) });
  else if (row) await ctx.db.delete("taskDescriptions", row._id);
  else if (text)
    await ctx.db.insert("taskDescriptions", {
      accountId: ctx.account._id,
      taskId,
      text,
      ...foldedField(text),
    });
}

async function descriptionRow(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("taskDescriptions")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .unique();
}
