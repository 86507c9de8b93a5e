import type { Activity } from "./activity";

const PLACE: Readonly<Partial<Record<Activity["target"]["kind"], string>>> = {
  account: "/settings",
  agent: "/agents",
  invitation: "/settings/members",
  member: "/settings/members",
};

/** The page on which an activity's target is found; null when it has none. */
export function activityHref(activity: Activity, accountSlug: string): string | null {
  const { kind, number } = activity.target;
  if (typeof number === "number") return `/${accountSlug}/tasks/${number}`;
  const place = PLACE[kind];
  return place === undefined ? null : `/${accountSlug}${place}`;
}
