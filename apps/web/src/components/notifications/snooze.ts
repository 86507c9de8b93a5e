// Until when a notification is put off, on the clock of this browser. Pure.
export const SNOOZES = ["later", "tomorrow", "monday"] as const;
export type Snooze = (typeof SNOOZES)[number];

export const SNOOZE_LABEL = {
  later: "In three hours",
  tomorrow: "Tomorrow at nine",
  monday: "Next Monday at nine",
} as const satisfies Record<Snooze, string>;

const HOUR_MS = 3_600_000;
const MORNING = 9;

export function snoozeUntil(snooze: Snooze, now: number): number {
  if (snooze === "later") return now + 3 * HOUR_MS;
  const date = new Date(now);
  const days = snooze === "tomorrow" ? 1 : (8 - date.getDay()) % 7 || 7;
  date.setDate(date.getDate() + days);
  return date.setHours(MORNING, 0, 0, 0);
}
