// What was opened from a search lately, kept in this browser per account: most of what one looks for was looked for before.
import { SEARCH_TYPES, type SearchType } from "@mc/shared/search/types";

export type Recent = {
  readonly href: string;
  readonly title: string;
  readonly detail: string;
  readonly type: SearchType;
};

const KEPT = 8;
const keyOf = (accountSlug: string) => `mc-recent:${accountSlug}`;

export function readRecent(accountSlug: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(accountSlug)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return [];
  }
}

/** The newest comes first and only once. */
export function rememberRecent(accountSlug: string, opened: Recent): void {
  const rest = readRecent(accountSlug).filter((each) => each.href !== opened.href);
  localStorage.setItem(keyOf(accountSlug), JSON.stringify([opened, ...rest].slice(0, KEPT)));
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string): boolean => typeof Reflect.get(value, name) === "string";
  return (
    has("href") &&
    has("title") &&
    has("detail") &&
    SEARCH_TYPES.some((type) => type === Reflect.get(value, "type"))
  );
}
