/** What a task counts as among the open ones: by status, by the day on which it was made, and for whom it is on. */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { type Counted, openWorkChange } from "@mc/shared/analytics/openWork";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { countTasks, numberTasks } from "./counters";
import { recordOpen, zoneOf } from "./metrics";
import { actTime, madeAt } from "./times";

type Task = Pick<Doc<"tasks">, "state" | "bornOn" | "memberIds" | "agentIds">;

export function countedOf({ state, bornOn, memberIds, agentIds }: Task): Counted {
  return { status: state.status, bornOn: bornOn ?? null, assignees: [...memberIds, ...agentIds] };
}

/** Kept for good, so that a task is taken off the day that it was added to, whatever the time zone is by then. */
export function birthOf(ctx: ReadCtx, task: Doc<"tasks">): string {
  return task.bornOn ?? dayKeyAt(madeAt(task), zoneOf(ctx));
}

/** Counts a task that is about to be written: its number, and `open` for the row of today's figures. */
export async function countNew(ctx: WriteCtx, task: Omit<Task, "bornOn">) {
  const bornOn = dayKeyAt(actTime(ctx), zoneOf(ctx));
  const change = openWorkChange(null, countedOf({ ...task, bornOn }));
  return { number: await numberTasks(ctx, change, 1), bornOn, open: change.days };
}

/** Counts a task that changed without moving: that was assigned, deleted, or never counted. */
export async function countAgain(ctx: WriteCtx, before: Task | null, after: Task | null): Promise<void> {
  const change = openWorkChange(before && countedOf(before), after && countedOf(after));
  await countTasks(ctx, change);
  await recordOpen(ctx, change.days);
}
