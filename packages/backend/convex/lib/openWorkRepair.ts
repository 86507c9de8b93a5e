/**
 * Days and loads of open tasks, counted again while the tasks are (lib/counterRepair.ts). A task that was never counted,
 * for it is older than these figures, is taken in at once: each batch leaves figures that are exact for what it saw.
 */
import { dayKeyAt } from "@mc/shared/analytics/days";
import {
  addLoads,
  firstDayOfAges,
  type Loads,
  type OpenWorkChange,
  openWorkChange,
  sumChanges,
} from "@mc/shared/analytics/openWork";
import { OPEN_STATUSES } from "@mc/shared/task/status";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { countTasks, readLoads } from "./counters";
import { openDays, recordOpen, zoneOf } from "./metrics";
import { birthOf, countAgain, countedOf } from "./openWork";

/**
 * What was counted so far: at most a day for each that the ages tell apart, and whoever has something open. It goes
 * from step to step as an argument, and an argument has at most 1,024 fields (Convex's limit).
 */
export type OpenWork = Pick<OpenWorkChange, "days" | "loads">;
type Correction = { key: string; from: number; to: number };

/** The sum with these tasks. */
export async function addOpenTasks(
  ctx: WriteCtx,
  tasks: readonly Doc<"tasks">[],
  { days, loads }: OpenWork,
): Promise<OpenWork> {
  const changes: OpenWorkChange[] = [{ statuses: {}, days, loads }];
  for (const task of tasks) {
    const counted = { ...task, bornOn: birthOf(ctx, task) };
    const change = openWorkChange(null, countedOf(counted));
    if (task.bornOn === undefined && Object.keys(change.days).length > 0) {
      await ctx.db.patch("tasks", task._id, { bornOn: counted.bornOn });
      await countAgain(ctx, task, counted);
    }
    changes.push(change);
  }
  const sum = sumChanges(changes);
  const first = firstDay(ctx);
  return {
    loads: sum.loads,
    days: Object.fromEntries(Object.entries(sum.days).filter(([day]) => day >= first)),
  };
}

/** Sets right what differs. Days from before those that the ages tell apart are read by nobody. */
export async function correctOpenWork(ctx: WriteCtx, { days, loads }: OpenWork): Promise<Correction[]> {
  return [...(await correctDays(ctx, days)), ...(await correctLoads(ctx, loads))];
}

async function correctDays(ctx: WriteCtx, counted: OpenWork["days"]): Promise<Correction[]> {
  const kept = new Map((await openDays(ctx, firstDay(ctx))).map(({ day, open }) => [day, open]));
  const wrong = [...new Set([...kept.keys(), ...Object.keys(counted)])].flatMap((day) => {
    const [from, to] = [kept.get(day) ?? 0, counted[day] ?? 0];
    return from === to || day < firstDay(ctx) ? [] : [{ day, from, to }];
  });
  await recordOpen(ctx, Object.fromEntries(wrong.map(({ day, from, to }) => [day, to - from])));
  return wrong.map(({ day, from, to }) => ({ key: `open:${day}`, from, to }));
}

async function correctLoads(ctx: WriteCtx, counted: Loads): Promise<Correction[]> {
  const kept = await readLoads(ctx);
  const found: Correction[] = [];
  let loads: Loads = {};
  for (const id of new Set([...Object.keys(kept), ...Object.keys(counted)])) {
    for (const status of OPEN_STATUSES) {
      const [from, to] = [kept[id]?.[status] ?? 0, counted[id]?.[status] ?? 0];
      if (from === to) continue;
      found.push({ key: `load:${id}:${status}`, from, to });
      loads = addLoads(loads, { [id]: { [status]: to - from } });
    }
  }
  await countTasks(ctx, { statuses: {}, loads });
  return found;
}

function firstDay(ctx: WriteCtx): string {
  return firstDayOfAges(dayKeyAt(Date.now(), zoneOf(ctx)));
}
