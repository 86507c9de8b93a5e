/**
 * The digest: a mail of what is still unread and what is due, once a day or a week at the person's own time. Whoever
 * has not chosen gets the daily one when the account says so. A digest with nothing in it is not sent.
 */
import { parseTimeOfDay } from "../standup/schedule.ts";
import { calendarDay, dayNumber, instantOf, wallTimeAt, weekdayOf } from "../time/zone.ts";

export const DIGEST_FREQUENCIES = ["off", "daily", "weekly"] as const;
export type DigestFrequency = (typeof DIGEST_FREQUENCIES)[number];

/** `weekday`: 0 is Sunday; of weekly ones only. */
export type DigestChoice = { frequency: DigestFrequency; time: string; weekday: number; timeZone: string };

export const DEFAULT_DIGEST_TIME = "08:00";
const MONDAY = 1;
const DAYS_LOOKED_AHEAD = 8;

/** The person's own choice, else the account's for everyone; null when there is no digest. */
export function digestFor(
  own: DigestChoice | null,
  account: { emailDigest?: boolean | undefined; timeZone: string },
): DigestChoice | null {
  if (own !== null) return own.frequency === "off" ? null : own;
  if (account.emailDigest !== true) return null;
  return { frequency: "daily", time: DEFAULT_DIGEST_TIME, weekday: MONDAY, timeZone: account.timeZone };
}

/** The first time after `after`; null for a choice that names no time. */
export function nextDigestAt(choice: DigestChoice, after: number): number | null {
  const time = parseTimeOfDay(choice.time);
  if (!time || choice.frequency === "off") return null;
  const today = dayNumber(wallTimeAt(after, choice.timeZone));
  for (let day = today; day <= today + DAYS_LOOKED_AHEAD; day += 1) {
    if (choice.frequency === "weekly" && weekdayOf(day) !== choice.weekday) continue;
    const instant = instantOf({ ...calendarDay(day), ...time }, choice.timeZone);
    if (instant > after) return instant;
  }
  return null;
}
