import { api } from "@mc/backend/api";
import { useMemo } from "react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { type Async, dataOf, LOADING } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { buildThread, type ThreadItem } from "./thread-model";
import type { LiveRun } from "./types";

const PAGE_SIZE = 50;

export type ThreadData = {
  readonly items: readonly ThreadItem[];
  readonly live: readonly LiveRun[];
  readonly hasEarlier: boolean;
  readonly isLoadingEarlier: boolean;
  readonly loadEarlier: () => void;
};

/** The live thread of a task. */
export function useThread(taskId: TaskId): Async<ThreadData> {
  const { accountId } = useAccount();
  const args = { accountId, taskId };
  const messages = useLiveList(api.messages.list, args, PAGE_SIZE);
  const runs = useLive(api.runs.listByTask, args);
  const live = dataOf(useLive(api.runs.live, args));
  const activities = useLiveList(api.activities.listByTask, args, 200);

  const runList = dataOf(runs);
  const items = useMemo(() => {
    if (messages.status !== "ready" || !runList || activities.status !== "ready") return null;
    return buildThread({
      messages: messages.items,
      runs: runList,
      activities: activities.items,
      hasEarlier: messages.canLoadMore,
    });
  }, [messages, runList, activities]);

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
    },
  };
}

/** Retrying and cancelling a turn. */
export function useRunCommands() {
  const { accountId } = useAccount();
  const retry = useCommand(api.runs.retry);
  const cancel = useCommand(api.runs.cancel);
  return {
    retry: (runId: LiveRun["runId"]) => retry.run({ accountId, runId }),
    cancel: (runId: LiveRun["runId"]) => cancel.run({ accountId, runId }),
    isBusy: retry.isBusy || cancel.isBusy,
  };
}

export function useMessageCommands() {
  const { accountId } = useAccount();
  const update = useCommand(api.messages.update);
  const remove = useCommand(api.messages.remove);
  return {
    edit: (messageId: MessageId, body: string) => update.run({ accountId, messageId, body }),
    remove: (messageId: MessageId) => remove.run({ accountId, messageId }),
    isBusy: update.isBusy || remove.isBusy,
  };
}
type MessageId = Parameters<ReturnType<typeof useCommand<typeof api.messages.remove>>["run"]>[0]["messageId"];
