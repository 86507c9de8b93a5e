import { BOARD_STATUSES } from "@mc/shared/task/status";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnView } from "./board-model.ts";
import { beforeIdOf, firstIndex, nextPlace, type Place, placeWords } from "./board-places.ts";
import type { BoardStatus, TaskCard } from "./types.ts";

const card = (number: number, status: BoardStatus = "inbox") =>
  ({ taskId: `t${number}`, number, status }) as unknown as TaskCard;
const boardOf = (sizes: readonly number[]): ColumnView[] =>
  BOARD_STATUSES.map((status, at) => ({
    status,
    count: sizes[at] ?? 0,
    cards: Array.from({ length: sizes[at] ?? 0 }, (_, index) => card(at * 100 + index, status)),
    isMore: false,
    hiddenCount: 0,
  }));
const anyBoard = fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }).map(boardOf);
const everywhere = () => true;
const onCard = (status: BoardStatus, of: TaskCard | null): Place => ({ status, card: of, isAfter: false });

describe("carrying a card with the arrows", () => {
  test("never enters a column that is not open, and never leaves the board", () => {
    fc.assert(
      fc.property(
        anyBoard,
        fc.subarray([...BOARD_STATUSES]),
        fc.array(fc.constantFrom("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "KeyA")),
        (columns, open, codes) => {
          const moved = columns[0]?.cards[0] ?? card(999);
          let place = onCard("inbox", moved);
          for (const code of codes) {
            const next = nextPlace(columns, {
              from: place,
              moved,
              code,
              isOpen: (status) => open.includes(status),
            });
            if (next && next.status !== place.status) expect(open).toContain(next.status);
            place = next ?? place;
            const column = columns.find(({ status }) => status === place.status);
            expect(place.card === null || place.card === moved || column?.cards.includes(place.card)).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  test("down and up again lead back, and a card goes after what it passed in its own column only", () => {
    const columns = boardOf([3, 2]);
    const [first, second] = columns[0]?.cards ?? [];
    if (!first || !second) throw new Error("the board has cards");
    const go = (from: Place, code: string) =>
      nextPlace(columns, { from, moved: first, code, isOpen: everywhere });
    const below = go(onCard("inbox", first), "ArrowDown");
    expect(below).toEqual({ status: "inbox", card: second, isAfter: true });
    expect(below && go(below, "ArrowUp")).toEqual({ status: "inbox", card: first, isAfter: false });
    expect(below && go(below, "ArrowRight")).toEqual({
      status: "assigned",
      card: columns[1]?.cards[1],
      isAfter: false,
    });
    expect(go(onCard("inbox", first), "ArrowUp")).toBeNull();
  });

  test("an empty column is a place too", () => {
    const columns = boardOf([1, 0]);
    const moved = columns[0]?.cards[0] ?? card(999);
    const from = onCard("inbox", moved);
    const place = nextPlace(columns, { from, moved, code: "ArrowRight", isOpen: everywhere });
    expect(place).toEqual({ status: "assigned", card: null, isAfter: false });
    expect(beforeIdOf([], place ?? from)).toBeNull();
  });
});

test("after the last card means the end; before a card names it", () => {
  const cards = [card(1), card(2)];
  const [first, last] = cards as [TaskCard, TaskCard];
  expect(beforeIdOf(cards, { status: "inbox", card: last, isAfter: true })).toBeNull();
  expect(beforeIdOf(cards, { status: "inbox", card: first, isAfter: true })).toBe(last.taskId);
  expect(beforeIdOf(cards, { status: "inbox", card: first, isAfter: false })).toBe(first.taskId);
});

test("a place is told by its column, and by the card there when it is another one", () => {
  expect(placeWords(onCard("in_progress", card(7)), card(3))).toBe("In progress, at MC-7");
  expect(placeWords(onCard("inbox", card(3)), card(3))).toBe("Inbox");
});

test("the first of a list in which something holds from there on is found like by looking at all of them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (list, bound) => {
      const sorted = list.toSorted((a, b) => a - b);
      const found = sorted.findIndex((each) => each >= bound);
      expect(firstIndex(sorted, (each) => each >= bound)).toBe(found === -1 ? sorted.length : found);
    }),
  );
});
