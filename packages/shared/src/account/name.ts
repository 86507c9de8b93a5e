/** Names of people, agents, accounts and roles: one line of visible text, because agents read them in their prompts. */

/** Control characters, line and paragraph breaks, what turns the direction of text, invisible tags, half characters. */
const REFUSED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;

/** The name with its white space trimmed and collapsed, or null when it holds what no name may hold. */
export function cleanName(text: string): string | null {
  if (REFUSED.test(text)) return null;
  return text.replace(/\s+/gu, " ").trim();
}
