/** What the feed can be narrowed to. A type belongs to a group by its first word, so that a new type has its place at once. */
import type { ActivityType } from "./types.ts";

export const ACTIVITY_GROUPS = [
  "tasks",
  "messages",
  "documents",
  "turns",
  "agents",
  "people",
  "account",
] as const;
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number];

export const ACTIVITY_GROUP_LABEL = {
  tasks: "Tasks",
  messages: "Messages",
  documents: "Documents",
  turns: "Turns and approvals",
  agents: "Agents",
  people: "People",
  account: "Account and runtime",
} as const satisfies Record<ActivityGroup, string>;

const GROUP_OF_WORD: Readonly<Record<string, ActivityGroup>> = {
  task: "tasks",
  recurrence: "tasks",
  message: "messages",
  document: "documents",
  folder: "documents",
  run: "turns",
  approval: "turns",
  loop: "turns",
  agent: "agents",
  skill: "agents",
  member: "people",
  invitation: "people",
};

export function activityGroup(type: ActivityType): ActivityGroup {
  const [word = ""] = type.split("_");
  return GROUP_OF_WORD[word] ?? "account";
}
