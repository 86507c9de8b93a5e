import { describe, expect, test } from "vitest";
import {
  buildColumns,
  keepColumns,
  landingAt,
  matches,
  NO_FILTER,
  type PendingMoves,
} from "./board-model.ts";
import type { BoardColumn, TaskCard, TaskId } from "./types.ts";

const card = (id: string, position: string, over: Partial<TaskCard> = {}) =>
  ({
    taskId: id,
    number: Number(id.slice(1)),
    title: `Task ${id}`,
    status: "inbox",
    priority: 3,
    labels: [],
    position,
    members: [],
    agents: [],
    blockedReason: null,
    ...over,
  }) as unknown as TaskCard;
const column = (status: string, cards: TaskCard[], count = cards.length) =>
  ({ status, count, cards, isMore: count > cards.length }) as unknown as BoardColumn;
const move = (id: string, to: string, position: string): PendingMoves =>
  new Map([[id as TaskId, { to, position, reason: null, allowed: [] } as never]]);
const idsIn = (columns: ReturnType<typeof buildColumns>, status: string) =>
  columns.find((each) => each.status === status)?.cards.map((each) => each.taskId);
const countOf = (columns: ReturnType<typeof buildColumns>, status: string) =>
  columns.find((each) => each.status === status)?.count;

const A = "00000010";
const B = "00000020";
const C = "00000030";

describe("the board", () => {
  test("columns that a move does not touch stay the same objects", () => {
    const columns = [column("inbox", [card("t1", A)]), column("done", [card("t2", A)]), column("review", [])];
    const before = buildColumns(columns, new Map(), NO_FILTER);
    const after = keepColumns(before, buildColumns(columns, move("t1", "review", B), NO_FILTER));
    const isKept = (status: string) => {
      const at = before.findIndex((each) => each.status === status);
      return after[at] === before[at];
    };
    expect([isKept("inbox"), isKept("review"), isKept("done"), isKept("blocked")]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(idsIn([...after], "review")).toEqual(["t1"]);
  });
  test("a column whose count alone changed is another", () => {
    const before = buildColumns([column("inbox", [card("t1", A)], 5)], new Map(), NO_FILTER);
    const after = keepColumns(
      before,
      buildColumns([column("inbox", [card("t1", A)], 6)], new Map(), NO_FILTER),
    );
    expect(after[0]).not.toBe(before[0]);
    expect(countOf([...after], "inbox")).toBe(6);
  });
  test("has its six columns in order even when the server sent none of them", () => {
    expect(buildColumns([], new Map(), NO_FILTER).map((each) => each.status)).toEqual([
      "inbox",
      "assigned",
      "in_progress",
      "review",
      "blocked",
      "done",
    ]);
  });

  test("shows a move at once, in its place, and counts it where it is going", () => {
    const columns = buildColumns(
      [
        column("inbox", [card("t1", A)]),
        column("assigned", [card("t2", A, { status: "assigned" }), card("t3", C, { status: "assigned" })]),
      ],
      move("t1", "assigned", B),
      NO_FILTER,
    );
    expect(idsIn(columns, "inbox")).toEqual([]);
    expect(idsIn(columns, "assigned")).toEqual(["t2", "t1", "t3"]);
    expect([countOf(columns, "inbox"), countOf(columns, "assigned")]).toEqual([0, 3]);
  });

  test("shows a reorder within a column without touching its count", () => {
    const columns = buildColumns(
      [column("inbox", [card("t1", A), card("t2", B)], 70)],
      move("t1", "inbox", C),
      NO_FILTER,
    );
    expect(idsIn(columns, "inbox")).toEqual(["t2", "t1"]);
    expect(countOf(columns, "inbox")).toBe(70);
  });

  test("once the server has it where it was moved, nothing is counted twice", () => {
    const columns = buildColumns(
      [column("assigned", [card("t1", B, { status: "assigned" })])],
      move("t1", "assigned", B),
      NO_FILTER,
    );
    expect(idsIn(columns, "assigned")).toEqual(["t1"]);
    expect(countOf(columns, "assigned")).toBe(1);
  });

  test("a filter hides cards, says how many, and leaves the count exact", () => {
    const [inbox] = buildColumns(
      [column("inbox", [card("t1", A, { labels: ["bug"] }), card("t2", B)], 90)],
      new Map(),
      { ...NO_FILTER, label: "bug" },
    );
    expect(inbox).toMatchObject({ count: 90, hiddenCount: 1, isMore: true });
  });
});

describe("the filter", () => {
  const billing = card("t42", A, {
    title: "Migrate Billing",
    labels: ["api"],
    agents: [{ agentId: "a1" } as never],
  });
  test.each(["billing", "MC-42", "#42", "api"])("text %j finds by title, number or label", (text) => {
    expect(matches(billing, { ...NO_FILTER, text })).toBe(true);
  });
  test("an assignee is a person or an agent, or nobody", () => {
    expect(matches(billing, { ...NO_FILTER, assignee: "agent:a1" })).toBe(true);
    expect(matches(billing, { ...NO_FILTER, assignee: "member:m1" })).toBe(false);
    expect(matches(billing, { ...NO_FILTER, assignee: "nobody" })).toBe(false);
    expect(matches(card("t1", A), { ...NO_FILTER, assignee: "nobody" })).toBe(true);
  });
});

describe("where a card lands", () => {
  const cards = [card("t1", A), card("t2", B), card("t3", C)];
  const landing = (moved: string, before: string | null) =>
    landingAt(cards, moved as TaskId, before as TaskId | null);

  test("between its neighbours, the moved card itself not being one", () => {
    const { previous, next, position } = landing("t1", "t3");
    expect([previous?.taskId, next?.taskId]).toEqual(["t2", "t3"]);
    expect(position > B && position < C).toBe(true);
  });
  test("behind cards that share a place, when it is dropped between them", () => {
    const sharing = [card("t1", A), card("t2", A), card("t3", B)];
    const { position } = landingAt(sharing, "t9" as TaskId, "t2" as TaskId);
    expect(position > A && position < B).toBe(true);
  });
  test("at the end when no card is named, at the top before the first", () => {
    expect(landing("t9", null).position > C).toBe(true);
    expect(landing("t9", "t1").position < A).toBe(true);
  });
});
