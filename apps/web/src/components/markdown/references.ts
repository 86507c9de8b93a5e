// Turns mentions and task numbers into links before the Markdown is read. Code and quotes stay as they are.
import { lexMentions } from "@mc/shared/message/mentions";

export const MENTION_HREF = "#mention";

const TASK_NUMBER = /(?<=^|[\s(])(?:MC-|#)\d{1,9}(?=$|[\s.,;:!?)])/g;

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
