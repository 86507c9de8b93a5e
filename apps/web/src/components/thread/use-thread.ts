import { api } from "@mc/backend/api";
import { useEffect, useMemo, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { type Async, dataOf, LOADING } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { buildThread, type Reader, type ThreadItem } from "./thread-model";
import type { LiveRun, Seen } from "./types";
import { useMarkSeen } from "./use-mark-seen";

const PAGE_SIZE = 50;

export type ThreadData = {
  readonly items: readonly ThreadItem[];
  readonly live: readonly LiveRun[];
  readonly hasEarlier: boolean;
  readonly isLoadingEarlier: boolean;
  readonly loadEarlier: () => void;
  /** Others who have seen everything. */
  readonly seen: readonly Seen[];
};

/** The live thread of a task. */
export function useThread(taskId: TaskId): Async<ThreadData> {
  const { accountId, memberId } = useAccount();
  const args = { accountId, taskId };
  const messages = useLiveList(api.messages.list, args, PAGE_SIZE);
  const runs = useLive(api.runs.listByTask, args);
  const live = dataOf(useLive(api.runs.live, args));
  const activities = useLiveList(api.activities.listByTask, args, 200);

  const seenBy = dataOf(useLive(api.messages.seenBy, args));
  const reads = seenBy ?? [];
  const newest = messages.status === "ready" ? messages.items[0] : undefined;
  const newestAt = newest?.createdAt ?? null;
  const reader = useReaderOnArrival(seenBy, memberId);
  // not before it is known how far the reader had come
  useMarkSeen(taskId, seenBy ? newestAt : null);
  const runList = dataOf(runs);
  const items = useMemo(() => {
    if (messages.status !== "ready" || !runList || activities.status !== "ready") return null;
    return buildThread({
      messages: messages.items,
      runs: runList,
      activities: activities.items,
      hasEarlier: messages.canLoadMore,
      reader,
    });
  }, [messages, runList, activities, reader]);

  if (messages.status === "error") return messages;
  if (runs.status === "error") return runs;
  if (activities.status === "error") return activities;
  if (!items || messages.status !== "ready") return LOADING;
  return {
    status: "ready",
    data: {
      items,
      live: live ?? [],
      hasEarlier: messages.canLoadMore,
      isLoadingEarlier: messages.isLoadingMore,
      loadEarlier: messages.loadMore,
      seen: reads.filter(
        (read) =>
          newest !== undefined &&
          read.memberId !== memberId &&
          read.memberId !== newest.author.id &&
          read.readThrough >= newest.createdAt,
      ),
    },
  };
}

/** How far the reader had read when the thread was opened; the line of what is new stays there while they look. */
function useReaderOnArrival(seenBy: readonly Seen[] | undefined, memberId: string): Reader | null {
  const [reader, setReader] = useState<Reader | null | undefined>(undefined);
  if (reader === undefined && seenBy) {
    const mine = seenBy.find((read) => read.memberId === memberId);
    setReader(mine ? { memberId, readThrough: mine.readThrough } : null);
  }
  return reader ?? null;
}

/** A message that a link meant is looked for this many pages back. */
const PAGES_BACK = 20;

/** Loads earlier messages until the one that a link meant is there; answers whether it is, or nothing was meant. */
export function useFindMessage(thread: Async<ThreadData>, messageId: string | null): boolean {
  const [asked, setAsked] = useState(0);
  const data = dataOf(thread);
  const isFound =
    messageId === null ||
    data?.items.some(
      (item) => item.kind === "messages" && item.messages.some((each) => each.messageId === messageId),
    ) === true;
  const canGoOn = !isFound && data?.hasEarlier === true && !data.isLoadingEarlier && asked < PAGES_BACK;
  const next = canGoOn ? data.loadEarlier : null;
  useEffect(() => {
    if (!next) return;
    next();
    setAsked((count) => count + 1);
  }, [next]);
  return isFound;
}

export function useMessageCommands() {
  const { accountId } = useAccount();
  const update = useCommand(api.messages.update);
  const remove = useCommand(api.messages.remove);
  const react = useCommand(api.messages.react);
  return {
    edit: (messageId: MessageId, body: string) => update.run({ accountId, messageId, body }),
    remove: (messageId: MessageId) => remove.run({ accountId, messageId }),
    react: (messageId: MessageId, emoji: string) => react.run({ accountId, messageId, emoji }),
    isBusy: update.isBusy || remove.isBusy,
  };
}
type MessageId = Parameters<ReturnType<typeof useCommand<typeof api.messages.remove>>["run"]>[0]["messageId"];
