// Several events of one actor about one thing, close together, as one line that unfolds. Pure.
import type { Activity } from "./activity";

const WITHIN_MS = 10 * 60_000;
/** Fewer are shown each by itself. */
const MIN_LENGTH = 3;

export type FeedItem =
  | { readonly kind: "event"; readonly activity: Activity }
  | { readonly kind: "burst"; readonly key: string; readonly activities: readonly Activity[] };

/** `activities` newest first, as they come; keeps their order. */
export function toBursts(activities: readonly Activity[]): FeedItem[] {
  const runs: Activity[][] = [];
  for (const activity of activities) {
    const last = runs.at(-1)?.at(-1);
    if (last && belongsTo(last, activity)) runs.at(-1)?.push(activity);
    else runs.push([activity]);
  }
  return runs.flatMap((run): FeedItem[] =>
    run.length < MIN_LENGTH
      ? run.map((activity) => ({ kind: "event", activity }))
      : // The oldest stays the first of its burst while newer ones come, so that an open burst stays open.
        [{ kind: "burst", key: run.at(-1)?.activityId ?? "", activities: run }],
  );
}

function belongsTo(newer: Activity, older: Activity): boolean {
  return (
    newer.actor.kind === older.actor.kind &&
    newer.actor.id === older.actor.id &&
    subjectOf(newer) === subjectOf(older) &&
    newer.at - older.at <= WITHIN_MS
  );
}

/** What an event is about: its task when it has one. */
function subjectOf({ taskId, target }: Activity): string {
  return taskId ?? `${target.kind}:${target.id}`;
}
