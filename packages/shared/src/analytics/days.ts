/** Calendar days as keys ("2026-11-22") in a time zone: what a figure "of a day" belongs to. */
import { calendarDay, DAY_MS, dayNumber, instantOf, wallTimeAt } from "../time/zone.ts";

const KEY = /^(\d{4})-(\d{2})-(\d{2})$/;

export function dayKeyAt(instant: number, zone: string): string {
  // Most accounts stay with UTC, and every write asks.
  return zone === "UTC"
    ? dayKeyOf(Math.floor(instant / DAY_MS))
    : dayKeyOf(dayNumber(wallTimeAt(instant, zone)));
}

/** The number of a day key; null when the text is not a day of the calendar. */
export function dayNumberOf(key: string): number | null {
  const [, year, month, day] = KEY.exec(key) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const number = dayNumber({ year: Number(year), month: Number(month), day: Number(day) });
  return dayKeyOf(number) === key ? number : null;
}

export function dayKeyOf(number: number): string {
  const { year, month, day } = calendarDay(number);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** First instant of the day, and of the day after it; a day is not always 24 hours long. */
export function dayBounds(key: string, zone: string): { start: number; end: number } | null {
  const number = dayNumberOf(key);
  if (number === null) return null;
  const startOf = (day: number) => instantOf({ ...calendarDay(day), hour: 0, minute: 0 }, zone);
  return { start: startOf(number), end: startOf(number + 1) };
}

/** Every day from the first to the last, both included; empty when they are the wrong way round. */
export function daysBetween(from: string, to: string): string[] {
  const [first, last] = [dayNumberOf(from), dayNumberOf(to)];
  if (first === null || last === null) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => dayKeyOf(first + index));
}

export const ANALYTICS_RANGES = { day: 1, week: 7, month: 30 } as const;
export type AnalyticsRange = keyof typeof ANALYTICS_RANGES;
/** Longer custom ranges are refused. */
export const MAX_RANGE_DAYS = 92;

/** The days of a named range that ends today. */
export function lastDays(range: AnalyticsRange, today: string): string[] {
  const last = dayNumberOf(today) ?? 0;
  return daysBetween(dayKeyOf(last - ANALYTICS_RANGES[range] + 1), today);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
