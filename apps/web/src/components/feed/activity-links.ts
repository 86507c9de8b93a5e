import type { Activity } from "./activity";

/** The page on which an activity's target is found; null when it has none. */
export function activityHref(activity: Activity, accountSlug: string): string | null {
  const { kind, number } = activity.target;
  const base = `/${accountSlug}`;
  if (typeof number === "number") return `${base}/tasks/${number}`;
  switch (kind) {
    case "agent":
      return `${base}/agents`;
    case "member":
    case "invitation":
      return `${base}/settings/members`;
    case "account":
      return `${base}/settings`;
    case "task":
    case "message":
    case "document":
    case "run":
    case "runtime":
    case "service_token":
      return null;
  }
}
