/**
 * Days and loads of open tasks, counted again while the tasks are (lib/counterRepair.ts). A task that was never counted,
 * for it is older than these figures, is taken in at once: each batch leaves figures that are exact for what it saw.
 */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { addLoads, firstDayOfAges, isOpenStatus, type Loads } from "@mc/shared/analytics/openWork";
import { OPEN_STATUSES } from "@mc/shared/task/status";
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { assigneesOf } from "./assignees";
import { countTasks, readLoads } from "./counters";
import { openDays, recordOpen, subjectKeyOf, zoneOf } from "./metrics";
import { birthOf, countAgain } from "./openWork";

type Add = (key: string, value: number) => void;
type Correction = { key: string; from: number; to: number };

const dayKey = (day: string) => `open:${day}`;
const loadKey = (id: string, status: string) => `load:${id}:${status}`;

export async function addOpenTasks(ctx: WriteCtx, tasks: readonly Doc<"tasks">[], add: Add): Promise<void> {
  for (const task of tasks) {
    const { status } = task.state;
    if (!isOpenStatus(status)) continue;
    const bornOn = birthOf(ctx, task);
    if (task.bornOn === undefined) {
      await ctx.db.patch("tasks", task._id, { bornOn });
      await countAgain(ctx, task, { ...task, bornOn });
    }
    add(dayKey(bornOn), 1);
    for (const assignee of assigneesOf(task)) add(loadKey(subjectKeyOf(assignee), status), 1);
  }
}

/** Sets right what differs. Days from before those that the ages tell apart are read by nobody. */
export async function correctOpenWork(
  ctx: WriteCtx,
  sums: Readonly<Record<string, number>>,
): Promise<Correction[]> {
  return [...(await correctDays(ctx, sums)), ...(await correctLoads(ctx, sums))];
}

async function correctDays(ctx: WriteCtx, sums: Readonly<Record<string, number>>): Promise<Correction[]> {
  const first = firstDayOfAges(dayKeyAt(Date.now(), zoneOf(ctx)));
  const kept = new Map((await openDays(ctx, first)).map(({ day, open }) => [dayKey(day), open]));
  const counted = Object.keys(sums).filter((key) => key.startsWith("open:") && key >= dayKey(first));
  const found = [...new Set([...kept.keys(), ...counted])].flatMap((key) => {
    const [from, to] = [kept.get(key) ?? 0, sums[key] ?? 0];
    return from === to ? [] : [{ key, from, to }];
  });
  await recordOpen(ctx, Object.fromEntries(found.map(({ key, from, to }) => [key.slice(5), to - from])));
  return found;
}

async function correctLoads(ctx: WriteCtx, sums: Readonly<Record<string, number>>): Promise<Correction[]> {
  const kept = await readLoads(ctx);
  const ids = new Set([
    ...Object.keys(kept),
    ...Object.keys(sums).flatMap((key) => (key.startsWith("load:") ? [key.split(":")[1] ?? ""] : [])),
  ]);
  const found: Correction[] = [];
  let loads: Loads = {};
  for (const id of ids) {
    for (const status of OPEN_STATUSES) {
      const key = loadKey(id, status);
      const [from, to] = [kept[id]?.[status] ?? 0, sums[key] ?? 0];
      if (from === to) continue;
      found.push({ key, from, to });
      loads = addLoads(loads, { [id]: { [status]: to - from } });
    }
  }
  if (found.length > 0) await countTasks(ctx, { statuses: {}, loads });
  return found;
}
