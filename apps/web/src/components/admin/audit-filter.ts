// Which events the audit log shows. Pure.
import type { Activity } from "@/components/feed/activity";

/** Groups by the first word of an event's type; each with what people call it. */
export const EVENT_GROUPS = {
  task: "Tasks",
  message: "Messages",
  document: "Documents",
  agent: "Agents",
  skill: "Skills",
  run: "Turns and approvals",
  budget: "Budgets and prices",
  member: "Members",
  invitation: "Invitations",
  runtime: "Runtime",
  service: "Tokens",
  webhook: "Webhooks",
  account: "Account",
} as const;
export type EventGroup = keyof typeof EVENT_GROUPS;
export const EVENT_GROUP_KEYS = Object.keys(EVENT_GROUPS) as EventGroup[];

/** First words of types that stand in the group of another; what stands in none is about the account. */
const GROUP_OF_WORD: Readonly<Record<string, EventGroup>> = {
  recurrence: "task",
  folder: "document",
  approval: "run",
  loop: "run",
  price: "budget",
  rollout: "runtime",
  incoming: "webhook",
};

function groupOf(type: string): EventGroup {
  const [word = ""] = type.split("_");
  return EVENT_GROUP_KEYS.find((key) => key === word) ?? GROUP_OF_WORD[word] ?? "account";
}

export type AuditFilter = { readonly group: EventGroup | null; readonly actorId: string | null };

export function passes(activity: Pick<Activity, "type" | "actor">, { group, actorId }: AuditFilter): boolean {
  if (group !== null && groupOf(activity.type) !== group) return false;
  return actorId === null || activity.actor.id === actorId;
}
