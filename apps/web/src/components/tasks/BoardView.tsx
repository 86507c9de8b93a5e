"use client";
import { useRef } from "react";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { useStable } from "@/lib/use-stable";
import { BoardColumnView } from "./BoardColumnView";
import { type CardKey, walkBoard } from "./board-keys";
import { landingAt, type PendingMoves } from "./board-model";
import { CARD_KEYS_ID } from "./DraggableCard";
import type { BoardStatus, TaskCard, TaskId } from "./types";
import type { BoardData } from "./use-board";
import { useBoardDrag } from "./use-board-drag";
import { useCollapsedColumns } from "./use-collapsed-columns";
import { useDragLayer } from "./use-drag-layer";
import { useFocusFollows } from "./use-focus-follows";
import type { MoveRequest } from "./use-move-task";

// whoever clicks does not miss it, and whoever picks a card up is told by the pick-up
const BoardDragLayer = fetched(() => import("./BoardDragLayer").then((module) => module.BoardDragLayer), {
  whenLost: "quiet",
});
const KEY_WORDS =
  "Press Space to pick up the task, arrow keys to move it, Space to drop it, Escape to put it back. Press S for its status, A to assign, P for priority, D for the due date, L for labels, X to select, arrow keys to go to the next card.";

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
  board: data,
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
  const { columns } = data;
  const board = useRef<HTMLDivElement>(null);
  const dragging = useBoardDrag(columns, onMove);
  const { drag, refusalOf } = dragging;
  const cardOf = (taskNumber: number): TaskCard | null =>
    columns.flatMap((column) => column.cards).find((card) => card.number === taskNumber) ?? null;
  const layer = useDragLayer({
    cardOf,
    isCarrying: drag !== null,
    isReadOnly,
    ask: BoardDragLayer.fetch,
  });
  const follow = useFocusFollows(columns);
  const moveToTop = useStable((card: TaskCard, to: BoardStatus): void => {
    const cards = columns.find((column) => column.status === to)?.cards ?? [];
    onMove({ card, to, landing: landingAt(cards, card.taskId, cards[0]?.taskId ?? null) });
  });
  const open = useStable(onOpen);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys and presses are those of the links on it */}
      <div
        ref={board}
        className={cn(
          "grid min-h-0 flex-1 scroll-pl-2 gap-1 overflow-x-auto px-2 pb-2 [--column:minmax(14.5rem,1fr)] compact:[--column:minmax(11.25rem,1fr)] max-md:[--column:84vw]",
          // what is carried to the edge scrolls the board little by little, and snapping would pull it back each time
          !drag && "max-md:snap-x max-md:snap-mandatory",
        )}
        style={{
          gridTemplateColumns: columns
            .map(({ status }) => (collapsed.has(status) ? "2.5rem" : "var(--column)"))
            .join(" "),
        }}
        {...follow}
        {...layer.handlers}
        onKeyDown={(event) => {
          if (!layer.handlers.onKeyDown(event)) walkBoard(event, onKey);
        }}
      >
        {columns.map((column) => (
          <BoardColumnView
            key={column.status}
            column={column}
            sending={sendingIn(moves, column.status)}
            isCollapsed={collapsed.has(column.status)}
            onCollapse={() => toggle(column.status)}
            chosen={chosen}
            isReadOnly={isReadOnly}
            selectedNumber={selectedNumber}
            refusal={refusalOf(column.status)}
            over={drag?.over?.status === column.status ? drag.over : null}
            draggedId={drag?.card.status === column.status ? drag.card.taskId : null}
            hrefOf={hrefOf}
            onOpen={open}
            onMove={moveToTop}
            onAdd={column.status === "inbox" && !isReadOnly ? onAdd : null}
            onShowMore={() => data.showMore(column.status)}
            isLoadingMore={data.isLoadingMore(column.status)}
          />
        ))}
      </div>
      <p id={CARD_KEYS_ID} hidden>
        {KEY_WORDS}
      </p>
      {layer.isWanted ? (
        <BoardDragLayer
          board={board}
          columns={columns.map((column) =>
            collapsed.has(column.status) ? { ...column, cards: [] } : column,
          )}
          dragging={dragging}
          onReady={layer.onReady}
        />
      ) : null}
    </>
  );
}

const NONE: ReadonlySet<TaskId> = new Set();

/** The same set for every column that nothing moves to: such a column has nothing to draw. */
function sendingIn(moves: PendingMoves, status: BoardStatus): ReadonlySet<TaskId> {
  const here = [...moves].filter(([, move]) => move.to === status);
  return here.length === 0 ? NONE : new Set(here.map(([taskId]) => taskId));
}
