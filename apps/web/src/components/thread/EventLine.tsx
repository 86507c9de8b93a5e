import { Sentence } from "@/components/feed/Sentence";
import { RelativeTime } from "@/components/people/RelativeTime";
import type { TaskActivity } from "./types";

/** A quiet line between messages: who changed what. */
export function EventLine({ activity, accountSlug }: { activity: TaskActivity; accountSlug: string }) {
  return (
    <p className="flex items-baseline gap-2 pl-8.5 text-ink-3 text-xs">
      <span className="min-w-0">
        <Sentence activity={activity} accountSlug={accountSlug} isInTask />
      </span>
      <RelativeTime at={activity.at} className="ml-auto shrink-0" />
    </p>
  );
}
