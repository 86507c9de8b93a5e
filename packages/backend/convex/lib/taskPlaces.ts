/** Where a task stands on the board: its column and its place among the other cards. */
import { taskKey } from "@mc/shared/task/limits";
import { positionBetween } from "@mc/shared/task/order";
import type { TaskStatus } from "@mc/shared/task/status";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict } from "../functions/errors";
import { taskTarget } from "./targets";
import { changeStatus, topOf } from "./taskStatus";
import { getTaskOrThrow } from "./tasks";

type Task = Doc<"tasks">;

export type Place = {
  to: TaskStatus;
  from: TaskStatus;
  /** The card that will be above; null for the top of the column. */
  afterTaskId?: Id<"tasks"> | null | undefined;
  /** The card that will be below; used when there is none above. */
  beforeTaskId?: Id<"tasks"> | null | undefined;
  reason?: string | undefined;
};

/** Changes status or order or both in one act. */
export async function moveTask(ctx: WriteCtx, task: Task, place: Place) {
  const hasPlace = place.afterTaskId !== undefined || place.beforeTaskId !== undefined;
  const position = hasPlace ? await positionIn(ctx, task, place) : undefined;
  const isReorder = place.to === task.state.status && position !== undefined && place.from === place.to;
  if (!isReorder) {
    const moved = await changeStatus(ctx, task, { ...place, position });
    return { status: moved.state.status, position: moved.position };
  }
  if (position !== task.position) {
    await ctx.db.patch("tasks", task._id, { position });
    await ctx.activity.record({
      event: { type: "task_reordered", status: place.to, from: task.position, to: position },
      target: taskTarget(task),
      taskId: task._id,
    });
  }
  return { status: place.to, position };
}

async function positionIn(ctx: ReadCtx, task: Task, place: Place): Promise<string> {
  const above = place.afterTaskId ? await getTaskOrThrow(ctx, place.afterTaskId) : null;
  const below = place.beforeTaskId ? await getTaskOrThrow(ctx, place.beforeTaskId) : null;
  const anchor = above ?? below;
  if (anchor === null || anchor._id === task._id) return await topOf(ctx, place.to);
  if (anchor.state.status !== place.to) {
    throw conflict(
      `${taskKey(anchor.number)} has left that column; drop the card again.`,
      anchor.state.status,
    );
  }
  const isAfter = above !== null;
  const neighbours = await ctx.db
    .query("tasks")
    .withIndex("by_account_status_position", (q) => {
      const column = q.eq("accountId", ctx.account._id).eq("state.status", place.to);
      return isAfter
        ? column.gt("position", anchor.position)
        : column.gt("position", "").lt("position", anchor.position);
    })
    .order(isAfter ? "asc" : "desc")
    .take(2);
  const neighbour = neighbours.find((other) => other._id !== task._id)?.position ?? null;
  return isAfter ? positionBetween(anchor.position, neighbour) : positionBetween(neighbour, anchor.position);
}
