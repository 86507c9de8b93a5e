// Where a dragged card would land: under a pointer by what is drawn, by keyboard from place to place.
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import type { ColumnView } from "./board-model";
import type { BoardStatus, TaskCard, TaskId } from "./types";

/** A place in a column: beside a card of it, or at its end. */
export type Place = {
  readonly status: BoardStatus;
  readonly card: TaskCard | null;
  readonly isAfter: boolean;
};
type Point = { readonly x: number; readonly y: number };
type IsOpen = (status: BoardStatus) => boolean;

/**
 * The card of a column under the point, or the one nearest to it; null over no column that is open: a column that the card
 * may not enter is no target, and its neighbour must not catch the card.
 */
export function placeAt(
  board: HTMLElement,
  { point, columns, isOpen }: { point: Point; columns: readonly ColumnView[]; isOpen: IsOpen },
): Place | null {
  for (const { status, cards } of columns) {
    const element = columnElement(board, status);
    if (!element || !isWithin(element.getBoundingClientRect(), point)) continue;
    if (!isOpen(status)) return null;
    const items = [...element.querySelectorAll<HTMLElement>("li[data-task]")];
    const at = Math.min(
      firstIndex(items, (item) => bottomOf(item) >= point.y),
      items.length - 1,
    );
    const item = items[at];
    if (!item) return { status, card: null, isAfter: false };
    const rect = item.getBoundingClientRect();
    const card = cards.find((each) => String(each.number) === item.dataset["task"]) ?? null;
    return { status, card, isAfter: point.y > rect.top + rect.height / 2 };
  }
  return null;
}

/** What stands for a place on the screen. */
export function elementAt(board: HTMLElement, { status, card }: Place): Element | null {
  const column = columnElement(board, status);
  return (card && column?.querySelector(`li[data-task="${card.number}"]`)) ?? column;
}

/** The list of a column: what scrolls is around it. Of a narrow one, all of it. */
export function dropElement(board: HTMLElement, status: BoardStatus): HTMLElement | null {
  const column = columnElement(board, status);
  return column?.querySelector<HTMLElement>("ul") ?? column;
}

/**
 * The place that an arrow leads to, over columns that the card may not enter; null when there is none that way. With the
 * keyboard a card goes after what it passed on the way down its own column, and before anything else.
 */
export function nextPlace(
  columns: readonly ColumnView[],
  { from, moved, code, isOpen }: { from: Place; moved: TaskCard; code: string; isOpen: IsOpen },
): Place | null {
  const at = columns.findIndex((column) => column.status === from.status);
  const here = columns[at];
  if (!here) return null;
  const index = indexIn(here, from.card);
  const placeIn = (column: ColumnView, card: TaskCard | null): Place => {
    const start = indexIn(column, moved);
    return { status: column.status, card, isAfter: start !== -1 && indexIn(column, card) > start };
  };
  switch (code) {
    case "ArrowDown":
    case "ArrowUp": {
      const card = here.cards[code === "ArrowDown" ? index + 1 : index - 1];
      return card ? placeIn(here, card) : null;
    }
    case "ArrowRight":
    case "ArrowLeft": {
      const ahead = code === "ArrowRight" ? columns.slice(at + 1) : columns.slice(0, at).reverse();
      const open = ahead.find((column) => isOpen(column.status));
      return open
        ? placeIn(open, open.cards[Math.min(Math.max(index, 0), open.cards.length - 1)] ?? null)
        : null;
    }
    default:
      return null;
  }
}

/** The card before which the moved one goes; null for the column's end. */
export function beforeIdOf(cards: readonly TaskCard[], { card, isAfter }: Place): TaskId | null {
  if (!card) return null;
  const index = cards.findIndex((each) => each.taskId === card.taskId);
  return (isAfter ? cards[index + 1] : cards[index])?.taskId ?? null;
}

/** A place in words; "at" names the card that is there, unless it is the moved one. */
export function placeWords({ status, card }: Place, moved: TaskCard): string {
  const label = STATUS_LABEL[status];
  return card && card.taskId !== moved.taskId ? `${label}, at MC-${card.number}` : label;
}

export function isSamePlace(a: Place | null, b: Place | null): boolean {
  return a?.status === b?.status && a?.card?.taskId === b?.card?.taskId && a?.isAfter === b?.isAfter;
}

/** Of a list in which `isSo` holds from some item on: where that begins; the list's length when it never does. */
export function firstIndex<T>(list: readonly T[], isSo: (item: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle];
    if (item !== undefined && isSo(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** By its place: a selector would look through every card of the columns before it. */
function columnElement(board: HTMLElement, status: BoardStatus): HTMLElement | null {
  return (board.children[BOARD_STATUSES.indexOf(status)] as HTMLElement | undefined) ?? null;
}

function indexIn(column: ColumnView, card: TaskCard | null): number {
  return card ? column.cards.findIndex((each) => each.taskId === card.taskId) : -1;
}

function isWithin(rect: DOMRect, { x, y }: Point): boolean {
  return x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;
}

function bottomOf(element: Element): number {
  return element.getBoundingClientRect().bottom;
}
