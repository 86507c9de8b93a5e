// The mention that is being typed at the caret, and the people and agents that it could mean. Pure.
import type { RosterEntry } from "@mc/shared/message/mentions";

export type MentionQuery = { readonly start: number; readonly end: number; readonly text: string };

export type MentionChoice = {
  readonly kind: RosterEntry["kind"] | "group";
  readonly name: string;
  readonly slug: string;
  readonly hint: string;
  readonly icon: string | null;
};

/** The "@word" that ends at the caret; null when the caret is elsewhere, or in an e-mail address. */
export function mentionQueryAt(source: string, caret: number): MentionQuery | null {
  const before = source.slice(0, caret);
  const found = /(^|[\s([{,;:!?'"*_-])@([\p{L}\p{N}-]{0,40})$/u.exec(before);
  if (!found) return null;
  const text = found[2] ?? "";
  return { start: caret - text.length - 1, end: caret, text };
}

/** Choices that begin with the text, then those that contain it; whole names count word by word. */
export function matchMentions(choices: readonly MentionChoice[], text: string): MentionChoice[] {
  const wanted = text.toLowerCase();
  const rank = (choice: MentionChoice): number => {
    const words = [choice.slug, ...choice.name.toLowerCase().split(/\s+/)];
    if (words.some((word) => word.startsWith(wanted))) return 0;
    return `${choice.slug} ${choice.name}`.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return choices
    .map((choice, index) => ({ choice, index, rank: rank(choice) }))
    .filter((entry) => entry.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, 8)
    .map((entry) => entry.choice);
}

/** The text with the mention completed, and where the caret goes. */
export function completeMention(
  source: string,
  query: MentionQuery,
  choice: MentionChoice,
): { text: string; caret: number } {
  const mention = `@${choice.slug} `;
  const rest = source.slice(query.end).replace(/^ /, "");
  return { text: source.slice(0, query.start) + mention + rest, caret: query.start + mention.length };
}
