// A schedule as people choose it, and as cron writes it. Pure.
export const RHYTHMS = ["daily", "weekdays", "weekly", "monthly", "custom"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

export const RHYTHM_LABEL = {
  daily: "Every day",
  weekdays: "Monday to Friday",
  weekly: "Every week",
  monthly: "Every month",
  custom: "Custom (cron)",
} as const satisfies Record<Rhythm, string>;

export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

export type ScheduleChoice = {
  readonly rhythm: Rhythm;
  /** "09:30" on the wall clock of the time zone. */
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly day: number;
  readonly cron: string;
};

export const DEFAULT_SCHEDULE: ScheduleChoice = {
  rhythm: "weekly",
  time: "09:00",
  weekday: 1,
  day: 1,
  cron: "0 9 * * 1",
};

export function cronOf(choice: ScheduleChoice): string {
  const [hour = 9, minute = 0] = choice.time.split(":").map(Number);
  switch (choice.rhythm) {
    case "daily":
      return `${minute} ${hour} * * *`;
    case "weekdays":
      return `${minute} ${hour} * * 1-5`;
    case "weekly":
      return `${minute} ${hour} * * ${choice.weekday}`;
    case "monthly":
      return `${minute} ${hour} ${choice.day} * *`;
    case "custom":
      return choice.cron.trim();
  }
}

/** The choice that writes this cron; one that no simple choice writes is custom. */
export function choiceOf(cron: string): ScheduleChoice {
  const custom: ScheduleChoice = { ...DEFAULT_SCHEDULE, rhythm: "custom", cron };
  const match = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|1-5|[0-7])$/.exec(cron.trim());
  if (!match) return custom;
  const [, minute = "0", hour = "9", day = "*", weekday = "*"] = match;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const timed = { ...DEFAULT_SCHEDULE, cron, time };
  if (day === "*" && weekday === "*") return { ...timed, rhythm: "daily" };
  if (day === "*" && weekday === "1-5") return { ...timed, rhythm: "weekdays" };
  if (day === "*") return { ...timed, rhythm: "weekly", weekday: Number(weekday) % 7 };
  return weekday === "*" ? { ...timed, rhythm: "monthly", day: Number(day) } : custom;
}

/** "Every Monday at 09:00"; a cron that no simple choice writes stands as it is. */
export function scheduleWords(cron: string): string {
  const choice = choiceOf(cron);
  switch (choice.rhythm) {
    case "daily":
      return `Every day at ${choice.time}`;
    case "weekdays":
      return `Monday to Friday at ${choice.time}`;
    case "weekly":
      return `Every ${WEEKDAYS[choice.weekday] ?? "week"} at ${choice.time}`;
    case "monthly":
      return `On day ${choice.day} of every month at ${choice.time}`;
    case "custom":
      return cron;
  }
}

/** The instant on the wall clock of a time zone: "Mon 30 Nov 2026, 09:00". */
export function plannedWords(at: number, timeZone: string): string {
  return new Date(at).toLocaleString("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}
