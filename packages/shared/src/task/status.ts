/** The life of a task. What may follow what is decided in ./transitions.ts alone. */
export const TASK_STATUSES = [
  "inbox",
  "assigned",
  "in_progress",
  "review",
  "done",
  "blocked",
  "archived",
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Columns of the board, left to right. */
export const BOARD_STATUSES = ["inbox", "assigned", "in_progress", "review", "blocked", "done"] as const;

/** Statuses that count as open work. */
export const OPEN_STATUSES = ["inbox", "assigned", "in_progress", "review", "blocked"] as const;

export const STATUS_LABEL = {
  inbox: "Inbox",
  assigned: "Assigned",
  in_progress: "In progress",
  review: "Review",
  done: "Done",
  blocked: "Blocked",
  archived: "Archived",
} as const satisfies Record<TaskStatus, string>;

/** A status with what belongs to it: blocked has a reason, done and archived have their time. */
export type TaskState =
  | { status: "inbox" }
  | { status: "assigned" }
  | { status: "in_progress" }
  | { status: "review" }
  | { status: "blocked"; reason: string; since: number }
  | { status: "done"; at: number }
  /** `doneAt`: when it was done, for one that was archived as done. */
  | { status: "archived"; at: number; from: TaskStatus; doneAt?: number };

/** When it was done, also once it lies in the archive; null for what is not done. */
export function doneAtOf(state: TaskState): number | null {
  if (state.status === "done") return state.at;
  return state.status === "archived" ? (state.doneAt ?? null) : null;
}

export function isTaskStatus(value: string): value is TaskStatus {
  return TASK_STATUSES.some((status) => status === value);
}
