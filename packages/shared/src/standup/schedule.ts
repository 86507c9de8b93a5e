/** When the stand-up of an account is due: once a day at its local time. */
import { calendarDay, dayNumber, instantOf, wallTimeAt } from "../time/zone.ts";

export const DEFAULT_STANDUP_TIME = "09:00";

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** "09:30" as hours and minutes; null when it is no time of a day. */
export function parseTimeOfDay(text: string): { hour: number; minute: number } | null {
  const [, hour, minute] = TIME.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : { hour: Number(hour), minute: Number(minute) };
}

/** The first time after `after` that the clocks of the zone show the time of day. */
export function nextStandupAt(at: { time: string; zone: string }, after: number): number | null {
  const time = parseTimeOfDay(at.time);
  if (!time) return null;
  const today = dayNumber(wallTimeAt(after, at.zone));
  for (const day of [today, today + 1, today + 2]) {
    const instant = instantOf({ ...calendarDay(day), ...time }, at.zone);
    if (instant > after) return instant;
  }
  return null;
}
