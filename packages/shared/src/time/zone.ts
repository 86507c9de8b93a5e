/**
 * Wall-clock time in a time zone, both ways, without the Date object: instants are epoch milliseconds, calendar
 * days are numbers since 1970-01-01. A wall time that the clocks skip maps to the instant after the gap; one that
 * they repeat maps to its first occurrence.
 */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number };

export const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(zone: string): boolean {
  try {
    return formatOf(zone) !== null;
  } catch {
    return false;
  }
}

export function wallTimeAt(instant: number, zone: string): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
  };
}

/** The instant at which the clocks of the zone show `wall`. */
export function instantOf(wall: WallTime, zone: string): number {
  const asUtc = utcInstant(wall);
  const candidates = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - offsetAt(near, zone));
  const fitting = candidates.filter((instant) => utcInstant(wallTimeAt(instant, zone)) === asUtc);
  if (fitting.length > 0) return Math.min(...fitting);
  // Skipped by the clocks: what is read with the offset before the gap lies after it.
  return Math.max(...candidates);
}

/** Days since 1970-01-01 of a calendar day; months and days beyond their range carry over. */
export function dayNumber({ year, month, day }: Pick<WallTime, "year" | "month" | "day">): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function calendarDay(number: number): Pick<WallTime, "year" | "month" | "day"> {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** 0 is Sunday. */
export function weekdayOf(number: number): number {
  return (((number + 4) % 7) + 7) % 7;
}

function utcInstant(wall: WallTime): number {
  return dayNumber(wall) * DAY_MS + (wall.hour * 60 + wall.minute) * MINUTE_MS;
}

function offsetAt(instant: number, zone: string): number {
  const floored = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  return utcInstant(wallTimeAt(floored, zone)) - floored;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(zone, format);
  return format;
}
