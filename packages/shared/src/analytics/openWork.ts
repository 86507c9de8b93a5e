/**
 * How old open work is and who has how much of it: what one change of a task adds to numbers that are kept by writes,
 * and the picture made of them. Whatever happens to a task, the numbers stay what counting all tasks would give.
 */
import { OPEN_STATUSES, type TaskStatus } from "../task/status.ts";
import { dayKeyOf, dayNumberOf } from "./days.ts";

export type OpenStatus = (typeof OPEN_STATUSES)[number];

/** What one person or agent has open now; statuses without a task are missing. */
export type Load = Partial<Record<OpenStatus, number>>;
export type Loads = Readonly<Record<string, Load>>;

/** A task as far as it is counted. */
export type Counted = {
  status: TaskStatus;
  /** The day under which it counts while it is open; null for a task that is not counted by day or assignee yet. */
  bornOn: string | null;
  assignees: readonly string[];
};

export type OpenWorkChange = {
  statuses: Partial<Record<TaskStatus, number>>;
  /** Open tasks by the day on which they were made. */
  days: Readonly<Record<string, number>>;
  loads: Loads;
};

/** What a task adds when it becomes another; null stands for one that is not there. */
export function openWorkChange(before: Counted | null, after: Counted | null): OpenWorkChange {
  return sumChanges([contribution(before, -1), contribution(after, 1)]);
}

export function sumChanges(changes: readonly OpenWorkChange[]): OpenWorkChange {
  return changes.reduce(
    (sum, { statuses, days, loads }) => ({
      statuses: added(sum.statuses, statuses),
      days: added(sum.days, days),
      loads: addLoads(sum.loads, loads),
    }),
    { statuses: {}, days: {}, loads: {} },
  );
}

/** Without those who have nothing open. */
export function addLoads(loads: Loads, change: Loads): Loads {
  const sum: Record<string, Load> = { ...loads };
  for (const [id, load] of Object.entries(change)) {
    const next = added(sum[id] ?? {}, load);
    if (Object.keys(next).length === 0) delete sum[id];
    else sum[id] = next;
  }
  return sum;
}

export function isOpenStatus(status: TaskStatus): status is OpenStatus {
  return (OPEN_STATUSES as readonly TaskStatus[]).includes(status);
}

/** How old open tasks are, from the youngest; each from so many days on, to the next one. */
export const AGES = [
  { key: "today", fromDays: 0 },
  { key: "week", fromDays: 1 },
  { key: "two_weeks", fromDays: 7 },
  { key: "four_weeks", fromDays: 14 },
  { key: "twelve_weeks", fromDays: 28 },
  { key: "older", fromDays: 84 },
] as const;
export type Age = (typeof AGES)[number]["key"];

const OLDEST = AGES[AGES.length - 1] ?? AGES[0];

/** The first day that is looked at one by one; what is open from before it is the rest. */
export function firstDayOfAges(today: string): string {
  return dayKeyOf((dayNumberOf(today) ?? 0) - OLDEST.fromDays + 1);
}

/** Open tasks by age. `days` need not go further back than `firstDayOfAges`; the ages add up to `openTasks`. */
export function openByAge(
  openTasks: number,
  today: string,
  days: readonly { day: string; open: number }[],
): { age: Age; tasks: number }[] {
  const counts = new Map<Age, number>(AGES.map(({ key }) => [key, 0]));
  let rest = openTasks;
  for (const { day, open } of days) {
    const age = ageOn(today, day);
    // Never more than there are: a number that went astray is set right by the weekly full count, not by the picture.
    const tasks = Math.max(0, Math.min(open, rest));
    if (age === OLDEST.key) continue;
    counts.set(age, (counts.get(age) ?? 0) + tasks);
    rest -= tasks;
  }
  counts.set(OLDEST.key, rest);
  return AGES.map(({ key }) => ({ age: key, tasks: counts.get(key) ?? 0 }));
}

/** A day that is still to come, as after a change of the time zone, is today. */
export function ageOn(today: string, day: string): Age {
  const days = (dayNumberOf(today) ?? 0) - (dayNumberOf(day) ?? 0);
  return AGES.findLast(({ fromDays }) => days >= fromDays)?.key ?? AGES[0].key;
}

export function loadTotal(load: Load): number {
  return Object.values(load).reduce((sum, count) => sum + count, 0);
}

function contribution(task: Counted | null, sign: 1 | -1): OpenWorkChange {
  if (!task) return { statuses: {}, days: {}, loads: {} };
  const { status, bornOn, assignees } = task;
  const statuses = { [status]: sign };
  if (bornOn === null || !isOpenStatus(status)) return { statuses, days: {}, loads: {} };
  const loads = Object.fromEntries(assignees.map((id) => [id, { [status]: sign }]));
  return { statuses, days: { [bornOn]: sign }, loads };
}

/** Both together, without what is nought. */
function added<Counts extends object>(one: Counts, other: Counts): Counts {
  const sum = new Map<string, number>(Object.entries(one));
  for (const [key, count] of Object.entries(other)) sum.set(key, (sum.get(key) ?? 0) + count);
  return Object.fromEntries([...sum].filter(([, count]) => count !== 0)) as Counts;
}
