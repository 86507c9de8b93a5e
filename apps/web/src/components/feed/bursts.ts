// Several events of one actor, close together and either about one thing or of one kind, as one line that unfolds. Pure.
import type { Activity } from "./activity";

const WITHIN_MS = 10 * 60_000;
/** Fewer are shown each by itself. */
const MIN_LENGTH = 3;

export type FeedItem =
  | { readonly kind: "event"; readonly activity: Activity }
  | { readonly kind: "burst"; readonly key: string; readonly activities: readonly Activity[] };

/** `activities` newest first, as they come; keeps their order. */
export function toBursts(activities: readonly Activity[]): FeedItem[] {
  const runs: Run[] = [];
  for (const activity of activities) {
    const run = runs.at(-1);
    const by = run && tieOf(run, activity);
    if (run && by) {
      run.by = by;
      run.activities.push(activity);
    } else runs.push({ by: null, activities: [activity] });
  }
  return runs.flatMap(({ activities: all }): FeedItem[] =>
    all.length < MIN_LENGTH
      ? all.map((activity) => ({ kind: "event", activity }))
      : // The oldest stays the first of its burst while newer ones come, so that an open burst stays open.
        [{ kind: "burst", key: all.at(-1)?.activityId ?? "", activities: all }],
  );
}

/** What holds a burst together: the thing that it is about, or what was done to many things. */
type Tie = "subject" | "kind";
type Run = { by: Tie | null; readonly activities: Activity[] };

/** How an older event belongs to a run, or null; the first two events decide it for the rest. */
function tieOf(run: Run, older: Activity): Tie | null {
  const newer = run.activities.at(-1);
  if (
    !newer ||
    newer.actor.kind !== older.actor.kind ||
    newer.actor.id !== older.actor.id ||
    newer.at - older.at > WITHIN_MS
  )
    return null;
  if (run.by !== "kind" && subjectOf(newer) === subjectOf(older)) return "subject";
  return run.by !== "subject" && newer.event.type === older.event.type ? "kind" : null;
}

/** What an event is about: its task when it has one. */
function subjectOf({ taskId, target }: Activity): string {
  return taskId ?? `${target.kind}:${target.id}`;
}
