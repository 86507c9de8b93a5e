/** Due dates: found in their order, and people reminded once per task and date. */
import { taskKey } from "@mc/shared/task/limits";
import { isSettled } from "@mc/shared/task/links";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { notifyMember } from "./notifications";
import { eachAlone } from "./sweeps";

/** How long before its due date a task is "due soon". */
const REMIND_BEFORE_MS = 24 * 60 * 60_000;

/** Keeps the row equal to the task's due date; another date is a date to remind of again. */
export async function setDueDate(ctx: WriteCtx, taskId: Id<"tasks">, dueAt: number | null): Promise<void> {
  const accountId = ctx.account._id;
  const row = await ctx.db
    .query("dueDates")
    .withIndex("by_account_task", (q) => q.eq("accountId", accountId).eq("taskId", taskId))
    .unique();
  if (dueAt === null) {
    if (row) await ctx.db.delete("dueDates", row._id);
    return;
  }
  const remindAt = dueAt > Date.now() ? Math.max(1, dueAt - REMIND_BEFORE_MS) : null;
  if (row) await ctx.db.patch("dueDates", row._id, { dueAt, remindAt });
  else await ctx.db.insert("dueDates", { accountId, taskId, dueAt, remindAt });
}

/** One batch of reminders whose time has come. */
export async function remindOfDueDates(ctx: SystemMutationCtx): Promise<{ reminded: number }> {
  const rows = await ctx.db
    .query("dueDates")
    .withIndex("by_remindAt", (q) => q.gt("remindAt", 0).lte("remindAt", Date.now()))
    .take(LIMITS.batch);
  const reminded = await eachAlone(ctx, rows, {
    one: internal.dueDates.remindOne,
    args: ({ _id }) => ({ dueDateId: _id }),
    putOff: (account, { _id }, remindAt) => account.db.patch("dueDates", _id, { remindAt }),
  });
  return { reminded: reminded.reduce((sum, people) => sum + people, 0) };
}

/** Answers how many people were told. */
export async function remindOfDueDate(ctx: SystemMutationCtx, dueDateId: Id<"dueDates">): Promise<number> {
  const row = await ctx.db.get("dueDates", dueDateId);
  const account = row ? await ctx.open(row.accountId) : null;
  return row?.remindAt && account ? await remind(account, row) : 0;
}

/** Tells the assigned people, or whoever created the task when no person is assigned. */
async function remind(ctx: WriteCtx, row: Doc<"dueDates">): Promise<number> {
  await ctx.db.patch("dueDates", row._id, { remindAt: null });
  const task = await ctx.db.get("tasks", row.taskId);
  if (!task || isSettled(task.state.status)) return 0;
  const { creator } = task;
  const people =
    task.memberIds.length > 0 ? task.memberIds : creator.kind === "member" ? [creator.memberId] : [];
  for (const memberId of people) {
    const member = await ctx.db.get("memberships", memberId);
    if (member?.status !== "active") continue;
    await notifyMember(ctx, memberId, {
      type: "due_soon",
      reason: "due",
      title: `${taskKey(task.number)} is due soon`,
      body: task.title,
      task,
    });
  }
  return people.length;
}
