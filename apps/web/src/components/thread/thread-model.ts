// One thread out of messages, turns and events, oldest first. Pure.
import type { ActivityType } from "@mc/shared/activity/types";
import type { Message, Run, TaskActivity } from "./types";

export const GROUP_WITHIN_MS = 5 * 60_000;

export type ThreadItem =
  | {
      readonly kind: "messages";
      readonly key: string;
      readonly at: number;
      readonly messages: readonly Message[];
    }
  | { readonly kind: "run"; readonly key: string; readonly at: number; readonly run: Run }
  | {
      readonly kind: "events";
      readonly key: string;
      readonly at: number;
      readonly activities: readonly TaskActivity[];
    };

/** Events that are worth a line between messages; messages and turns show themselves, creation stands in the head. */
const SHOWN_EVENTS: ReadonlySet<ActivityType> = new Set<ActivityType>([
  "task_assigned",
  "task_status_changed",
  "task_updated",
  "document_created",
  "document_updated",
  "loop_stopped",
]);

/**
 * `messages` newest first as the server pages them. While earlier ones are not loaded, turns and events from before the
 * oldest loaded message are left out, so that nothing stands at the top out of its place.
 */
export function buildThread(source: {
  messages: readonly Message[];
  runs: readonly Run[];
  activities: readonly TaskActivity[];
  hasEarlier: boolean;
}): ThreadItem[] {
  const oldest = source.messages.at(-1);
  const from = source.hasEarlier && oldest ? oldest.createdAt : Number.NEGATIVE_INFINITY;
  const single: ThreadItem[] = [
    ...source.messages.map((message) => ({
      kind: "messages" as const,
      key: message.messageId,
      at: message.createdAt,
      messages: [message],
    })),
    ...source.runs.map((run) => ({
      kind: "run" as const,
      key: run.runId,
      at: run.startedAt ?? run.queuedAt,
      run,
    })),
    ...source.activities.filter(isWorthALine).map((activity) => ({
      kind: "events" as const,
      key: activity.activityId,
      at: activity.at,
      activities: [activity],
    })),
  ];
  const ordered = single
    .filter((item) => item.at >= from)
    .sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]);
  return ordered.reduce<ThreadItem[]>(join, []);
}

/** At the same instant the event that led to a turn comes before it, and its answer after it. */
const RANK = { events: 0, run: 1, messages: 2 } as const;

/** A step that followed by itself from another event says nothing new. */
function isWorthALine({ event }: TaskActivity): boolean {
  return SHOWN_EVENTS.has(event.type) && !(event.type === "task_status_changed" && event.isAutomatic);
}

function join(items: ThreadItem[], item: ThreadItem): ThreadItem[] {
  const last = items.at(-1);
  if (last?.kind === "events" && item.kind === "events")
    return [...items.slice(0, -1), { ...last, activities: [...last.activities, ...item.activities] }];
  if (last?.kind !== "messages" || item.kind !== "messages") return [...items, item];
  const [previous, next] = [last.messages.at(-1), item.messages[0]];
  if (!previous || !next || !isSameBreath(previous, next)) return [...items, item];
  return [...items.slice(0, -1), { ...last, messages: [...last.messages, next] }];
}

/** Same author, close in time, and the same kind of thing said by the same model. */
function isSameBreath(previous: Message, next: Message): boolean {
  return (
    previous.author.kind === next.author.kind &&
    previous.author.id === next.author.id &&
    previous.kind === next.kind &&
    previous.model === next.model &&
    next.createdAt - previous.createdAt < GROUP_WITHIN_MS
  );
}
