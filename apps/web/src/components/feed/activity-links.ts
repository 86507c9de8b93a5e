import { taskHref } from "@/lib/task-href";
import type { Activity } from "./activity";

const PLACE: Readonly<Partial<Record<Activity["target"]["kind"], string>>> = {
  account: "/settings",
  runtime: "/admin/runtimes",
  rollout: "/admin/fleet",
  service_token: "/settings/runtime",
  invitation: "/settings/members",
  member: "/settings/members",
};

/** The page on which an activity's target is found; null when it has none. */
export function activityHref(activity: Activity, accountSlug: string): string | null {
  const { kind, number } = activity.target;
  if (typeof number === "number") return taskHref(accountSlug, number, placeOf(activity));
  if (kind === "agent") return `/${accountSlug}/agents/${activity.target.id}`;
  if (kind === "skill") return `/${accountSlug}/admin/skills?skill=${activity.target.id}`;
  if (kind === "document") return `/${accountSlug}/docs/${activity.target.id}`;
  if (kind === "standup") return `/${accountSlug}/standup?day=${activity.target.label}`;
  const place = PLACE[kind];
  return place === undefined ? null : `/${accountSlug}${place}`;
}

/** The message or the turn itself, inside its task. */
function placeOf({ target }: Activity): Record<string, string> {
  if (target.kind === "message") return { message: target.id };
  return target.kind === "run" ? { run: target.id } : {};
}
