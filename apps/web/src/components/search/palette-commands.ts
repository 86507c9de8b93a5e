// "assign mc-42 to theo", typed into the palette, as slash commands of that task. Pure.
import { parseCommand } from "@mc/shared/message/commands";
import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { STATUS_LABEL, TASK_STATUSES } from "@mc/shared/task/status";

export type PaletteCommand = {
  readonly label: string;
  readonly taskNumber: number;
  /** As it would be typed into the task's thread. */
  readonly text: string;
};

export type Someone = { readonly name: string; readonly slug: string };

const SHOWN = 6;
const VERBS = ["assign", "move", "status", "priority", "due", "label", "done", "stop"] as const;
type Verb = (typeof VERBS)[number];

/** What the query asks to do with a task; several when its end is open. Empty when it asks for nothing of the kind. */
export function paletteCommands(query: string, people: readonly Someone[]): PaletteCommand[] {
  const match = /^([a-z]+)\s+(?:mc-|#)?(\d{1,9})(?:\s+(?:to\s+)?(.*))?$/i.exec(query.trim());
  const verb = VERBS.find((each) => each === match?.[1]?.toLowerCase());
  if (!match || !verb) return [];
  const taskNumber = Number(match[2]);
  const rest = (match[3] ?? "").trim();
  return choices(verb, rest, people)
    .slice(0, SHOWN)
    .filter(({ text }) => parseCommand(text).kind === "command")
    .map(({ text, words }) => ({ taskNumber, text, label: words(`MC-${taskNumber}`) }));
}

type Choice = { text: string; words: (key: string) => string };

function choices(verb: Verb, rest: string, people: readonly Someone[]): Choice[] {
  const begins = (text: string): boolean => text.toLowerCase().startsWith(rest.toLowerCase());
  switch (verb) {
    case "assign":
      return people
        .filter(({ name, slug }) => begins(slug) || name.split(" ").some(begins) || begins(name))
        .map(({ name, slug }) => ({ text: `/assign @${slug}`, words: (key) => `Assign ${key} to ${name}` }));
    case "move":
    case "status":
      return TASK_STATUSES.filter((status) => status !== "archived" && begins(STATUS_LABEL[status])).map(
        (status) => ({
          text: `/status ${STATUS_LABEL[status].toLowerCase()}`,
          words: (key) => `Move ${key} to ${STATUS_LABEL[status]}`,
        }),
      );
    case "priority":
      return PRIORITIES.filter((priority) => begins(PRIORITY_LABEL[priority])).map((priority) => ({
        text: `/priority ${priority}`,
        words: (key) => `Set the priority of ${key} to ${PRIORITY_LABEL[priority]}`,
      }));
    case "due":
      return (rest ? [rest] : ["today", "tomorrow", "1w", "none"]).map((when) => ({
        text: `/due ${when}`,
        words: (key) => (when === "none" ? `Clear the due date of ${key}` : `${key} is due ${when}`),
      }));
    case "label":
      return rest ? [{ text: `/label ${rest}`, words: (key) => `Label ${key} with ${rest}` }] : [];
    case "done":
      return [{ text: "/done", words: (key) => `Mark ${key} done` }];
    case "stop":
      return [{ text: "/stop", words: (key) => `Stop the work on ${key}` }];
  }
}
