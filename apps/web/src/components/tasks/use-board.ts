import { api } from "@mc/backend/api";
import { BOARD_STATUSES } from "@mc/shared/task/status";
import { useMemo, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { type Async, type AsyncList, LOADING } from "@/lib/async";
import { keepSame } from "@/lib/keep-same";
import { useLiveFrom } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { boardColumns } from "./board-cards";
import {
  type BoardFilter,
  buildColumns,
  type ColumnView,
  isFiltered,
  keepColumns,
  type PendingMoves,
} from "./board-model";
import { listFilterOf } from "./list-filter";
import type { Board, BoardColumn, BoardStatus, TaskCard } from "./types";

const PAGE_SIZE = 100;

export type BoardData = {
  readonly columns: readonly ColumnView[];
  readonly isEmpty: boolean;
  /** Shows more of a column than its first cards. */
  readonly showMore: (status: BoardStatus) => void;
  readonly isLoadingMore: (status: BoardStatus) => boolean;
};

/** Every column with its count and its first cards, live. */
export function useBoardColumns(first: Board | null = null): Async<readonly BoardColumn[]> {
  const { accountId, role } = useAccount();
  const board = useLiveFrom(api.tasks.board, { accountId }, first);
  const data = board.status === "ready" ? board.data : null;
  const columns = useMemo(() => data && boardColumns(data, role), [data, role]);
  if (board.status !== "ready") return board;
  return columns ? { status: "ready", data: columns } : LOADING;
}

/** The live board with the filter and unconfirmed moves applied. */
export function useBoard(options: {
  filter: BoardFilter;
  moves: PendingMoves;
  /** What the server read for the first paint. */
  first: Board | null;
}): Async<BoardData> {
  const { filter, moves, first } = options;
  const board = useBoardColumns(first);
  const [expanded, setExpanded] = useState<ReadonlySet<BoardStatus>>(new Set());
  const pages = useColumnPages(expanded, filter);

  const source = board.status === "ready" ? board.data : null;
  const [keepers] = useState(createKeepers);
  const columns = useMemo(
    () =>
      source &&
      BOARD_STATUSES.flatMap((status) =>
        source
          .filter((column) => column.status === status)
          .map((column) => withPages(column, pages[status]))
          .map((column) => ({ ...column, cards: keepers[status](column.cards) })),
      ),
    [source, pages, keepers],
  );
  const [keepViews] = useState(createViewKeeper);
  const views = useMemo(
    () => (columns ? keepViews(buildColumns(columns, moves, filter)) : null),
    [columns, moves, filter, keepViews],
  );
  if (board.status === "error") return board;
  if (!columns || !views) return LOADING;
  return {
    status: "ready",
    data: {
      columns: views,
      isEmpty: columns.every((column) => column.count === 0),
      showMore: (status) => {
        const page = pages[status];
        if (page.status === "ready") page.loadMore();
        else setExpanded(new Set([...expanded, status]));
      },
      isLoadingMore: (status) => {
        const page = pages[status];
        return page.status === "ready" ? page.isLoadingMore : expanded.has(status);
      },
    },
  };
}

type ColumnPages = Readonly<Record<BoardStatus, AsyncList<TaskCard>>>;

/** One list per status, asked for once its column is expanded, or once a filter has to reach cards that are not loaded. */
function useColumnPages(expanded: ReadonlySet<BoardStatus>, filter: BoardFilter): ColumnPages {
  const { accountId } = useAccount();
  const wanted = listFilterOf(filter);
  const reaches = isFiltered(filter);
  const argsFor = (status: BoardStatus) =>
    reaches || expanded.has(status) ? { accountId, status, ...wanted } : ("skip" as const);
  // The statuses are a constant list, so these are always the same hooks in the same order.
  const lists = [
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[0]), PAGE_SIZE),
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[1]), PAGE_SIZE),
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[2]), PAGE_SIZE),
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[3]), PAGE_SIZE),
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[4]), PAGE_SIZE),
    useLiveList(api.tasks.list, argsFor(BOARD_STATUSES[5]), PAGE_SIZE),
  ];
  return Object.fromEntries(
    BOARD_STATUSES.map((status, index) => [status, lists[index] ?? LOADING]),
  ) as ColumnPages;
}

/** Cards that did not change stay the same objects, whatever else on the board did. */
function createKeepers() {
  return byStatus(() => keepSame<TaskCard>((card) => card.taskId));
}

function createViewKeeper() {
  let known: readonly ColumnView[] = [];
  return (next: readonly ColumnView[]): readonly ColumnView[] => {
    known = keepColumns(known, next);
    return known;
  };
}

function byStatus<T>(make: (status: BoardStatus) => T): Readonly<Record<BoardStatus, T>> {
  return Object.fromEntries(BOARD_STATUSES.map((status) => [status, make(status)])) as Record<BoardStatus, T>;
}

function withPages(column: BoardColumn, pages: AsyncList<TaskCard>): BoardColumn {
  if (pages.status !== "ready") return column;
  return { ...column, cards: [...pages.items], isMore: pages.canLoadMore };
}
