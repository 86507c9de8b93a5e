export const SEARCH_TYPES = ["task", "message", "document", "agent", "member", "run"] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

export const SEARCH_LIMITS = {
  /** Characters of a query. */
  text: 200,
  perType: 30,
  defaultPerType: 8,
} as const;

/** The number in "MC-42", "#42" or "42"; null when the text is no number of a task. */
export function taskNumberIn(text: string): number | null {
  const digits = /^(?:mc-|#)?(\d{1,9})$/i.exec(text.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}
