import { expect, test } from "vitest";
import type { TaskCard } from "@/components/tasks/types";
import { attentionOf } from "./attention.ts";

const card = (number: number, status: string, over: object = {}) =>
  ({ number, status, priority: 3, updatedAt: 0, members: [], ...over }) as unknown as TaskCard;
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
  );
  expect(items.map((item) => item.card.number)).toEqual([5, 4, 3, 2, 1]);
});
