// What the board shows, from what the server sent, what was just moved and what is filtered. Pure.
import { positionBetween } from "@mc/shared/task/order";
import { BOARD_STATUSES } from "@mc/shared/task/status";
import { type DueFilter, type DueRange, isDueWithin } from "./due-filter";
import type { BoardColumn, BoardStatus, TaskCard, TaskId } from "./types";

/** A move that the server has not confirmed yet. */
export type PendingMove = {
  readonly to: BoardStatus;
  readonly position: string;
  readonly reason: string | null;
  /** Where it may go on from there. */
  readonly allowed: TaskCard["allowed"];
};
export type PendingMoves = ReadonlyMap<TaskId, PendingMove>;

export type BoardFilter = {
  readonly text: string;
  /** "agent:<id>", "member:<id>" or "nobody". */
  readonly assignee: string | null;
  readonly label: string | null;
  readonly priority: number | null;
  readonly due: DueFilter | null;
  /** What `due` means today; null without it. */
  readonly dueRange: DueRange | null;
};

export const NO_FILTER: BoardFilter = {
  text: "",
  assignee: null,
  label: null,
  priority: null,
  due: null,
  dueRange: null,
};

export type ColumnView = {
  readonly status: BoardStatus;
  /** Tasks in the column, filtered or not, loaded or not. */
  readonly count: number;
  readonly cards: readonly TaskCard[];
  readonly isMore: boolean;
  /** Loaded cards that the filter hides. */
  readonly hiddenCount: number;
};

/** Columns left to right, with unconfirmed moves in place and the filter applied. */
export function buildColumns(
  columns: readonly BoardColumn[],
  moves: PendingMoves,
  filter: BoardFilter,
): ColumnView[] {
  const everyCard = columns.flatMap((column) => column.cards);
  return BOARD_STATUSES.map((status) => {
    const source = columns.find((column) => column.status === status);
    const staying = (source?.cards ?? []).filter((card) => (moves.get(card.taskId)?.to ?? status) === status);
    const arriving = everyCard.filter(
      (card) => card.status !== status && moves.get(card.taskId)?.to === status,
    );
    const cards = [...staying, ...arriving]
      .map((card) => withMove(card, moves.get(card.taskId)))
      .sort(byPosition);
    const shown = cards.filter((card) => matches(card, filter));
    const left = (source?.cards.length ?? 0) - staying.length;
    return {
      status,
      count: (source?.count ?? 0) - left + arriving.length,
      cards: shown,
      isMore: source?.isMore ?? false,
      hiddenCount: cards.length - shown.length,
    };
  });
}

/** Columns that show what they showed before stay the same objects, cards included, so that whoever draws them has nothing to do. */
export function keepColumns(
  before: readonly ColumnView[],
  after: readonly ColumnView[],
): readonly ColumnView[] {
  return after.map((column, index) => {
    const old = before[index];
    const isSame =
      old?.status === column.status &&
      old.count === column.count &&
      old.isMore === column.isMore &&
      old.hiddenCount === column.hiddenCount &&
      old.cards.length === column.cards.length &&
      old.cards.every((card, at) => card === column.cards[at]);
    return isSame ? old : column;
  });
}

function withMove(card: TaskCard, move: PendingMove | undefined): TaskCard {
  if (!move) return card;
  const { to, position, reason, allowed } = move;
  return { ...card, status: to, position, blockedReason: reason, allowed };
}

function byPosition(a: TaskCard, b: TaskCard): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.number - b.number;
}

/** Whether a card passes the filter. Text is looked for in title, number and labels, whatever the case. */
export function matches(card: TaskCard, filter: BoardFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  if (text && !wordsOf(card).includes(text)) return false;
  if (filter.label !== null && !card.labels.includes(filter.label)) return false;
  if (filter.priority !== null && card.priority !== filter.priority) return false;
  if (filter.dueRange !== null && !isDueWithin(card.dueAt, filter.dueRange)) return false;
  if (filter.assignee === null) return true;
  if (filter.assignee === "nobody") return card.members.length + card.agents.length === 0;
  return (
    card.members.some((member) => `member:${member.memberId}` === filter.assignee) ||
    card.agents.some((agent) => `agent:${agent.agentId}` === filter.assignee)
  );
}

function wordsOf({ title, number, labels }: TaskCard): string {
  return `${title} mc-${number} #${number} ${labels.join(" ")}`.toLowerCase();
}

export function isFiltered(filter: BoardFilter): boolean {
  const { text, assignee, label, priority, due } = filter;
  return text.trim() !== "" || [assignee, label, priority, due].some((chosen) => chosen !== null);
}

/** Where a card lands: its neighbours by id, and the position that shows it there at once. */
export type Landing = {
  readonly previous: TaskCard | null;
  readonly next: TaskCard | null;
  readonly position: string;
};

/** A place in a column: before the card with `beforeId`, or at the end. The moved card itself does not count as a neighbour. */
export function landingAt(cards: readonly TaskCard[], movedId: TaskId, beforeId: TaskId | null): Landing {
  const others = cards.filter((card) => card.taskId !== movedId);
  const found = beforeId === null ? -1 : others.findIndex((card) => card.taskId === beforeId);
  const index = found === -1 ? others.length : found;
  const previous = others[index - 1] ?? null;
  const next = others[index] ?? null;
  const above = previous?.position ?? null;
  // As on the server: cards that share a place, as imported ones may, are passed together.
  const below = others.slice(index).find(({ position }) => above === null || position > above);
  return { previous, next, position: positionBetween(above, below?.position ?? null) };
}
