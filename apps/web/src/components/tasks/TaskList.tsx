"use client";
import { STATUS_LABEL, TASK_STATUSES } from "@mc/shared/task/status";
import { Archive, CircleDot } from "lucide-react";
import { useMemo } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { oneOf, type Param } from "@/lib/address";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { plural } from "@/lib/format";
import { useAddress } from "@/lib/use-address";
import { type BoardFilter, isFiltered, matches } from "./board-model";
import { asShown } from "./bulk-model";
import { ChoiceMenu } from "./choice-menu";
import { isServerOrder, readSort, type Sort, sortTasks, writeSort } from "./list-sort";
import { StatusGlyph } from "./StatusGlyph";
import { TaskTable } from "./TaskTable";
import { MAX_LISTED, useTaskList } from "./use-task-list";
import { useTaskSelection } from "./use-task-selection";

const BulkBar = fetched(() => import("./BulkBar").then((module) => module.BulkBar), { whenLost: "in place" });
const OPEN_ONES = TASK_STATUSES.filter((status) => status !== "archived");
const ANY = "any";
const SORT: Param<Sort> = {
  read: (text) => readSort(text ?? ""),
  write: (sort) => (isServerOrder(sort) ? null : writeSort(sort)),
};
const PARAMS = { status: oneOf(OPEN_ONES), sort: SORT };

/** All tasks in one table that can be sorted, filtered and selected from; or those in the archive. */
export function TaskList(props: {
  filter: BoardFilter;
  accountSlug: string;
  isReadOnly: boolean;
  openNumber: number | null;
  isArchive: boolean;
  onOpen: (number: number) => void;
}) {
  const { filter, isReadOnly, isArchive } = props;
  const [query, setQuery] = useAddress(PARAMS);
  const { sort } = query;
  const isWhole = !isServerOrder(sort) || filter.text.trim() !== "" || filter.assignee === "nobody";
  const list = useTaskList({ filter, status: isArchive ? "archived" : query.status, isWhole });
  const selection = useTaskSelection();
  const items = list.status === "ready" ? list.items : null;
  const tasks = useMemo(
    () =>
      items
        ? sortTasks(
            items.filter((task) => matches(task, filter)),
            sort,
          )
        : [],
    [items, filter, sort],
  );
  if (list.status === "error") return <ErrorState error={list.error} />;
  const isCut = isWhole && list.status === "ready" && list.canLoadMore && list.items.length >= MAX_LISTED;
  const chosen = asShown(selection.chosen, items ?? []);
  const isNarrowed = isFiltered(filter) || query.status !== null;
  const isBare = list.status === "ready" && tasks.length === 0 && !isNarrowed && !list.canLoadMore;
  return (
    <div className="flex flex-col px-4 pb-20 max-md:px-3">
      <div className={cn("flex min-h-9 items-center gap-3 text-ink-3 text-sm", isBare && "hidden")}>
        {isArchive ? null : (
          <ChoiceMenu
            trigger={
              <Button
                variant="quiet"
                size="sm"
                className={query.status ? "bg-accent-wash text-ink" : "-ml-2"}
              >
                {query.status ? <StatusGlyph status={query.status} /> : null}
                {query.status ? STATUS_LABEL[query.status] : "Status"}
              </Button>
            }
            value={query.status ?? ANY}
            choices={[
              { value: ANY, label: "Any status" },
              ...OPEN_ONES.map((status) => ({
                value: status,
                label: STATUS_LABEL[status],
                glyph: <StatusGlyph status={status} />,
              })),
            ]}
            onChoose={(value) => setQuery({ status: OPEN_ONES.find((status) => status === value) ?? null })}
          />
        )}
        {list.status === "ready" && tasks.length > 0 ? (
          <p role="status">
            {plural(tasks.length, "task")}
            {list.canLoadMore && !isCut ? ", more below" : ""}
            {isCut ? ` among the newest ${MAX_LISTED}; narrow the filter to see the others` : ""}
          </p>
        ) : null}
      </div>
      {list.status === "loading" ? <ListSkeleton label="Loading the tasks" /> : null}
      {list.status === "ready" && tasks.length === 0 && !list.canLoadMore ? (
        <EmptyState
          title={emptyTitle(isArchive, isNarrowed)}
          icon={isArchive ? <Archive aria-hidden /> : <CircleDot aria-hidden />}
        >
          {emptyWords(isArchive, isNarrowed)}
        </EmptyState>
      ) : null}
      {tasks.length > 0 ? (
        <TaskTable
          tasks={tasks}
          sort={sort}
          onSort={(next) => setQuery({ sort: next })}
          selection={isReadOnly ? null : selection}
          accountSlug={props.accountSlug}
          openNumber={props.openNumber}
          onOpen={props.onOpen}
        />
      ) : null}
      {list.status === "ready" && !isCut ? <LoadMore list={list} label="Show older tasks" /> : null}
      {chosen.length > 0 ? (
        <BulkBar
          cards={chosen}
          isArchive={isArchive}
          onChange={selection.change}
          onClear={() => selection.set([])}
        />
      ) : null}
    </div>
  );
}

function emptyWords(isArchive: boolean, isNarrowed: boolean): string {
  if (isNarrowed) return "Clear a filter to see more.";
  return isArchive
    ? "Archived tasks leave the board and keep everything; they can be restored from here."
    : "“New task” makes the first one. Assign it to an agent and the agent starts.";
}

function emptyTitle(isArchive: boolean, isNarrowed: boolean): string {
  if (isNarrowed) return "No task matches";
  return isArchive ? "Nothing is archived" : "No tasks yet";
}
