"use client";
import { DndContext, DragOverlay } from "@dnd-kit/core";
import { BoardColumnView } from "./BoardColumnView";
import { type CardKey, walkBoard } from "./board-keys";
import { landingAt, type PendingMoves } from "./board-model";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard, TaskId } from "./types";
import type { BoardData } from "./use-board";
import { useBoardDrag } from "./use-board-drag";
import { useCollapsedColumns } from "./use-collapsed-columns";
import { useFocusFollows } from "./use-focus-follows";
import type { MoveRequest } from "./use-move-task";

type Props = {
  board: BoardData;
  moves: PendingMoves;
  isReadOnly: boolean;
  selectedNumber: number | null;
  hrefOf: (card: TaskCard) => string;
  onOpen: (card: TaskCard) => void;
  onMove: (request: MoveRequest) => void;
  onAdd: () => void;
  chosen: ReadonlySet<TaskId>;
  /** A key was pressed on the card with this number. */
  onKey: (key: CardKey, taskNumber: number) => void;
};

/** Six columns; a card is dragged between them with pointer or keyboard, or sent with its menu. */
export function BoardView({
  board,
  moves,
  isReadOnly,
  selectedNumber,
  hrefOf,
  onOpen,
  onMove,
  onAdd,
  chosen,
  onKey,
}: Props) {
  const { collapsed, toggle } = useCollapsedColumns();
  const { columns } = board;
  const { drag, refusalOf, contextProps } = useBoardDrag(columns, onMove);
  const follow = useFocusFollows(columns);
  const moveToTop = (card: TaskCard, to: BoardStatus): void => {
    const cards = columns.find((column) => column.status === to)?.cards ?? [];
    onMove({ card, to, landing: landingAt(cards, card.taskId, cards[0]?.taskId ?? null) });
  };
  return (
    <DndContext {...contextProps}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows only move the focus between links that are reachable with Tab too */}
      <div
        className="grid min-h-0 flex-1 snap-x snap-mandatory scroll-pl-2 gap-1 overflow-x-auto px-2 pb-2 [--column:minmax(14.5rem,1fr)] compact:[--column:minmax(11.25rem,1fr)] max-md:[--column:84vw] md:snap-none"
        style={{
          gridTemplateColumns: columns
            .map(({ status }) => (collapsed.has(status) ? "2.5rem" : "var(--column)"))
            .join(" "),
        }}
        {...follow}
        onKeyDown={(event) => {
          if (!drag) walkBoard(event, onKey);
        }}
      >
        {columns.map((column) => (
          <BoardColumnView
            key={column.status}
            column={column}
            moves={moves}
            isCollapsed={collapsed.has(column.status)}
            onCollapse={() => toggle(column.status)}
            chosen={chosen}
            isReadOnly={isReadOnly}
            selectedNumber={selectedNumber}
            refusal={refusalOf(column.status)}
            over={drag?.over?.status === column.status ? drag.over : null}
            hrefOf={hrefOf}
            onOpen={onOpen}
            onMove={moveToTop}
            onAdd={column.status === "inbox" && !isReadOnly ? onAdd : null}
            onShowMore={() => board.showMore(column.status)}
            isLoadingMore={board.isLoadingMore(column.status)}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {drag ? <TaskCardView card={drag.card} title={drag.card.title} isLifted /> : null}
      </DragOverlay>
    </DndContext>
  );
}
