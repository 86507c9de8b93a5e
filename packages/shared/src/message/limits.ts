export const MAX_MESSAGE_LENGTH = 100_000;

/** The beginning of a text on one line, for lists and notifications; says with "…" when something is left out. */
export function excerpt(text: string, length = 140): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}
