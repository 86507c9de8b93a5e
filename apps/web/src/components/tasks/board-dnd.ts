// How dragging on the board finds its target and speaks about it.
import {
  type Announcements,
  type CollisionDetection,
  closestCorners,
  pointerWithin,
  type UniqueIdentifier,
} from "@dnd-kit/core";
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import type { ColumnView } from "./board-model";
import type { BoardStatus, TaskCard, TaskId } from "./types";

export const COLUMN_PREFIX = "column:";

export function columnId(status: BoardStatus): string {
  return COLUMN_PREFIX + status;
}

/** What lies under the dragged card: a column's end, or the place of another card. */
export type DropTarget = { readonly status: BoardStatus; readonly overCard: TaskCard | null };

export function targetOf(
  columns: readonly ColumnView[],
  overId: UniqueIdentifier | null | undefined,
): DropTarget | null {
  if (overId === null || overId === undefined) return null;
  const status = BOARD_STATUSES.find((each) => columnId(each) === overId);
  if (status) return { status, overCard: null };
  for (const column of columns) {
    const overCard = column.cards.find((card) => card.taskId === overId);
    if (overCard) return { status: column.status, overCard };
  }
  return null;
}

/**
 * The card under the pointer, else the nearest card of the column under it, else nothing: an illegal column is not a
 * target, and its neighbour must not catch the card.
 */
export const detectWithPointer: CollisionDetection = (args) => {
  const hits = pointerWithin(args);
  const onCard = hits.filter((hit) => !String(hit.id).startsWith(COLUMN_PREFIX));
  if (onCard.length > 0) return onCard;
  const column = hits[0];
  if (!column) return [];
  const status = String(column.id).slice(COLUMN_PREFIX.length);
  const inColumn = args.droppableContainers.filter(
    (container) => container.data.current?.["status"] === status,
  );
  return inColumn.length > 1
    ? closestCorners({
        ...args,
        droppableContainers: inColumn.filter((container) => container.id !== column.id),
      })
    : [column];
};

/** The card before which the moved one goes; null for the end. Below the middle of the card under it means after that one. */
export function beforeIdOf(
  cards: readonly TaskCard[],
  over: TaskCard | null,
  isBelowMiddle: boolean,
): TaskId | null {
  if (!over) return null;
  const index = cards.findIndex((card) => card.taskId === over.taskId);
  return (isBelowMiddle ? cards[index + 1] : cards[index])?.taskId ?? null;
}

export const DRAG_INSTRUCTIONS = {
  draggable:
    "Press Space to pick up the task, arrow keys to move it, Space to drop it, Escape to put it back. Press S for its status, A to assign, P for priority, D for the due date, L for labels, X to select, arrow keys to go to the next card.",
};

/** What a screen reader hears while a card is dragged. */
export function announcementsFor(columns: readonly ColumnView[]): Announcements {
  const name = (id: UniqueIdentifier) => {
    const card = columns.flatMap((column) => column.cards).find((each) => each.taskId === id);
    return card ? `MC-${card.number}` : "The task";
  };
  const place = (overId: UniqueIdentifier | undefined) => {
    const target = targetOf(columns, overId);
    if (!target) return null;
    return target.overCard
      ? `${STATUS_LABEL[target.status]}, at ${name(target.overCard.taskId)}`
      : STATUS_LABEL[target.status];
  };
  return {
    onDragStart: ({ active }) => `Picked up ${name(active.id)}.`,
    onDragOver: ({ active, over }) =>
      place(over?.id)
        ? `${name(active.id)} is over ${place(over?.id)}.`
        : `${name(active.id)} is over no column that it may go to.`,
    onDragEnd: ({ active, over }) =>
      place(over?.id)
        ? `${name(active.id)} was dropped in ${place(over?.id)}.`
        : `${name(active.id)} was put back.`,
    onDragCancel: ({ active }) => `${name(active.id)} was put back.`,
  };
}
