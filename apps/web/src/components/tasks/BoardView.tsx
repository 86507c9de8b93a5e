"use client";
import { DndContext, DragOverlay } from "@dnd-kit/core";
import { BoardColumnView } from "./BoardColumnView";
import { walkBoard } from "./board-keys";
import { landingAt, type PendingMoves } from "./board-model";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard } from "./types";
import type { BoardData } from "./use-board";
import { useBoardDrag } from "./use-board-drag";
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
}: Props) {
  const { columns } = board;
  const { drag, refusalOf, contextProps } = useBoardDrag(columns, onMove);
  const moveToTop = (card: TaskCard, to: BoardStatus): void => {
    const cards = columns.find((column) => column.status === to)?.cards ?? [];
    onMove({ card, to, landing: landingAt(cards, card.taskId, cards[0]?.taskId ?? null) });
  };
  return (
    <DndContext {...contextProps}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows only move the focus between links that are reachable with Tab too */}
      <div
        className="grid min-h-0 flex-1 snap-x snap-mandatory scroll-pl-2 auto-cols-[minmax(14.5rem,1fr)] compact:auto-cols-[minmax(11.25rem,1fr)] grid-flow-col gap-1 overflow-x-auto px-2 pb-2 max-md:auto-cols-[84vw] md:snap-none"
        onKeyDown={(event) => {
          if (!drag) walkBoard(event);
        }}
      >
        {columns.map((column) => (
          <BoardColumnView
            key={column.status}
            column={column}
            moves={moves}
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
