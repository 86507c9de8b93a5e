/**
 * The list of tasks by filters. The narrowest filter chooses the index that is read page by page; the others are
 * asked of each row, so a page may be shorter than asked for, and the cursor goes on.
 */
import type { Priority } from "@mc/shared/task/priority";
import type { TaskStatus } from "@mc/shared/task/status";
import type { PaginationOptions, PaginationResult } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { boundedPage } from "./limits";
import { getAgentOrThrow, getMemberOrThrow } from "./roster";
import { cardOf, loadFaces } from "./taskViews";
import { isLeadChat } from "./threads";

type Task = Doc<"tasks">;

export type TaskFilter = {
  status?: TaskStatus | undefined;
  priority?: Priority | undefined;
  label?: string | undefined;
  memberId?: Id<"memberships"> | undefined;
  agentId?: Id<"agents"> | undefined;
  /** Due within these instants, in the order of their dates. */
  due?: { from?: number | undefined; to?: number | undefined } | undefined;
};

export async function listTasks(ctx: ReadCtx, filter: TaskFilter, paginationOpts: PaginationOptions) {
  if (filter.memberId !== undefined) await getMemberOrThrow(ctx, filter.memberId);
  if (filter.agentId !== undefined) await getAgentOrThrow(ctx, filter.agentId);
  const result = await pageOf(ctx, filter, boundedPage(paginationOpts));
  const tasks = result.page.filter((task) => task !== null).filter((task) => fits(task, filter));
  const roster = await loadFaces(ctx, tasks);
  return { ...result, page: tasks.map((task) => cardOf(ctx, task, roster)) };
}

async function pageOf(
  ctx: ReadCtx,
  { status, label, memberId, agentId, due }: TaskFilter,
  options: PaginationOptions,
): Promise<PaginationResult<Task | null>> {
  const accountId = ctx.account._id;
  if (memberId !== undefined) {
    return await tasksBehind(
      ctx,
      await ctx.db
        .query("assignments")
        .withIndex("by_account_member", (q) => q.eq("accountId", accountId).eq("assignee.memberId", memberId))
        .order("desc")
        .paginate(options),
    );
  }
  if (agentId !== undefined) {
    return await tasksBehind(
      ctx,
      await ctx.db
        .query("assignments")
        .withIndex("by_account_agent", (q) => q.eq("accountId", accountId).eq("assignee.agentId", agentId))
        .order("desc")
        .paginate(options),
    );
  }
  if (label !== undefined) {
    return await tasksBehind(
      ctx,
      await ctx.db
        .query("taskLabels")
        .withIndex("by_account_label", (q) => q.eq("accountId", accountId).eq("label", label))
        .order("desc")
        .paginate(options),
    );
  }
  if (due !== undefined) {
    const { from = 0, to = Number.MAX_SAFE_INTEGER } = due;
    return await tasksBehind(
      ctx,
      await ctx.db
        .query("dueDates")
        .withIndex("by_account_dueAt", (q) =>
          q.eq("accountId", accountId).gte("dueAt", from).lte("dueAt", to),
        )
        .paginate(options),
    );
  }
  if (status !== undefined) {
    return await ctx.db
      .query("tasks")
      .withIndex("by_account_status_position", (q) => q.eq("accountId", accountId).eq("state.status", status))
      .paginate(options);
  }
  return await ctx.db
    .query("tasks")
    .withIndex("by_account_number", (q) => q.eq("accountId", accountId))
    .order("desc")
    .paginate(options);
}

async function tasksBehind(
  ctx: ReadCtx,
  result: PaginationResult<{ taskId: Id<"tasks"> }>,
): Promise<PaginationResult<Task | null>> {
  const page = await Promise.all(result.page.map(({ taskId }) => ctx.db.get("tasks", taskId)));
  return { ...result, page };
}

/** Archived tasks are listed only when they are asked for, and what is no task never. */
function fits(task: Task, filter: TaskFilter): boolean {
  if (isLeadChat(task)) return false;
  const { status, priority, label, memberId, agentId, due } = filter;
  if (status === undefined ? task.state.status === "archived" : task.state.status !== status) return false;
  if (priority !== undefined && task.priority !== priority) return false;
  if (label !== undefined && !task.labels.includes(label)) return false;
  if (memberId !== undefined && !task.memberIds.includes(memberId)) return false;
  if (agentId !== undefined && !task.agentIds.includes(agentId)) return false;
  if (due === undefined) return true;
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = due;
  return task.dueAt !== null && task.dueAt >= from && task.dueAt <= to;
}
