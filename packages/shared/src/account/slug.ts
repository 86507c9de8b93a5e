/** Path words of the web app and the host; an account must not shadow them. */
export const RESERVED_SLUGS: readonly string[] = [
  "api",
  "sign-in",
  "sign-up",
  "sign-out",
  "new-account",
  "deletions",
  "gallery",
  "invite",
  "unsubscribe",
  "convex",
  "admin",
  "auth",
  "account",
  "accounts",
  "settings",
  "help",
  "docs",
  "about",
  "assets",
  "static",
  "public",
  "_next",
  "favicon",
  "robots",
  "healthz",
  "readyz",
  "metrics",
  "version",
  "login",
  "logout",
  "signup",
  "register",
  "mcp",
  "www",
  "app",
];

/** Words that a mention means as a group; no person or agent may be called so. */
export const RESERVED_HANDLES: readonly string[] = ["all", "agents", "everyone", "here", "system"];

export const MAX_SLUG_LENGTH = 40;

/** Lower-case ASCII words joined by "-"; accents are dropped. Empty when the text has no letter or digit. */
export function slugify(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/^-+|-+$/g, "");
}

/** The nth candidate for a slug: the plain one, then "-2", "-3" …, cut so that the limit holds. */
export function slugCandidate(base: string, nth: number): string {
  if (nth <= 1) return base;
  const suffix = `-${nth}`;
  return base.slice(0, MAX_SLUG_LENGTH - suffix.length).replace(/-+$/, "") + suffix;
}
