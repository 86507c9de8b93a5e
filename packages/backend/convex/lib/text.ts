/** Checks of texts that people and agents send: trimmed, not empty, not too long. */
import { foldedWords } from "@mc/shared/search/fold";
import { invalid, tooLarge } from "../functions/errors";

type TextRule = { what: string; field: string; max: number };

export function requireText(text: string, { what, field, max }: TextRule): string {
  const trimmed = text.trim();
  if (!trimmed) throw invalid(`${what} is missing.`, field);
  if (trimmed.length > max) throw tooLarge(what, max);
  return trimmed;
}

export function requireAtMost(text: string, { what, max }: Omit<TextRule, "field">): string {
  if (text.length > max) throw tooLarge(what, max);
  return text;
}

/** The field beside a searchable text that finds its accented words without accents. */
export function foldedField(text: string): { folded: string } {
  return { folded: foldedWords(text) };
}
