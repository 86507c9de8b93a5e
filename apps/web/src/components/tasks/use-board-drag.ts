import { useRef, useState } from "react";
import { type ColumnView, landingAt } from "./board-model";
import { beforeIdOf, isSamePlace, type Place } from "./board-places";
import { whyNot } from "./move-reasons";
import type { BoardStatus, TaskCard } from "./types";
import type { MoveRequest } from "./use-move-task";

export type Drag = { readonly card: TaskCard; readonly over: Place | null };

/** The board's side of dragging: what is carried, where it would land, and what a drop does. */
export type BoardDrag = {
  readonly drag: Drag | null;
  /** The same in this very moment, drawn or not. */
  readonly now: () => Drag | null;
  /** Why the carried card may not go there; null when it may, or nothing is carried. */
  readonly refusalOf: (status: BoardStatus) => string | null;
  readonly start: (card: TaskCard, over: Place | null) => void;
  readonly moveOver: (over: Place | null) => void;
  /** Answers where it was dropped; null when it was put back. */
  readonly drop: () => Place | null;
  readonly cancel: () => void;
};

const PERSON = { kind: "member", role: "member" } as const;

export function useBoardDrag(
  columns: readonly ColumnView[],
  onMove: (request: MoveRequest) => void,
): BoardDrag {
  const [drag, setDrag] = useState<Drag | null>(null);
  // A key may drop what an earlier key of the same moment moved.
  const latest = useRef<Drag | null>(null);
  const change = (next: Drag | null): void => {
    latest.current = next;
    setDrag(next);
  };
  return {
    drag,
    now: () => latest.current,
    refusalOf: (status) => (drag ? whyNot(drag.card, status, PERSON) : null),
    start: (card, over) => change({ card, over }),
    moveOver: (over) => {
      const now = latest.current;
      if (now && !isSamePlace(now.over, over)) change({ ...now, over });
    },
    cancel: () => change(null),
    drop: () => {
      const { card, over } = latest.current ?? { card: null, over: null };
      change(null);
      if (!card || !over || whyNot(card, over.status, PERSON) !== null) return null;
      const cards = columns.find((column) => column.status === over.status)?.cards ?? [];
      const beforeId = beforeIdOf(cards, over);
      // Dropped on itself, or before itself: it is already there.
      if (over.card?.taskId !== card.taskId && beforeId !== card.taskId)
        onMove({ card, to: over.status, landing: landingAt(cards, card.taskId, beforeId) });
      return over;
    },
  };
}

/** What may be entered while this card is carried. */
export function mayEnter(card: TaskCard, status: BoardStatus): boolean {
  return whyNot(card, status, PERSON) === null;
}
