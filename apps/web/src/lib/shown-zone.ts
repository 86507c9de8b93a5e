// The time zone in which this person reads dates: their own where they have set one, else the browser's. One for the whole page,
// because every date on it is read by the same person; the server draws no dates.
import { calendarDay, dayNumber, instantOf, wallTimeAt } from "@mc/shared/time/zone";

let zone: string | undefined;

/** Undefined or null: the browser's. */
export function showTimesIn(timeZone: string | null | undefined): void {
  if (typeof window !== "undefined") zone = timeZone ?? undefined;
}

/** For `toLocaleString` and its like. */
export function zoneOption(): { timeZone?: string } {
  return zone === undefined ? {} : { timeZone: zone };
}

/** By name, for what the server is told. */
export function shownZone(): string {
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export type Day = { readonly year: number; readonly month: number; readonly day: number };

/** The calendar day of an instant. */
export function dayAt(at: number): Day {
  if (zone !== undefined) return wallTimeAt(at, zone);
  const date = new Date(at);
  return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() };
}

/** Whole days from one instant's calendar day to another's. */
export function daysFrom(from: number, to: number): number {
  return numberOf(dayAt(to)) - numberOf(dayAt(from));
}

/** The last moment of a calendar day. */
export function endOf({ year, month, day }: Day): number {
  if (zone === undefined) return new Date(year, month - 1, day, 23, 59, 59, 999).getTime();
  return instantOf({ ...calendarDay(numberOf({ year, month, day })), hour: 23, minute: 59 }, zone) + 59_999;
}

function numberOf({ year, month, day }: Day): number {
  return dayNumber({ year, month, day });
}
