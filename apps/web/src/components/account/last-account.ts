const KEY = "mc-last-account";

/** The account that this browser showed last opens first. */
export function rememberAccount(slug: string): void {
  localStorage.setItem(KEY, slug);
}

export function lastAccount(): string | null {
  return localStorage.getItem(KEY);
}
