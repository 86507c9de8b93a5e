import { api } from "@mc/backend/api";
import type { TaskStatus } from "@mc/shared/task/status";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import type { AsyncList } from "@/lib/async";
import { useLiveList } from "@/lib/use-live-list";
import type { BoardFilter } from "./board-model";
import { listFilterOf } from "./list-filter";
import type { TaskCard } from "./types";

const PAGE_SIZE = 100;
/** As many are put in order or looked through in the page. */
export const MAX_LISTED = 1_000;

/** Tasks by filters, newest first. With `isWhole` the pages follow each other until all are here, or MAX_LISTED. */
export function useTaskList(options: {
  filter: BoardFilter;
  status: TaskStatus | null;
  isWhole: boolean;
}): AsyncList<TaskCard> {
  const { accountId } = useAccount();
  const { filter, status, isWhole } = options;
  const list = useLiveList(
    api.tasks.list,
    { accountId, ...listFilterOf(filter), ...(status === null ? {} : { status }) },
    PAGE_SIZE,
  );
  const next =
    list.status === "ready" &&
    list.canLoadMore &&
    !list.isLoadingMore &&
    (isWhole ? list.items.length < MAX_LISTED : list.items.length === 0)
      ? list.loadMore
      : null;
  useEffect(() => next?.(), [next]);
  return list;
}
