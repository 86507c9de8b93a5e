/** Days and months of an account, as keys ("2026-11-27", "2026-11"), in its time zone. */
import { dayKeyAt } from "../analytics/days.ts";
import { calendarDay, dayNumber, instantOf, wallTimeAt } from "../time/zone.ts";

export const PERIODS = ["day", "month"] as const;
export type Period = (typeof PERIODS)[number];

export function periodKey(period: Period, now: number, zone: string): string {
  const day = dayKeyAt(now, zone);
  return period === "day" ? day : monthOfDay(day);
}

export function monthOfDay(day: string): string {
  return day.slice(0, 7);
}

/** The instant at which the next one begins; later than `now`. */
export function periodEnd(period: Period, now: number, zone: string): number {
  const wall = wallTimeAt(now, zone);
  const next =
    period === "day"
      ? calendarDay(dayNumber(wall) + 1)
      : calendarDay(dayNumber({ ...wall, month: wall.month + 1, day: 1 }));
  return instantOf({ ...next, hour: 0, minute: 0 }, zone);
}
