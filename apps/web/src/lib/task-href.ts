import { LEAD_CHAT_NUMBER } from "@mc/shared/task/limits";

/** The page of a task, or the page on which the squad lead's chat is open. `place` is a message, turn or tab of it. */
export function taskHref(accountSlug: string, number: number, place: Record<string, string> = {}): string {
  const query = new URLSearchParams(place);
  if (number === LEAD_CHAT_NUMBER) {
    query.set("chat", "open");
    return `/${accountSlug}?${query}`;
  }
  return `/${accountSlug}/tasks/${number}${query.size > 0 ? `?${query}` : ""}`;
}
