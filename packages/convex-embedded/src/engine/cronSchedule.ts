/** When cron jobs are due (SPEC "Crons"). All times are UTC and epoch milliseconds. */

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** A schedule as `crons.export()` gives it. */
export type CronSchedule =
  | {
      readonly type: "interval";
      readonly seconds?: number;
      readonly minutes?: number;
      readonly hours?: number;
    }
  | { readonly type: "hourly"; readonly minuteUTC?: number }
  | { readonly type: "daily"; readonly hourUTC: number; readonly minuteUTC?: number }
  | {
      readonly type: "weekly";
      readonly dayOfWeek: (typeof DAYS)[number];
      readonly hourUTC: number;
      readonly minuteUTC?: number;
    }
  | { readonly type: "monthly"; readonly day: number; readonly hourUTC: number; readonly minuteUTC?: number }
  | { readonly type: "cron"; readonly cron: string };

/** Thrown for a schedule that can never be due or cannot be read; the message is for the functions' author. */
export class CronScheduleError extends Error {
  override readonly name = "CronScheduleError";
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A 29 February on one given weekday ("29 2 *\/7": a step restricts too) is at most forty years away. */
const MAX_DAYS_AHEAD = 40 * 366;

/** The first time strictly after `afterMs` at which the schedule is due; for intervals, one interval later. */
export function nextRun(schedule: CronSchedule, afterMs: number): number {
  if (schedule.type === "interval") return afterMs + intervalMs(schedule);
  const times = timesOf(schedule);
  const firstMinute = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const firstDay = Math.floor(firstMinute / DAY_MS) * DAY_MS;
  for (let day = 0; day < MAX_DAYS_AHEAD; day += 1) {
    const dayStart = firstDay + day * DAY_MS;
    if (!isDue(times, new Date(dayStart))) continue;
    for (const minuteOfDay of times.minutesOfDay) {
      const at = dayStart + minuteOfDay * MINUTE_MS;
      if (at >= firstMinute) return at;
    }
  }
  throw new CronScheduleError("The schedule never comes due.");
}

/**
 * The next run of a job whose last planned time was `plannedMs`: in the future, on the schedule's own grid; `skipped`
 * counts the runs that were missed in between (the host was down, or the last run took long).
 */
export function nextRunAfter(
  schedule: CronSchedule,
  { plannedMs, nowMs }: { plannedMs: number; nowMs: number },
): { nextMs: number; skipped: number } {
  if (schedule.type === "interval") {
    const period = intervalMs(schedule);
    const skipped = Math.max(0, Math.floor((nowMs - plannedMs) / period));
    return { nextMs: plannedMs + (skipped + 1) * period, skipped };
  }
  let nextMs = nextRun(schedule, plannedMs);
  let skipped = 0;
  while (nextMs <= nowMs) {
    // Counting every missed minute of a long pause would take as long as the pause deserves not.
    if (skipped === 1_000) return { nextMs: nextRun(schedule, nowMs), skipped };
    skipped += 1;
    nextMs = nextRun(schedule, nextMs);
  }
  return { nextMs, skipped };
}

function intervalMs(schedule: Extract<CronSchedule, { type: "interval" }>): number {
  const { seconds = 0, minutes = 0, hours = 0 } = schedule;
  const total = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (!(total > 0)) throw new CronScheduleError("An interval must be longer than zero.");
  return total;
}

interface Times {
  /** Ascending. */
  readonly minutesOfDay: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  /** Cron's rule: when both day fields are restricted, either one suffices. */
  readonly isEitherDay: boolean;
}

function isDue(times: Times, day: Date): boolean {
  if (!times.months.has(day.getUTCMonth() + 1)) return false;
  const isInMonth = times.daysOfMonth.has(day.getUTCDate());
  const isInWeek = times.daysOfWeek.has(day.getUTCDay());
  return times.isEitherDay ? isInMonth || isInWeek : isInMonth && isInWeek;
}

const ALL_MONTHS = range(1, 12);
const ALL_DAYS = range(1, 31);
const ALL_WEEKDAYS = range(0, 6);

function timesOf(schedule: Exclude<CronSchedule, { type: "interval" }>): Times {
  const everyDay = {
    months: ALL_MONTHS,
    daysOfMonth: ALL_DAYS,
    daysOfWeek: ALL_WEEKDAYS,
    isEitherDay: false,
  };
  switch (schedule.type) {
    case "hourly":
      return { ...everyDay, minutesOfDay: minutesOfDay(range(0, 23), [schedule.minuteUTC ?? 0]) };
    case "daily":
      return { ...everyDay, minutesOfDay: minutesOfDay([schedule.hourUTC], [schedule.minuteUTC ?? 0]) };
    case "weekly":
      return {
        ...everyDay,
        daysOfWeek: new Set([DAYS.indexOf(schedule.dayOfWeek)]),
        minutesOfDay: minutesOfDay([schedule.hourUTC], [schedule.minuteUTC ?? 0]),
      };
    case "monthly":
      return {
        ...everyDay,
        daysOfMonth: new Set([schedule.day]),
        minutesOfDay: minutesOfDay([schedule.hourUTC], [schedule.minuteUTC ?? 0]),
      };
    case "cron":
      return parseCron(schedule.cron);
  }
}

function minutesOfDay(hours: Iterable<number>, minutes: Iterable<number>): number[] {
  const all = [...minutes];
  return [...hours].flatMap((hour) => all.map((minute) => hour * 60 + minute)).sort((a, b) => a - b);
}

const MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Five fields: minute, hour, day of month, month, day of week (0 or 7 is Sunday, or names). */
function parseCron(text: string): Times {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) {
    throw new CronScheduleError(`"${text}" is no cron expression: it needs five fields.`);
  }
  const daysOfWeek = parseField(weekday, {
    min: 0,
    max: 7,
    names: DAYS.map((name) => name.slice(0, 3)),
    first: 0,
  });
  return {
    minutesOfDay: minutesOfDay(
      parseField(hour, { min: 0, max: 23 }),
      parseField(minute, { min: 0, max: 59 }),
    ),
    daysOfMonth: parseField(day, { min: 1, max: 31 }),
    months: parseField(month, { min: 1, max: 12, names: MONTH_NAMES, first: 1 }),
    daysOfWeek: new Set([...daysOfWeek].map((number) => number % 7)),
    isEitherDay: !/^[*?]/.test(day) && !/^[*?]/.test(weekday),
  };
}

interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** The number that the first name stands for. */
  readonly first?: number;
}

function parseField(field: string, limits: FieldRange): Set<number> {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:([*?])|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) throw new CronScheduleError(`"${field}" is no field of a cron expression.`);
    const [, star, from, to, step] = match;
    const every = step === undefined ? 1 : Number(step);
    const low = star === undefined ? parseNumber(from ?? "", limits) : limits.min;
    const high =
      to !== undefined
        ? parseNumber(to, limits)
        : star === undefined && step === undefined
          ? low
          : limits.max;
    if (every < 1 || low > high) throw new CronScheduleError(`"${field}" is no field of a cron expression.`);
    for (let number = low; number <= high; number += every) numbers.add(number);
  }
  return numbers;
}

function parseNumber(text: string, { min, max, names = [], first = 0 }: FieldRange): number {
  const named = names.indexOf(text.toLowerCase());
  const number = named === -1 ? Number(text) : named + first;
  if (!/^\d+$/.test(text) && named === -1)
    throw new CronScheduleError(`"${text}" is not understood in a cron expression.`);
  if (number < min || number > max) throw new CronScheduleError(`${text} is not between ${min} and ${max}.`);
  return number;
}

function range(from: number, to: number): Set<number> {
  return new Set(Array.from({ length: to - from + 1 }, (_, i) => from + i));
}
