/** Sizes of a task's parts, in characters or pieces; the server refuses beyond, the forms stop before. */
export const TASK_LIMITS = {
  title: 500,
  description: 100_000,
  labels: 20,
  label: 40,
  assignees: 20,
  /** Cards that the first page of a column shows. */
  columnCards: 50,
} as const;

/** How people write a task's number: "MC-42". */
export function taskKey(number: number): string {
  return `MC-${number}`;
}

/** Trimmed, empty and repeated labels dropped, order kept. */
export function normaliseLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => label.trim().replace(/\s+/g, " ")).filter(Boolean))];
}
