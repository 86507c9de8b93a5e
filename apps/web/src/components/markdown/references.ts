// Turns mentions and task numbers into links before the Markdown is read. Code and quotes stay as they are.
import { lexMentions } from "@mc/shared/message/mentions";

export const MENTION_HREF = "#mention";

const TASK_NUMBER = /(?<=^|[\s(])(?:MC-|#)\d{1,9}(?=$|[\s.,;:!?)])/g;

/** The last part of an address of a document of the account, written with or without this site's own beginning; else null. */
export function documentIn(
  href: string | undefined,
  { accountSlug, origin }: { accountSlug: string; origin: string },
): string | null {
  const base = `${origin}/`;
  if (href === undefined || !URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  if (url.origin !== origin) return null;
  const [slug, place, id, ...rest] = url.pathname.split("/").slice(1);
  return slug === accountSlug && place === "docs" && rest.length === 0 && id ? id : null;
}

/** Where an address leads within this site, whichever way it is written; null when it leads elsewhere. */
export function ownPath(href: string | undefined, origin: string): string | null {
  if (href === undefined || href.startsWith("#")) return null;
  const base = `${origin}/`;
  if (!(href.startsWith("/") || URL.canParse(href)) || !URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : null;
}

/** Markdown that leads to a document. Nothing in a title becomes a mention or a link of its own within the link. */
export function documentLink({ title, href }: { title: string; href: string }): string {
  const text = escapeText(title)
    .replace(/(MC)-(?=\d)/g, "$1\\-")
    .replace(/#(?=\d)/g, "\\#")
    .replace(/@/g, "&#64;");
  return `[${text}](${href})`;
}

export function withReferences(
  source: string,
  options: { accountSlug: string; mentioned: readonly string[] },
): string {
  const mentioned = new Set(["all", "agents", ...options.mentioned].map((name) => name.toLowerCase()));
  return lexMentions(source)
    .map((token) => {
      if (token.kind === "mention")
        return mentioned.has(token.name.toLowerCase())
          ? `[@${escapeText(token.name)}](${MENTION_HREF})`
          : token.text;
      if (token.kind !== "text") return token.text;
      return token.text.replaceAll(TASK_NUMBER, (found) => taskLink(found, options.accountSlug));
    })
    .join("");
}

/** "#" would begin nothing here, but is escaped so that it never can. */
function taskLink(found: string, accountSlug: string): string {
  return `[${found.replace("#", "\\#")}](/${accountSlug}/tasks/${found.replace(/\D+/, "")})`;
}

function escapeText(text: string): string {
  return text.replace(/([\\[\]*_`])/g, "\\$1");
}
