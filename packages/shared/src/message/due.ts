/** The instant that a due word means: the end of that day in the person's time zone. */
import { calendarDay, dayNumber, instantOf, wallTimeAt, weekdayOf } from "../time/zone.ts";
import type { DueWord } from "./commands.ts";

export function dueInstant(due: DueWord, now: number, timeZone: string): number | null {
  const today = dayNumber(wallTimeAt(now, timeZone));
  const day = dayMeant(due, today);
  return day === null ? null : instantOf({ ...calendarDay(day), hour: 23, minute: 59 }, timeZone);
}

function dayMeant(due: DueWord, today: number): number | null {
  switch (due.kind) {
    case "none":
      return null;
    case "in_days":
      return today + due.days;
    case "weekday":
      return today + ((due.weekday - weekdayOf(today) + 6) % 7) + 1;
    case "date":
      return dayNumber(due);
  }
}
