// Turns mentions and task numbers into links before the Markdown is read. Code and quotes stay as they are.
import { lexMentions } from "@mc/shared/message/mentions";

export const MENTION_HREF = "#mention";

const TASK_NUMBER = /(^|[\s(])(MC-|#)(\d{1,9})(?=$|[\s.,;:!?)])/g;

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
      return token.text.replace(
        TASK_NUMBER,
        (_whole, before: string, prefix: string, number: string) =>
          `${before}[${prefix === "#" ? "\\#" : prefix}${number}](/${options.accountSlug}/tasks/${number})`,
      );
    })
    .join("");
}

function escapeText(text: string): string {
  return text.replace(/([\\[\]*_`])/g, "\\$1");
}
