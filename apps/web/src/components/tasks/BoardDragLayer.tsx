"use client";
import {
  type CollisionDetection,
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { taskKey } from "@mc/shared/task/limits";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStable } from "@/lib/use-stable";
import type { ColumnView } from "./board-model";
import { dropElement, elementAt, nextPlace, type Place, placeAt, placeWords } from "./board-places";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard } from "./types";
import { type BoardDrag, mayEnter } from "./use-board-drag";
import type { Grip } from "./use-drag-layer";

type Props = {
  board: RefObject<HTMLElement | null>;
  /** What can be a place: a narrow column shows no cards. */
  columns: readonly ColumnView[];
  dragging: BoardDrag;
  /** Called with what takes hold of a card, once there is one. */
  onReady: (grip: Grip) => void;
};

/** The one thing that is ever carried: which card it stands for changes from drag to drag. */
const CARRIED = "card";
const KEYS = {
  start: [KeyboardCode.Space],
  cancel: [KeyboardCode.Esc],
  end: [KeyboardCode.Space, KeyboardCode.Enter],
};

/**
 * What drags cards. It lies beside the board and is fetched after it: cards know nothing of it, so that hundreds of them
 * cost no more than what they show.
 */
export function BoardDragLayer({ board, columns, dragging, onReady }: Props) {
  const [said, setSaid] = useState("");
  const held = useRef<TaskCard | null>(null);
  const { drag } = dragging;

  const goOver = (over: Place | null): void => {
    const card = held.current;
    if (!card) return;
    dragging.moveOver(over);
    setSaid(
      over
        ? `${taskKey(card.number)} is over ${placeWords(over, card)}.`
        : `${taskKey(card.number)} is over no column that it may go to.`,
    );
  };
  const end = (place: Place | null): void => {
    const card = held.current;
    if (card)
      setSaid(
        place
          ? `${taskKey(card.number)} was dropped in ${placeWords(place, card)}.`
          : `${taskKey(card.number)} was put back.`,
      );
    held.current = null;
  };
  // The sensor keeps what it was given when the card was picked up.
  const carryByKey: KeyboardCoordinateGetter = useStable((event) => {
    const card = held.current;
    const from = dragging.now()?.over;
    if (!board.current || !card || !from) return undefined;
    const isOpen = (status: BoardStatus) => mayEnter(card, status);
    const place = nextPlace(columns, { from, moved: card, code: event.code, isOpen });
    if (!place) return undefined;
    event.preventDefault();
    goOver(place);
    const rect = elementAt(board.current, place)?.getBoundingClientRect();
    return rect && { x: rect.left, y: rect.top };
  });
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: carryByKey, keyboardCodes: KEYS }),
  );
  const findPlace: CollisionDetection = ({ active, pointerCoordinates: point }) => {
    const card = cardOf(active);
    if (!board.current || !card) return [];
    const isOpen = (status: BoardStatus) => mayEnter(card, status);
    const place = point ? placeAt(board.current, { point, columns, isOpen }) : dragging.drag?.over;
    return place ? [{ id: place.status, data: { place } }] : [];
  };

  return (
    <DndContext
      id="board"
      sensors={sensors}
      collisionDetection={findPlace}
      accessibility={{
        announcements: SILENT,
        screenReaderInstructions: { draggable: "" },
        restoreFocus: false,
      }}
      onDragStart={({ active }) => {
        const card = cardOf(active);
        if (!card) return;
        held.current = card;
        const over = { status: card.status as BoardStatus, card, isAfter: false };
        dragging.start(card, over);
        setSaid(`Picked up: ${taskKey(card.number)} is over ${placeWords(over, card)}.`);
      }}
      onDragMove={({ activatorEvent, collisions }: DragMoveEvent) => {
        if (activatorEvent instanceof KeyboardEvent) return;
        goOver((collisions?.[0]?.data?.["place"] as Place | undefined) ?? null);
      }}
      onDragCancel={() => {
        dragging.cancel();
        end(null);
      }}
      onDragEnd={() => end(dragging.drop())}
    >
      <Handle onReady={onReady} />
      {columns.map(({ status }) => (
        <Target key={status} board={board} status={status} isOpen={!drag || mayEnter(drag.card, status)} />
      ))}
      <DragOverlay dropAnimation={null}>
        {drag ? <TaskCardView card={drag.card} title={drag.card.title} isLifted /> : null}
      </DragOverlay>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DndContext>
  );
}

/** Takes hold of whichever card an event happened on. */
function Handle({ onReady }: Pick<Props, "onReady">) {
  const card = useRef<TaskCard | null>(null);
  const { setNodeRef, listeners } = useDraggable({ id: CARRIED, data: { card } });
  useEffect(() => {
    onReady((event, { element, card: taken }) => {
      setNodeRef(element);
      card.current = taken;
      listeners?.[LISTENER[event.type] ?? ""]?.(event);
    });
  }, [onReady, setNodeRef, listeners]);
  return null;
}

const LISTENER: Readonly<Record<string, string>> = {
  mousedown: "onMouseDown",
  touchstart: "onTouchStart",
  keydown: "onKeyDown",
};

/** A column: what is over it makes it scroll when it comes near its ends. */
function Target({ board, status, isOpen }: Pick<Props, "board"> & { status: BoardStatus; isOpen: boolean }) {
  const { setNodeRef } = useDroppable({ id: status, disabled: !isOpen });
  // after every render: a column that was opened or closed is another element
  useLayoutEffect(() => setNodeRef(board.current && dropElement(board.current, status)));
  return null;
}

function cardOf({ data }: { data: { current?: Record<string, unknown> | undefined } }): TaskCard | null {
  return (data.current?.["card"] as RefObject<TaskCard | null> | undefined)?.current ?? null;
}

/** Places are told by the layer itself: it knows them more exactly than the library. */
const SILENT = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};
