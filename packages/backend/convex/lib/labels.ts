/** Labels of tasks: rows that find the tasks of a label, and the account's list of labels in use. */
import type { Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { bumpCounter, readCounter } from "./counters";
import { LIMITS } from "./limits";

const ROWS_PER_TASK = 50;

type Change = { from: readonly string[]; to: readonly string[] };

/** Keeps the rows equal to the labels of the task. */
export async function writeLabels(ctx: WriteCtx, taskId: Id<"tasks">, { from, to }: Change): Promise<void> {
  const accountId = ctx.account._id;
  const gone = from.filter((label) => !to.includes(label));
  const rows = gone.length === 0 ? [] : await rowsOf(ctx, taskId);
  for (const row of rows) if (gone.includes(row.label)) await ctx.db.delete("taskLabels", row._id);
  for (const label of gone) await countLabel(ctx, label, -1);
  for (const label of to) {
    if (from.includes(label)) continue;
    await ctx.db.insert("taskLabels", { accountId, taskId, label });
    await countLabel(ctx, label, 1);
  }
}

export async function listLabels(ctx: ReadCtx) {
  const rows = await ctx.db
    .query("labels")
    .withIndex("by_account_name", (q) => q.eq("accountId", ctx.account._id))
    .take(LIMITS.labels);
  return rows.map(({ name, taskCount }) => ({ name, taskCount }));
}

async function rowsOf(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("taskLabels")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(ROWS_PER_TASK);
}

async function countLabel(ctx: WriteCtx, name: string, delta: 1 | -1): Promise<void> {
  const row = await ctx.db
    .query("labels")
    .withIndex("by_account_name", (q) => q.eq("accountId", ctx.account._id).eq("name", name))
    .unique();
  const taskCount = (row?.taskCount ?? 0) + delta;
  if (row && taskCount > 0) {
    await ctx.db.patch("labels", row._id, { taskCount });
  } else if (row) {
    await ctx.db.delete("labels", row._id);
    await bumpCounter(ctx, "labels", -1);
  } else if (delta > 0) {
    if ((await readCounter(ctx, "labels")) >= LIMITS.labels) {
      throw invalid(`An account has at most ${LIMITS.labels} labels; use one that is there.`, "labels");
    }
    await ctx.db.insert("labels", { accountId: ctx.account._id, name, taskCount });
    await bumpCounter(ctx, "labels", 1);
  }
}
