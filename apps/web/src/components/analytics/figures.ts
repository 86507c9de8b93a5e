// Figures as people read them in sentences, tables and axes. Pure.
import { compactCount, money } from "@/lib/format";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "40 s", "12 min", "3 h 5 min", "2 d 4 h". */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < DAY) return join(Math.floor(ms / HOUR), "h", Math.round((ms % HOUR) / MINUTE), "min");
  return join(Math.floor(ms / DAY), "d", Math.round((ms % DAY) / HOUR), "h");
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200] as const;
const MOST_STEPS = 4;

/** Where an axis of durations is marked: whole minutes, hours or days, from nothing to past `mostMs`. */
export function durationTicks(mostMs: number): number[] {
  const minutes = Math.max(1, Math.ceil(mostMs / MINUTE));
  const step =
    STEPS.find((each) => each * MOST_STEPS >= minutes) ?? Math.ceil(minutes / MOST_STEPS / 1440) * 1440;
  return Array.from({ length: Math.ceil(minutes / step) + 1 }, (_, at) => at * step * MINUTE);
}

function join(...[large, largeUnit, small, smallUnit]: [number, string, number, string]): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** "12 Mar" for "2026-03-12"; the day is a calendar day, so no time zone moves it. */
export function dayWords(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

export type Unit = "count" | "duration" | "money" | "tokens";

/** null stands for "nothing to measure". */
export function figure(value: number | null, unit: Unit): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return String(value);
    case "duration":
      return duration(value);
    case "money":
      return money(value);
    case "tokens":
      return compactCount(value);
  }
}
