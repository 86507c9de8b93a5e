/** Checks of texts that people and agents send: trimmed, not empty, not too long. */
import { cleanName } from "@mc/shared/account/name";
import { foldedWords } from "@mc/shared/search/fold";
import { invalid, tooLarge } from "../functions/errors";

type TextRule = { what: string; field: string; max: number };

export function requireText(text: string, { what, field, max }: TextRule): string {
  const trimmed = text.trim();
  if (!trimmed) throw invalid(`${what} is missing.`, field);
  if (trimmed.length > max) throw tooLarge(what, max);
  return trimmed;
}

/** A text that agents read as a name: no line break in it can look like an instruction of its own. */
export function requireName(text: string, rule: TextRule): string {
  const name = cleanName(text);
  if (name === null) {
    throw invalid(`${rule.what} must be one line without control characters.`, rule.field);
  }
  return requireText(name, rule);
}

export function requireAtMost(text: string, { what, max }: Omit<TextRule, "field">): string {
  if (text.length > max) throw tooLarge(what, max);
  return text;
}

/** The field beside a searchable text that finds its accented words without accents. */
export function foldedField(text: string): { folded: string } {
  return { folded: foldedWords(text) };
}
