"use client";
import {
  DndContext,
  type DragEndEvent,
  type DragMoveEvent,
  DragOverlay,
  KeyboardCode,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { sortableKeyboardCoordinates } from "@dnd-kit/sortable";
import { useState } from "react";
import { BoardColumnView } from "./BoardColumnView";
import { announcementsFor, beforeIdOf, DRAG_INSTRUCTIONS, detectCollision, targetOf } from "./board-dnd";
import { walkBoard } from "./board-keys";
import { landingAt, type PendingMoves } from "./board-model";
import { whyNot } from "./move-reasons";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard } from "./types";
import type { BoardData } from "./use-board";
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

type Drag = {
  readonly card: TaskCard;
  readonly over: {
    readonly status: BoardStatus;
    readonly card: TaskCard | null;
    readonly isAfter: boolean;
  } | null;
};

const PERSON = { kind: "member", role: "member" } as const;

/** Six columns; a card is dragged between them with pointer or keyboard. */
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
  const [drag, setDrag] = useState<Drag | null>(null);
  const { columns } = board;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: sortableKeyboardCoordinates,
      keyboardCodes: {
        start: [KeyboardCode.Space],
        cancel: [KeyboardCode.Esc],
        end: [KeyboardCode.Space, KeyboardCode.Enter],
      },
    }),
  );
  const cardsOf = (status: BoardStatus) => columns.find((column) => column.status === status)?.cards ?? [];

  const follow = ({ active, over }: DragMoveEvent): void => {
    const card = active.data.current?.["card"] as TaskCard | undefined;
    if (!card) return;
    const target = targetOf(columns, over?.id);
    const isAfter = isBelowMiddle(active.rect.current.translated, over?.rect);
    setDrag({ card, over: target ? { status: target.status, card: target.overCard, isAfter } : null });
  };
  const drop = (event: DragEndEvent): void => {
    const target = targetOf(columns, event.over?.id);
    setDrag(null);
    if (!drag || !target || whyNot(drag.card, target.status, PERSON) !== null) return;
    const cards = cardsOf(target.status);
    const beforeId = beforeIdOf(cards, target.overCard, drag.over?.isAfter ?? false);
    if (target.overCard?.taskId === drag.card.taskId || beforeId === drag.card.taskId) return;
    onMove({ card: drag.card, to: target.status, landing: landingAt(cards, drag.card.taskId, beforeId) });
  };

  return (
    <DndContext
      id="board"
      sensors={sensors}
      collisionDetection={detectCollision}
      accessibility={{
        announcements: announcementsFor(columns),
        screenReaderInstructions: DRAG_INSTRUCTIONS,
      }}
      onDragStart={({ active }) => setDrag({ card: active.data.current?.["card"] as TaskCard, over: null })}
      onDragMove={follow}
      onDragCancel={() => setDrag(null)}
      onDragEnd={drop}
    >
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
            refusal={drag ? whyNot(drag.card, column.status, PERSON) : null}
            landing={
              drag?.over?.status === column.status
                ? { overId: drag.over.card?.taskId ?? null, isAfter: drag.over.isAfter }
                : null
            }
            hrefOf={hrefOf}
            onOpen={onOpen}
            onMove={(card, to) =>
              onMove({
                card,
                to,
                landing: landingAt(cardsOf(to), card.taskId, cardsOf(to)[0]?.taskId ?? null),
              })
            }
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

function isBelowMiddle(
  moved: { top: number; height: number } | null,
  over: { top: number; height: number } | undefined,
): boolean {
  if (!moved || !over) return false;
  return moved.top + moved.height / 2 > over.top + over.height / 2;
}
