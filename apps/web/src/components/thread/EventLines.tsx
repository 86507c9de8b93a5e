import { Sentence } from "@/components/feed/Sentence";
import { RelativeTime } from "@/components/people/RelativeTime";
import type { TaskActivity } from "./types";

/** Quiet lines between messages: who changed what. */
export function EventLines({
  activities,
  accountSlug,
}: {
  activities: readonly TaskActivity[];
  accountSlug: string;
}) {
  return (
    <ul className="flex flex-col gap-1 pl-8.5 text-ink-3 text-xs">
      {activities.map((activity) => (
        <li key={activity.activityId} className="flex items-baseline justify-between gap-3">
          <span className="min-w-0">
            <Sentence activity={activity} accountSlug={accountSlug} isInTask />
          </span>
          <RelativeTime at={activity.at} className="shrink-0" />
        </li>
      ))}
    </ul>
  );
}
