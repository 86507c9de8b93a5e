import { describe, expect, test } from "vitest";
import { NO_FILTER } from "./board-model";
import { listFilterOf } from "./list-filter";
import { readSort, SERVER_ORDER, sortTasks, writeSort } from "./list-sort";
import type { TaskCard } from "./types";

const card = (number: number, over: Partial<TaskCard> = {}) =>
  ({
    number,
    title: `Task ${number}`,
    status: "inbox",
    priority: 3,
    dueAt: null,
    updatedAt: number,
    ...over,
  }) as TaskCard;
const numbers = (cards: readonly TaskCard[]) => cards.map((each) => each.number);

describe("the order of the list", () => {
  test("goes into the address and comes back; nonsense is the server's order", () => {
    expect(readSort(writeSort({ key: "priority", isDescending: true }))).toEqual({
      key: "priority",
      isDescending: true,
    });
    expect(readSort("due")).toEqual({ key: "due", isDescending: false });
    expect(readSort("colour")).toEqual(SERVER_ORDER);
  });

  test("equal ones stay newest first, whichever way the column is sorted", () => {
    const cards = [card(1), card(2, { priority: 1 }), card(3)];
    expect(numbers(sortTasks(cards, { key: "priority", isDescending: false }))).toEqual([2, 3, 1]);
    expect(numbers(sortTasks(cards, { key: "priority", isDescending: true }))).toEqual([3, 1, 2]);
  });

  test("statuses follow the workflow, and tasks without a due date come last either way", () => {
    const cards = [card(1, { status: "done" }), card(2, { status: "assigned" })];
    expect(numbers(sortTasks(cards, { key: "status", isDescending: false }))).toEqual([2, 1]);
    const due = [card(1), card(2, { dueAt: 200 }), card(3, { dueAt: 100 })];
    expect(numbers(sortTasks(due, { key: "due", isDescending: false }))).toEqual([3, 2, 1]);
    expect(numbers(sortTasks(due, { key: "due", isDescending: true }))).toEqual([2, 3, 1]);
  });
});

describe("the filter that the server is asked for", () => {
  test("knows people from agents; text and nobody are left to the page", () => {
    expect(listFilterOf({ ...NO_FILTER, assignee: "agent:a1", label: "api" })).toEqual({
      agentId: "a1",
      label: "api",
    });
    expect(listFilterOf({ ...NO_FILTER, assignee: "member:m1", priority: 2 })).toEqual({
      memberId: "m1",
      priority: 2,
    });
    expect(listFilterOf({ ...NO_FILTER, assignee: "nobody", text: "crash" })).toBeNull();
  });
});
