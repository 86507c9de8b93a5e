// Which events the audit log shows. Pure.
import type { Activity } from "@/components/feed/activity";

/** Groups by the first word of an event's type; each with what people call it. */
export const EVENT_GROUPS = {
  task: "Tasks",
  message: "Messages",
  document: "Documents",
  agent: "Agents",
  run: "Turns",
  member: "Members",
  invitation: "Invitations",
  runtime: "Runtime",
  service: "Tokens",
  account: "Account",
} as const;
export type EventGroup = keyof typeof EVENT_GROUPS;
export const EVENT_GROUP_KEYS = Object.keys(EVENT_GROUPS) as EventGroup[];

export type AuditFilter = { readonly group: EventGroup | null; readonly actorId: string | null };

export function passes(activity: Pick<Activity, "type" | "actor">, { group, actorId }: AuditFilter): boolean {
  if (group !== null && !activity.type.startsWith(`${group}_`)) return false;
  return actorId === null || activity.actor.id === actorId;
}
