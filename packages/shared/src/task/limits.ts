/** Sizes of a task's parts, in characters or pieces; the server refuses beyond, the forms stop before. */
export const TASK_LIMITS = {
  title: 500,
  description: 100_000,
  labels: 20,
  label: 40,
  assignees: 20,
  /** Cards of a column that come with the board: more than a tall screen shows at once. */
  columnCards: 20,
} as const;

/** The number that no task has: the thread of the account with its squad lead stands under it. */
export const LEAD_CHAT_NUMBER = 0;

/** How people write a task's number: "MC-42"; the thread with the squad lead is called by its name. */
export function taskKey(number: number): string {
  return number === LEAD_CHAT_NUMBER ? "the squad lead's chat" : `MC-${number}`;
}

/** Labels as people write several of them: with commas between. */
export function splitLabels(text: string): string[] {
  return normaliseLabels(text.split(","));
}

/** Trimmed, empty and repeated labels dropped, order kept. */
export function normaliseLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => label.trim().replace(/\s+/g, " ")).filter(Boolean))];
}
