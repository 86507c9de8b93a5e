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
    }
  /** What stands below it came after the reader was here. */
  | { readonly kind: "new"; readonly key: "new"; readonly at: number };

/** What stands at its own time. */
type Happened = Exclude<ThreadItem, { kind: "new" }>;

/** Who reads, and up to where they had read when they came. */
export type Reader = { readonly memberId: string; readonly readThrough: number };

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
  reader?: Reader | null;
}): ThreadItem[] {
  const oldest = source.messages.at(-1);
  const from = source.hasEarlier && oldest ? oldest.createdAt : Number.NEGATIVE_INFINITY;
  const single: Happened[] = [
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
  return withNewLine(ordered, source).reduce<ThreadItem[]>(join, []);
}

/**
 * A line before the first message of others that the reader has not seen. None for somebody who was never here (all of it is
 * new), and none while the first unseen message may be among those that are not loaded.
 */
function withNewLine(
  ordered: readonly ThreadItem[],
  {
    reader,
    hasEarlier,
    messages,
  }: { reader?: Reader | null; hasEarlier: boolean; messages: readonly Message[] },
): readonly ThreadItem[] {
  if (!reader) return ordered;
  const first = ordered.findIndex(
    (item) =>
      item.kind === "messages" &&
      item.at > reader.readThrough &&
      item.messages.some(({ author }) => author.id !== reader.memberId),
  );
  const item = ordered[first];
  if (!item || (hasEarlier && item.key === messages.at(-1)?.messageId)) return ordered;
  return [...ordered.slice(0, first), { kind: "new", key: "new", at: item.at }, ...ordered.slice(first)];
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
