// Numbers and times as people read them. Pure but for the zone in which this person reads (shown-zone.ts).
import { dayAt, daysFrom, endOf, zoneOption } from "./shown-zone";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "4 min ago", "3 h ago", "2 d ago"; from a week on the date. */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < 45_000) return "just now";
  if (past < HOUR) return `${Math.max(1, Math.round(past / MINUTE))} min ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`;
  if (past < 7 * DAY) return `${Math.floor(past / DAY)} d ago`;
  return shortDate(at, now);
}

/** "12 Mar", with the year when it is another one. */
export function shortDate(at: number, now: number): string {
  const date = new Date(at);
  const isThisYear = dayAt(at).year === dayAt(now).year;
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    ...zoneOption(),
  });
}

/** "Sun 22 Nov 2026, 14:03:22" for the exact time on hover. */
export function exactTime(at: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    ...zoneOption(),
  });
  return `${day}, ${date.toLocaleTimeString("en-GB", zoneOption())}`;
}

/** Elapsed time: "0:42", "12:05", "1:02:33". */
export function elapsed(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${String(seconds).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** A length of time in words: "<1 s", "42 s", "12 min", "3 h 5 min", "4 d 2 h". */
export function duration(ms: number): string {
  if (ms < 1000) return "<1 s";
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  const [unit, part, words] = ms < DAY ? [HOUR, MINUTE, ["h", "min"]] : [DAY, HOUR, ["d", "h"]];
  const rest = Math.floor((ms % unit) / part);
  return `${Math.floor(ms / unit)} ${words[0]}${rest > 0 ? ` ${rest} ${words[1]}` : ""}`;
}

/** "950", "12.4k", "1.2M". */
export function compactCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 1_000_000) return `${trimZero(count / 1_000)}k`;
  return `${trimZero(count / 1_000_000)}M`;
}

function trimZero(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
}

/** "$0.84"; under a cent "<$0.01"; nothing spent "$0". */
export function money(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.01) return "<$0.01";
  return `$${usd.toFixed(2)}`;
}

export type DueTone = "late" | "soon" | "later";

/** A due date in words with its urgency: "yesterday", "today", "tomorrow", "Fri", "12 Mar". */
export function dueWords(dueAt: number, now: number): { text: string; tone: DueTone } {
  const days = daysFrom(now, dueAt);
  const tone: DueTone = days < 0 ? "late" : days <= 1 ? "soon" : "later";
  if (days === 0) return { text: "today", tone };
  if (days === 1) return { text: "tomorrow", tone };
  if (days === -1) return { text: "yesterday", tone };
  if (days > 1 && days < 7)
    return { text: new Date(dueAt).toLocaleDateString("en-GB", { weekday: "short", ...zoneOption() }), tone };
  return { text: shortDate(dueAt, now), tone };
}

/** For <input type="date">: calendar day of an instant, and back to that day's end (a task due on a day has until midnight). */
export function toDateInput(at: number | null): string {
  if (at === null) return "";
  const { year, month, day } = dayAt(at);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
export function fromDateInput(value: string): number | null {
  const [year, month, day] = value.split("-").map(Number);
  if (!year || !month || !day) return null;
  return endOf({ year, month, day });
}

/** "1 task", "3 tasks". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
