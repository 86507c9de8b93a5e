import type { api } from "@mc/backend/api";
import { describeActivity, type SentencePart } from "@mc/shared/activity/describe";
import type { FunctionReturnType } from "convex/server";

export type Activity = FunctionReturnType<typeof api.activities.list>["page"][number];

/** The sentence of an activity, in parts. */
export function partsOf(activity: Activity): SentencePart[] {
  return describeActivity({ event: activity.event, actorName: activity.actor.name, target: activity.target });
}
