"use client";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { ChevronsRightLeft, Plus } from "lucide-react";
import { LoadMore } from "@/components/frame/LoadMore";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { useBoardFacts } from "./board-context";
import type { ColumnView } from "./board-model";
import type { Place } from "./board-places";
import { DraggableCard } from "./DraggableCard";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskCard, TaskId } from "./types";
import { useDrawnCards } from "./use-drawn-cards";

type Props = {
  column: ColumnView;
  /** Cards here whose move is not confirmed. */
  sending: ReadonlySet<TaskId>;
  isCollapsed: boolean;
  onCollapse: () => void;
  chosen: ReadonlySet<TaskId>;
  isReadOnly: boolean;
  selectedNumber: number | null;
  /** Why the card that is being dragged cannot go here; null when it can or nothing is dragged. */
  refusal: string | null;
  /** The place here under the dragged card. */
  over: Place | null;
  /** The dragged card, if it is of this column. */
  draggedId: TaskId | null;
  hrefOf: (card: TaskCard) => string;
  onOpen: (card: TaskCard) => void;
  onMove: (card: TaskCard, to: BoardStatus) => void;
  onAdd: (() => void) | null;
  onShowMore: () => void;
  isLoadingMore: boolean;
};

/** Cards of a column that a first screen may show. */
const FIRST_SCREEN = 18;

export function BoardColumnView(props: Props) {
  const { column, refusal, over, isReadOnly } = props;
  const { unread } = useBoardFacts();
  const drawn = useDrawnCards();
  const cards = column.cards.slice(0, drawn);
  const label = STATUS_LABEL[column.status];
  if (props.isCollapsed) {
    return (
      <section aria-label={`${label}, ${column.count}`} className="flex min-h-0 flex-col">
        <button
          type="button"
          aria-expanded={false}
          aria-label={`Open ${label}`}
          onClick={props.onCollapse}
          className={cn(
            "flex min-h-0 flex-1 flex-col items-center gap-2 rounded-md bg-sunken py-2.5 text-sm transition-colors hover:bg-hover",
            refusal !== null && "opacity-35",
            over && "bg-pressed",
          )}
        >
          <StatusGlyph status={column.status} />
          <span className="figures text-ink-3">{column.count}</span>
          <span className="font-medium [writing-mode:vertical-rl]">{label}</span>
        </button>
      </section>
    );
  }
  return (
    <section
      aria-label={`${label}, ${column.count}`}
      className={cn(
        "group/column relative flex min-h-0 min-w-0 snap-start flex-col rounded-md",
        over && "bg-sunken",
      )}
    >
      <header className="flex h-9 shrink-0 items-center gap-2 px-2">
        <StatusGlyph status={column.status} />
        <h2 className="font-medium text-sm">{label}</h2>
        <span className="figures text-ink-3 text-sm">{column.count}</span>
        <Button
          variant="quiet"
          size="icon-sm"
          className="-mr-1 ml-auto opacity-0 focus-visible:opacity-100 group-hover/column:opacity-100 max-md:hidden"
          aria-expanded
          aria-label={`Collapse ${label}`}
          onClick={props.onCollapse}
        >
          <ChevronsRightLeft aria-hidden />
        </Button>
        {props.onAdd ? (
          <Button
            variant="quiet"
            size="icon-sm"
            className="max-md:ml-auto"
            aria-label={`New task in ${label}`}
            onClick={props.onAdd}
          >
            <Plus aria-hidden />
          </Button>
        ) : null}
      </header>
      <div
        data-scroller
        className={cn("min-h-24 flex-1 overflow-y-auto px-1 pb-2", refusal !== null && "opacity-35")}
      >
        <ul className="flex flex-col gap-2 py-1 compact:gap-1.5">
          {cards.map((card, index) => (
            <DraggableCard
              key={card.taskId}
              card={card}
              href={props.hrefOf(card)}
              isReadOnly={isReadOnly}
              isSending={props.sending.has(card.taskId)}
              isFar={index >= FIRST_SCREEN}
              isUnread={unread.has(card.taskId)}
              isSelected={props.selectedNumber === card.number}
              isChosen={props.chosen.has(card.taskId)}
              marker={over?.card?.taskId === card.taskId ? (over.isAfter ? "after" : "before") : null}
              isDragging={props.draggedId === card.taskId}
              onOpen={props.onOpen}
              onMove={props.onMove}
            />
          ))}
        </ul>
        {drawn >= column.cards.length ? <ColumnFoot {...props} /> : null}
      </div>
      {refusal === null ? null : (
        <p className="absolute inset-x-2 top-10 z-10 rounded-sm border border-line bg-raised px-2 py-1.5 text-ink-2 text-xs shadow-float">
          {refusal}
        </p>
      )}
    </section>
  );
}

/** More cards come by scrolling; while a filter hides cards that would go on for ever, so then it takes a click. */
function ColumnFoot({ column, onShowMore, isLoadingMore }: Props) {
  const shown = column.cards.length + column.hiddenCount;
  const isNothing = column.count === 0;
  const moreLabel = `Show more (${Math.max(0, column.count - shown)} not shown)`;
  return (
    <>
      {isNothing ? <p className="px-2 py-3 text-ink-3 text-sm">{EMPTY_WORDS[column.status]}</p> : null}
      {!isNothing && column.cards.length === 0 ? (
        <p className="px-2 py-3 text-ink-3 text-sm">No match here.</p>
      ) : null}
      {column.isMore && column.hiddenCount === 0 ? (
        <LoadMore list={{ canLoadMore: true, isLoadingMore, loadMore: onShowMore }} label={moreLabel} />
      ) : null}
      {column.isMore && column.hiddenCount > 0 ? (
        <Button variant="quiet" size="sm" className="mt-1 w-full" isBusy={isLoadingMore} onClick={onShowMore}>
          {isLoadingMore ? "Loading…" : moreLabel}
        </Button>
      ) : null}
    </>
  );
}

const EMPTY_WORDS = {
  inbox: "Nothing unassigned.",
  assigned: "Nothing waiting to start.",
  in_progress: "Nobody is working.",
  review: "Nothing to review.",
  blocked: "Nothing is stuck.",
  done: "Nothing finished yet.",
} as const satisfies Record<BoardStatus, string>;
