/** Which events a webhook asks for: kinds of activities by name, or whole groups of them, as the feed has them. */
import { activityGroup } from "../activity/groups.ts";
import type { ActivityType } from "../activity/types.ts";

/** `events` holds types ("task_created") and groups ("tasks"); null stands for all. */
export function isEventWanted(events: readonly string[] | null, type: ActivityType): boolean {
  return events === null || events.includes(type) || events.includes(activityGroup(type));
}
