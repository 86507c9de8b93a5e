import { ActorAvatar } from "@/components/people/ActorAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { cn } from "@/lib/cn";
import type { Activity } from "./activity";
import { Sentence } from "./Sentence";

function bringIntoView(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: "center" });
}

/** Activities as sentences with their time. `iconOf` gives agents their glyph. */
export function FeedList({
  activities,
  accountSlug,
  iconOf,
  markedId = null,
}: {
  activities: readonly Activity[];
  accountSlug: string;
  iconOf: (agentId: string) => string | null;
  /** The event that a link meant: marked, and brought into view once. */
  markedId?: string | null;
}) {
  return (
    <ol className="flex flex-col">
      {activities.map((activity) => (
        <li
          key={activity.activityId}
          ref={activity.activityId === markedId ? bringIntoView : undefined}
          aria-current={activity.activityId === markedId ? "true" : undefined}
          className={cn(
            "flex items-start gap-2.5 py-1.5 compact:py-1",
            activity.activityId === markedId && "-mx-2 rounded-sm bg-accent-wash px-2",
          )}
        >
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
