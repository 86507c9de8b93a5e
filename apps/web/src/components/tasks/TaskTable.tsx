"use client";
import { taskKey } from "@mc/shared/task/limits";
import { isPriority, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { ArrowDown, ArrowUp } from "lucide-react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import { AssigneeStack } from "./AssigneeStack";
import { useBoardFacts } from "./board-context";
import { DueLabel } from "./DueLabel";
import type { Sort, SortKey } from "./list-sort";
import { PriorityGlyph } from "./PriorityGlyph";
import { StatusGlyph } from "./StatusGlyph";
import type { TaskCard } from "./types";
import type { TaskSelection } from "./use-task-selection";

type Props = {
  tasks: readonly TaskCard[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** null for those who may only read. */
  selection: TaskSelection | null;
  accountSlug: string;
  openNumber: number | null;
  onOpen: (number: number) => void;
};

const COLUMNS: readonly { key: SortKey; label: string; className: string }[] = [
  { key: "number", label: "Number", className: "w-20 max-md:hidden" },
  { key: "title", label: "Title", className: "" },
  { key: "status", label: "Status", className: "w-32 max-sm:w-8" },
  { key: "priority", label: "Priority", className: "w-28 max-md:hidden" },
  { key: "due", label: "Due", className: "w-34 max-md:hidden" },
  { key: "updated", label: "Updated", className: "w-28 max-lg:hidden" },
];

export function TaskTable({ tasks, sort, onSort, selection, accountSlug, openNumber, onOpen }: Props) {
  const { unread } = useBoardFacts();
  const isAll = selection !== null && tasks.every((task) => selection.chosen.has(task.taskId));
  return (
    <table className="w-full table-fixed border-collapse text-sm">
      <thead className="sticky top-11 z-10 bg-ground">
        <tr className="border-line border-b">
          {selection ? (
            <th scope="col" className="w-8 py-1.5 text-left max-md:w-10">
              <Checkbox
                className="block"
                aria-label="Select all that are shown"
                checked={isAll}
                onCheckedChange={() => selection.set(isAll ? [] : tasks)}
              />
            </th>
          ) : null}
          {COLUMNS.map((column) => (
            <SortHead key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
          <th scope="col" className="w-24 py-1.5 text-left font-medium text-ink-3 text-xs max-md:hidden">
            Assignees
          </th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr
            key={task.taskId}
            className={cn(
              "relative h-10 border-line border-b transition-colors [content-visibility:auto] hover:bg-hover compact:h-8 pointer-coarse:h-12",
              openNumber === task.number && "bg-accent-wash",
              selection?.chosen.has(task.taskId) && "bg-accent-wash",
            )}
          >
            {selection ? (
              <td>
                <Checkbox
                  className="block"
                  aria-label={`Select ${taskKey(task.number)}`}
                  checked={selection.chosen.has(task.taskId)}
                  onCheckedChange={() => selection.toggle(task)}
                />
              </td>
            ) : null}
            <td className="figures text-ink-3 text-xs max-md:hidden">{taskKey(task.number)}</td>
            <td className="min-w-0 pr-3">
              <span className="relative flex min-w-0 items-center gap-2">
                {unread.has(task.taskId) ? (
                  <span className="absolute -left-3.5 size-2 rounded-full bg-accent" title="New messages">
                    <span className="sr-only">New messages</span>
                  </span>
                ) : null}
                <a
                  href={`/${accountSlug}/tasks/${task.number}`}
                  className="min-w-0 truncate underline-offset-2 hover:underline"
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    onOpen(task.number);
                  }}
                >
                  {task.title}
                </a>
                {task.labels.slice(0, 2).map((label) => (
                  <Badge key={label} className="shrink-0 max-lg:hidden">
                    {label}
                  </Badge>
                ))}
              </span>
            </td>
            <td>
              <span className="flex items-center gap-1.5">
                <StatusGlyph status={task.status} className="size-3.5" />
                <span className="truncate text-ink-2 max-sm:sr-only">{STATUS_LABEL[task.status]}</span>
              </span>
            </td>
            <td className="max-md:hidden">
              <span className="flex items-center gap-1.5 text-ink-2">
                <PriorityGlyph priority={task.priority} className="size-3.5" />
                {isPriority(task.priority) ? PRIORITY_LABEL[task.priority] : task.priority}
              </span>
            </td>
            <td className="max-md:hidden">
              {task.dueAt === null ? (
                <span className="text-ink-3">–</span>
              ) : (
                <DueLabel dueAt={task.dueAt} isDone={task.status === "done"} />
              )}
            </td>
            <td className="max-lg:hidden">
              <RelativeTime at={task.updatedAt} />
            </td>
            <td className="max-md:hidden">
              <AssigneeStack members={task.members} agents={task.agents} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SortHead(props: { column: (typeof COLUMNS)[number]; sort: Sort; onSort: (sort: Sort) => void }) {
  const { column, sort, onSort } = props;
  const isHere = sort.key === column.key;
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isHere ? (sort.isDescending ? "descending" : "ascending") : undefined}
      className={cn("py-1.5 text-left font-medium text-xs", column.className)}
    >
      <button
        type="button"
        onClick={() => onSort({ key: column.key, isDescending: isHere ? !sort.isDescending : false })}
        className={cn(
          "-mx-1 inline-flex items-center gap-1 rounded-xs px-1 py-0.5 hover:bg-hover",
          isHere ? "text-ink" : "text-ink-3",
        )}
      >
        <span className={cn(column.key === "status" && "max-sm:sr-only")}>{column.label}</span>
        {isHere ? <Arrow aria-hidden className="size-3" /> : null}
      </button>
    </th>
  );
}
