import type { api } from "@mc/backend/api";
import { describeActivity, type SentencePart } from "@mc/shared/activity/describe";
import type { FunctionReturnType } from "convex/server";
import { plainText } from "@/components/markdown/plain-text";

export type Activity = FunctionReturnType<typeof api.activities.list>["page"][number];

/** The sentence of an activity, in parts. */
export function partsOf(activity: Activity): SentencePart[] {
  const parts = describeActivity({
    event: activity.event,
    actorName: activity.actor.name,
    target: activity.target,
  });
  // An excerpt is shown as text: its Markdown signs would only be noise.
  return activity.event.type === "message_created"
    ? parts.map((part) => (part.kind === "value" ? { ...part, text: plainText(part.text) } : part))
    : parts;
}
