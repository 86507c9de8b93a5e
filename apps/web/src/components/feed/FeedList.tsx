import { ActorAvatar } from "@/components/people/ActorAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import type { Activity } from "./activity";
import { Sentence } from "./Sentence";

/** Activities as sentences with their time. `iconOf` gives agents their glyph. */
export function FeedList({
  activities,
  accountSlug,
  iconOf,
}: {
  activities: readonly Activity[];
  accountSlug: string;
  iconOf: (agentId: string) => string | null;
}) {
  return (
    <ol className="flex flex-col">
      {activities.map((activity) => (
        <li key={activity.activityId} className="flex items-start gap-2.5 py-1.5 compact:py-1">
          <span className="flex w-5 shrink-0 justify-center pt-px">
            {activity.actor.kind === "system" ? (
              <span aria-hidden className="mt-1.5 size-1.5 rounded-full bg-line-strong" />
            ) : (
              <ActorAvatar
                kind={activity.actor.kind}
                name={activity.actor.name}
                icon={iconOf(activity.actor.id)}
                size="sm"
              />
            )}
          </span>
          <p className="min-w-0 flex-1 text-ink-2 text-sm">
            <Sentence activity={activity} accountSlug={accountSlug} />
          </p>
          <RelativeTime at={activity.at} className="pt-0.5" />
        </li>
      ))}
    </ol>
  );
}
