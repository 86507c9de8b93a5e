"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { ActorAvatar } from "@/components/people/ActorAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { cn } from "@/lib/cn";
import type { Activity } from "./activity";
import { toBursts } from "./bursts";
import { Sentence } from "./Sentence";

type Props = {
  activities: readonly Activity[];
  accountSlug: string;
  iconOf: (agentId: string) => string | null;
  /** The event that a link meant: marked, and brought into view once. */
  markedId?: string | null;
};

function bringIntoView(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: "center" });
}

/** Activities as sentences with their time, bursts of one actor folded. `iconOf` gives agents their glyph. */
export function FeedList({ activities, accountSlug, iconOf, markedId = null }: Props) {
  return (
    <ol className="flex flex-col">
      {toBursts(activities).map((item) =>
        item.kind === "event" ? (
          <Row
            key={item.activity.activityId}
            activity={item.activity}
            accountSlug={accountSlug}
            iconOf={iconOf}
            isMarked={item.activity.activityId === markedId}
          />
        ) : (
          <Burst
            key={item.key}
            activities={item.activities}
            accountSlug={accountSlug}
            iconOf={iconOf}
            markedId={markedId}
          />
        ),
      )}
    </ol>
  );
}

/** The newest of a burst, and how many came before it. */
function Burst({ activities, accountSlug, iconOf, markedId = null }: Props) {
  const hasMarked = activities.some((each) => each.activityId === markedId);
  const [isOpen, setOpen] = useState(hasMarked);
  const [newest, ...earlier] = activities;
  if (!newest) return null;
  const isShown = isOpen || hasMarked;
  return (
    <>
      <Row
        activity={newest}
        accountSlug={accountSlug}
        iconOf={iconOf}
        isMarked={newest.activityId === markedId}
      />
      <li className="pb-1 pl-7.5">
        <button
          type="button"
          aria-expanded={isShown}
          onClick={() => setOpen(!isShown)}
          className="-ml-1 inline-flex min-h-6 items-center pointer-coarse:-my-2 pointer-coarse:min-h-10 gap-1 rounded-xs px-1 text-ink-3 text-xs hover:bg-hover hover:text-ink"
        >
          <ChevronRight aria-hidden className={cn("size-3 transition-transform", isShown && "rotate-90")} />
          {isShown ? "Fold" : `and ${earlier.length} more just before`}
        </button>
      </li>
      {isShown
        ? earlier.map((activity) => (
            <Row
              key={activity.activityId}
              activity={activity}
              accountSlug={accountSlug}
              iconOf={iconOf}
              isMarked={activity.activityId === markedId}
              isQuiet
            />
          ))
        : null}
    </>
  );
}

function Row(props: {
  activity: Activity;
  accountSlug: string;
  iconOf: (agentId: string) => string | null;
  isMarked: boolean;
  /** Under the avatar of its burst. */
  isQuiet?: boolean;
}) {
  const { activity, accountSlug, iconOf, isMarked, isQuiet = false } = props;
  return (
    <li
      ref={isMarked ? bringIntoView : undefined}
      aria-current={isMarked ? "true" : undefined}
      className={cn(
        "flex items-start gap-2.5 py-1.5 compact:py-1",
        isMarked && "-mx-2 rounded-sm bg-accent-wash px-2",
      )}
    >
      <span className="-mt-px flex w-5 shrink-0 justify-center">
        {isQuiet || activity.actor.kind === "system" ? (
          <span aria-hidden className="mt-1.75 size-1.5 rounded-full bg-line-strong" />
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
      <RelativeTime at={activity.at} className="pt-px" />
    </li>
  );
}
