// The order of the list of tasks. Pure.
import { TASK_STATUSES } from "@mc/shared/task/status";
import type { TaskCard } from "./types";

export const SORT_KEYS = ["number", "title", "status", "priority", "due", "updated"] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type Sort = { readonly key: SortKey; readonly isDescending: boolean };

/** As the server sends them: newest first. */
export const SERVER_ORDER: Sort = { key: "number", isDescending: true };

/** "priority" ascending, "-priority" descending; anything else is the server's order. */
export function readSort(text: string): Sort {
  const isDescending = text.startsWith("-");
  const key = SORT_KEYS.find((each) => each === text.slice(isDescending ? 1 : 0));
  return key ? { key, isDescending } : SERVER_ORDER;
}

export function writeSort({ key, isDescending }: Sort): string {
  return `${isDescending ? "-" : ""}${key}`;
}

export function isServerOrder(sort: Sort): boolean {
  return sort.key === SERVER_ORDER.key && sort.isDescending === SERVER_ORDER.isDescending;
}

/** A copy in the wanted order; equal ones newest first, tasks without a due date last either way. */
export function sortTasks(tasks: readonly TaskCard[], { key, isDescending }: Sort): TaskCard[] {
  const sign = isDescending ? -1 : 1;
  return [...tasks].sort((a, b) => {
    if (key === "due" && (a.dueAt === null || b.dueAt === null))
      return Number(a.dueAt === null) - Number(b.dueAt === null) || b.number - a.number;
    return sign * compare(a, b, key) || b.number - a.number;
  });
}

function compare(a: TaskCard, b: TaskCard, key: SortKey): number {
  switch (key) {
    case "number":
      return a.number - b.number;
    case "title":
      return a.title.localeCompare(b.title);
    case "status":
      return TASK_STATUSES.indexOf(a.status) - TASK_STATUSES.indexOf(b.status);
    case "priority":
      return a.priority - b.priority;
    case "due":
      return (a.dueAt ?? 0) - (b.dueAt ?? 0);
    case "updated":
      return a.updatedAt - b.updatedAt;
  }
}
