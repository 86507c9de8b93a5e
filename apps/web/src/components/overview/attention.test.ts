import { expect, test } from "vitest";
import type { TaskCard } from "@/components/tasks/types";
import { attentionOf } from "./attention.ts";

const card = (number: number, status: string, over: object = {}) =>
  ({
    number,
    status,
    priority: 3,
    updatedAt: 0,
    dueAt: null,
    members: [],
    running: [],
    givenUp: [],
    ...over,
  }) as unknown as TaskCard;
const mine = { members: [{ memberId: "me" }] };

test("blocked before reviews before one's own; urgent first, then the longest waiting", () => {
  const items = attentionOf(
    [
      card(1, "assigned", mine),
      card(2, "review", { updatedAt: 9 }),
      card(3, "review", { updatedAt: 1 }),
      card(4, "blocked"),
      card(5, "blocked", { priority: 1 }),
      card(6, "in_progress"),
      card(7, "done", mine),
    ],
    "me",
    1_000,
  );
  expect(items.map((item) => item.card.number)).toEqual([5, 4, 3, 2, 1]);
});

test("what was given up comes first, and what is late before one's own; done work is neither", () => {
  const lost = { givenUp: [{ runId: "r" }] };
  const items = attentionOf(
    [
      card(1, "assigned", mine),
      card(2, "in_progress", { dueAt: 999 }),
      card(3, "blocked"),
      card(4, "in_progress", lost),
      card(5, "in_progress", { ...lost, running: [{ runId: "r2" }] }),
      card(6, "done", { ...lost, dueAt: 1 }),
    ],
    "me",
    1_000,
  );
  expect(items.map((item) => [item.card.number, item.why])).toEqual([
    [4, "gave_up"],
    [3, "blocked"],
    [2, "late"],
    [1, "yours"],
  ]);
});
