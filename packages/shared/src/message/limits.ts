export const MAX_MESSAGE_LENGTH = 100_000;
export const MAX_ATTACHMENTS = 10;
/** Different reactions to one message. */
export const MAX_REACTIONS = 20;

const EMOJI =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\u{FE0F}?\u{20E3})(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u{FE0F}|\u{200D}|\u{20E3}|[\u{E0020}-\u{E007F}]){0,14}$/u;

/** An answer that is longer than a message may be: its beginning, and a word that it goes on. The turn is paid for, so it is not lost. */
export function keptAnswer(answer: string): string {
  if (answer.length <= MAX_MESSAGE_LENGTH) return answer;
  const note = `\n\n(The answer goes on. What is beyond ${MAX_MESSAGE_LENGTH.toLocaleString("en")} characters was left out; ask for it as a document.)`;
  return `${answer.slice(0, MAX_MESSAGE_LENGTH - note.length)}${note}`;
}

/** One pictogram, as a keyboard of emoji sends it; no letters or words. */
export function isReaction(text: string): boolean {
  return EMOJI.test(text);
}

/** The beginning of a text on one line, for lists and notifications; says with "…" when something is left out. */
export function excerpt(text: string, length = 140): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}
