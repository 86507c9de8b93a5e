/**
 * When a recurring task is due again: a cron expression of five fields (minute hour day month weekday) read on
 * the wall clock of a time zone. Day and weekday follow cron's rule: when both are restricted, either one fits.
 */
import type { Decided } from "../errors.ts";
import { calendarDay, dayNumber, instantOf, isTimeZone, wallTimeAt, weekdayOf } from "../time/zone.ts";

export type Cron = {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  weekdays: readonly number[];
  isAnyDay: boolean;
  isAnyWeekday: boolean;
};

export const MAX_CRON_LENGTH = 100;
/** Dates and weekdays meet again within forty years; what does not come within this never comes. */
const DAYS_SEARCHED = 366 * 41;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

type Field = { name: string; min: number; max: number; names?: readonly string[] };
const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day of the week", min: 0, max: 7, names: WEEKDAYS },
];

export function parseCron(text: string): Decided<Cron> {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length !== FIELDS.length || text.length > MAX_CRON_LENGTH) {
    return refuse("A schedule has five fields: minute, hour, day of the month, month, day of the week.");
  }
  const values: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const read = readField(parts[index] ?? "", field);
    if (read === null) {
      return refuse(
        `"${parts[index]}" is no ${field.name} (${field.min}–${field.max}, lists, ranges, steps).`,
      );
    }
    values.push(read);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = values;
  return {
    ok: true,
    decision: {
      minutes,
      hours,
      days,
      months,
      weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((one, other) => one - other),
      isAnyDay: parts[2]?.startsWith("*") === true,
      isAnyWeekday: parts[4]?.startsWith("*") === true,
    },
  };
}

export type Schedule = { cron: string; timeZone: string };

/** The next `count` instants after `after`, oldest first; fewer when there are no more. */
export function nextRuns({ cron, timeZone }: Schedule, after: number, count: number): Decided<number[]> {
  const parsed = parseCron(cron);
  if (!parsed.ok) return parsed;
  if (!isTimeZone(timeZone)) return refuse(`"${timeZone}" is not a time zone; write one like Europe/Berlin.`);
  const { decision } = parsed;
  const found: number[] = [];
  const firstDay = dayNumber(wallTimeAt(after, timeZone));
  for (let day = firstDay; day < firstDay + DAYS_SEARCHED && found.length < count; day += 1) {
    if (!fitsDay(decision, day)) continue;
    found.push(...runsOfDay(decision, { day, timeZone }).filter((instant) => instant > after));
  }
  return { ok: true, decision: found.slice(0, count) };
}

/** A wall time that the clocks skip runs once, right after the gap. */
function runsOfDay({ hours, minutes }: Cron, { day, timeZone }: { day: number; timeZone: string }): number[] {
  const date = calendarDay(day);
  const instants = hours.flatMap((hour) =>
    minutes.map((minute) => instantOf({ ...date, hour, minute }, timeZone)),
  );
  return [...new Set(instants)].sort((one, other) => one - other);
}

function fitsDay(cron: Cron, number: number): boolean {
  const { month, day } = calendarDay(number);
  if (!cron.months.includes(month)) return false;
  const fitsDayOfMonth = cron.days.includes(day);
  const fitsWeekday = cron.weekdays.includes(weekdayOf(number));
  if (cron.isAnyDay || cron.isAnyWeekday) return fitsDayOfMonth && fitsWeekday;
  return fitsDayOfMonth || fitsWeekday;
}

function readField(text: string, field: Field): number[] | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const [, start = "", end, every] = match;
    const step = every === undefined ? 1 : Number(every);
    const from = start === "*" ? field.min : fieldValue(start, field);
    // "5/15" means from 5 on, as cron reads it.
    const last =
      end === undefined ? (start === "*" || every !== undefined ? field.max : from) : fieldValue(end, field);
    if (from === null || last === null || step < 1 || last < from || (start === "*" && end !== undefined))
      return null;
    for (let value = from; value <= last; value += step) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

function fieldValue(text: string, { min, max, names }: Field): number | null {
  const named = names?.indexOf(text) ?? -1;
  const value = named >= 0 ? named + (min === 1 ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

function refuse(message: string): { ok: false; error: { code: "invalid"; message: string; field: string } } {
  return { ok: false, error: { code: "invalid", message, field: "cron" } };
}
