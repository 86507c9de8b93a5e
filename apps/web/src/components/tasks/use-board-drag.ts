import {
  type DragEndEvent,
  type DragMoveEvent,
  type DragStartEvent,
  KeyboardCode,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useState } from "react";
import { announcementsFor, beforeIdOf, DRAG_INSTRUCTIONS, targetOf } from "./board-dnd";
import { createKeyboardDrag } from "./board-keyboard";
import { type ColumnView, landingAt } from "./board-model";
import { whyNot } from "./move-reasons";
import type { BoardStatus, TaskCard } from "./types";
import type { MoveRequest } from "./use-move-task";

/** The place under the dragged card. */
export type DragOver = {
  readonly status: BoardStatus;
  readonly card: TaskCard | null;
  readonly isAfter: boolean;
};
export type Drag = { readonly card: TaskCard; readonly over: DragOver | null };

const PERSON = { kind: "member", role: "member" } as const;
const KEYS = {
  start: [KeyboardCode.Space],
  cancel: [KeyboardCode.Esc],
  end: [KeyboardCode.Space, KeyboardCode.Enter],
};

/** What is being dragged over the board and where it would land; `contextProps` go to DndContext. */
export function useBoardDrag(columns: readonly ColumnView[], onMove: (request: MoveRequest) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [keyboard] = useState(createKeyboardDrag);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: keyboard.coordinateGetter, keyboardCodes: KEYS }),
  );
  const cardsOf = (status: BoardStatus) => columns.find((column) => column.status === status)?.cards ?? [];

  const overOf = (event: DragMoveEvent | DragEndEvent, card: TaskCard): DragOver | null => {
    const target = targetOf(columns, event.over?.id);
    if (!target) return null;
    const isAfter =
      event.activatorEvent instanceof KeyboardEvent
        ? isBelow(cardsOf(target.status), target.overCard, card)
        : isBelowMiddle(event);
    return { status: target.status, card: target.overCard, isAfter };
  };
  const end = (): void => {
    keyboard.reset();
    setDrag(null);
  };
  const drop = (event: DragEndEvent): void => {
    end();
    const card = cardOf(event);
    const over = card && overOf(event, card);
    if (!over || whyNot(card, over.status, PERSON) !== null) return;
    const cards = cardsOf(over.status);
    const beforeId = beforeIdOf(cards, over.card, over.isAfter);
    // Dropped on itself, or before itself: it is already there.
    if (over.card?.taskId === card.taskId || beforeId === card.taskId) return;
    onMove({ card, to: over.status, landing: landingAt(cards, card.taskId, beforeId) });
  };

  return {
    drag,
    refusalOf: (status: BoardStatus): string | null => (drag ? whyNot(drag.card, status, PERSON) : null),
    contextProps: {
      id: "board",
      sensors,
      collisionDetection: keyboard.detectCollision,
      accessibility: {
        announcements: announcementsFor(columns),
        screenReaderInstructions: DRAG_INSTRUCTIONS,
      },
      onDragStart: (event: DragStartEvent): void => {
        const card = cardOf(event);
        if (card) setDrag({ card, over: null });
      },
      onDragMove: (event: DragMoveEvent): void => {
        const card = cardOf(event);
        if (!card) return;
        const over = overOf(event, card);
        setDrag((current) => (current && isSame(current.over, over) ? current : { card, over }));
      },
      onDragCancel: end,
      onDragEnd: drop,
    },
  };
}

function cardOf({ active }: Pick<DragStartEvent, "active">): TaskCard | null {
  return (active.data.current?.["card"] as TaskCard | undefined) ?? null;
}

/** With the keyboard a card goes after what it passed on the way down its own column, and before anything else. */
function isBelow(cards: readonly TaskCard[], over: TaskCard | null, card: TaskCard): boolean {
  const from = cards.findIndex((each) => each.taskId === card.taskId);
  return from !== -1 && cards.findIndex((each) => each.taskId === over?.taskId) > from;
}

function isBelowMiddle({ active, over }: DragMoveEvent | DragEndEvent): boolean {
  const moved = active.rect.current.translated;
  if (!moved || !over) return false;
  return moved.top + moved.height / 2 > over.rect.top + over.rect.height / 2;
}

function isSame(a: DragOver | null, b: DragOver | null): boolean {
  return a?.status === b?.status && a?.card?.taskId === b?.card?.taskId && a?.isAfter === b?.isAfter;
}
