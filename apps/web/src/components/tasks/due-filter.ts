// Which due dates a filter lets through, from the start of today. Pure.
const DAY_MS = 86_400_000;

export const DUE_FILTERS = ["overdue", "today", "week", "later"] as const;
export type DueFilter = (typeof DUE_FILTERS)[number];

export const DUE_FILTER_LABEL = {
  overdue: "Overdue",
  today: "Due today",
  week: "Due within 7 days",
  later: "Due later",
} as const satisfies Record<DueFilter, string>;

/** Instants from and to, both within; a missing end is open. */
export type DueRange = { readonly from?: number; readonly to?: number };

export function dueRange(due: DueFilter, startOfToday: number): DueRange {
  switch (due) {
    case "overdue":
      return { to: startOfToday - 1 };
    case "today":
      return { from: startOfToday, to: startOfToday + DAY_MS - 1 };
    case "week":
      return { from: startOfToday, to: startOfToday + 7 * DAY_MS - 1 };
    case "later":
      return { from: startOfToday + 7 * DAY_MS };
  }
}

export function isDueWithin(dueAt: number | null, { from, to }: DueRange): boolean {
  if (dueAt === null) return false;
  return (from === undefined || dueAt >= from) && (to === undefined || dueAt <= to);
}
