// What is being typed at the caret, and what it could become: a mention, a task, a command or a word of one. Pure.

import { COMMAND_HELP, completeCommand } from "@mc/shared/message/commands";
import type { RosterEntry } from "@mc/shared/message/mentions";
import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { STATUS_LABEL, TASK_STATUSES } from "@mc/shared/task/status";
import { documentLink } from "@/components/markdown/references";

export type Typed = { readonly start: number; readonly end: number; readonly text: string };

export type MentionChoice = {
  readonly kind: RosterEntry["kind"] | "group";
  readonly name: string;
  readonly slug: string;
  readonly hint: string;
  readonly icon: string | null;
};

/** One thing that the typed text can become; `insert` takes its place. */
export type Completion = {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly insert: string;
  readonly sign: MentionChoice | "command" | "task" | "document";
};

/** The "@word" that ends at the caret; null when the caret is elsewhere, or in an e-mail address. */
export function mentionQueryAt(source: string, caret: number): Typed | null {
  const before = source.slice(0, caret);
  const found = /(^|[\s([{,;:!?'"*_-])@([\p{L}\p{N}-]{0,40})$/u.exec(before);
  if (!found) return null;
  const text = found[2] ?? "";
  return { start: caret - text.length - 1, end: caret, text };
}

/** The "#words" that end at the caret: a task by its number, or a task or document by words of its title. */
export function referenceQueryAt(source: string, caret: number): Typed | null {
  const found = /(^|[\s(])#([\p{L}\p{N}][\p{L}\p{N}-]{0,40})$/u.exec(source.slice(0, caret));
  if (!found) return null;
  const text = found[2] ?? "";
  return { start: caret - text.length - 1, end: caret, text };
}

/** Choices that begin with the text, then those that contain it; whole names count word by word. */
export function matchMentions(choices: readonly MentionChoice[], text: string): MentionChoice[] {
  const wanted = text.toLowerCase();
  const rank = (choice: MentionChoice): number => {
    const words = [choice.slug, ...choice.name.toLowerCase().split(/\s+/)];
    if (words.some((word) => word.startsWith(wanted))) return 0;
    return `${choice.slug} ${choice.name}`.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return choices
    .map((choice, index) => ({ choice, index, rank: rank(choice) }))
    .filter((entry) => entry.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, 8)
    .map((entry) => entry.choice);
}

type Hit = {
  readonly title: { readonly text: string };
  readonly target: { readonly kind: string; readonly number?: number; readonly documentId?: string };
};

/** What a hit of the search becomes in a text: a task its number, a document a link to it. */
export function referenceTo({ title: { text: label }, target }: Hit, accountSlug: string): Completion[] {
  if (target.kind === "task" && target.number !== undefined) {
    const key = String(target.number);
    return [{ key, label, hint: `MC-${key}`, insert: `#${key} `, sign: "task" }];
  }
  if (target.kind === "document" && target.documentId !== undefined) {
    const link = documentLink({ title: label, href: `/${accountSlug}/docs/${target.documentId}` });
    return [{ key: target.documentId, label, hint: "Document", insert: `${link} `, sign: "document" }];
  }
  return [];
}

export type Completing = { readonly typed: Typed; readonly items: readonly Completion[] };

/** Everything that the text at the caret could become, without what has to be asked of the server. */
export function completionsAt(
  source: string,
  caret: number,
  options: { mentions: readonly MentionChoice[]; hasCommands: boolean },
): Completing | null {
  const mention = mentionQueryAt(source, caret);
  if (mention) {
    const found = matchMentions(options.mentions, mention.text);
    return {
      typed: mention,
      items: found.map((choice) => ({
        key: choice.slug,
        label: choice.name,
        hint: choice.hint,
        insert: `@${choice.slug} `,
        sign: choice,
      })),
    };
  }
  return options.hasCommands ? commandsAt(source, caret) : null;
}

function commandsAt(source: string, caret: number): Completing | null {
  const before = source.slice(0, caret);
  const names = completeCommand(before);
  if (names.length > 0) {
    return {
      typed: { start: 0, end: caret, text: before },
      items: names.map((name) => ({
        key: name,
        label: COMMAND_HELP[name].usage,
        hint: COMMAND_HELP[name].text,
        insert: name === "done" || name === "help" ? `/${name}` : `/${name} `,
        sign: "command",
      })),
    };
  }
  const word = /^\/(status|priority|due) (\S*)$/i.exec(before);
  if (!word) return null;
  const [, name = "", text = ""] = word;
  const values = VALUES[name.toLowerCase()] ?? [];
  return {
    typed: { start: caret - text.length, end: caret, text },
    items: values
      .filter((value) => value.toLowerCase().startsWith(text.toLowerCase()) && value !== text)
      .map((value) => ({ key: value, label: value, hint: "", insert: value, sign: "command" })),
  };
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: TASK_STATUSES.filter((status) => status !== "archived").map((status) =>
    STATUS_LABEL[status].toLowerCase(),
  ),
  priority: PRIORITIES.map((priority) => PRIORITY_LABEL[priority].toLowerCase()),
  due: ["today", "tomorrow", "friday", "1w", "none"],
};

/** The text with the completion in its place, and where the caret goes. */
export function complete(
  source: string,
  typed: Pick<Typed, "start" | "end">,
  insert: string,
): { text: string; caret: number } {
  const rest = source.slice(typed.end);
  const tail = insert.endsWith(" ") ? rest.replace(/^ /, "") : rest;
  return { text: source.slice(0, typed.start) + insert + tail, caret: typed.start + insert.length };
}
