import { expect, test } from "vitest";
import { boardColumns } from "./board-cards.ts";
import type { Board } from "./types.ts";

const board = {
  columns: [
    {
      status: "assigned",
      count: 30,
      isMore: true,
      cards: [
        { taskId: "t1", number: 1, title: "Bare", priority: 3, position: "a", updatedAt: 5 },
        {
          taskId: "t2",
          number: 2,
          title: "Full",
          priority: 1,
          position: "b",
          updatedAt: 6,
          labels: ["bug"],
          memberIds: ["m1"],
          agentIds: ["a2", "a1"],
          openBlockerCount: 1,
          messageCount: 4,
        },
      ],
    },
  ],
  members: [{ memberId: "m1", name: "Ada" }],
  agents: [
    { agentId: "a1", name: "Theo", icon: "bot", slug: "theo" },
    { agentId: "a2", name: "Iris", icon: "eye", slug: "iris" },
  ],
} as unknown as Board;

test("what the server leaves out is empty, and faces are found by their ids in the card's order", () => {
  const [column] = boardColumns(board, "member");
  expect(column).toMatchObject({ status: "assigned", count: 30, isMore: true });
  expect(column?.cards[0]).toMatchObject({
    status: "assigned",
    labels: [],
    members: [],
    agents: [],
    dueAt: null,
    subtasks: null,
    openBlockerCount: 0,
    messageCount: 0,
    running: [],
    givenUp: [],
  });
  expect(column?.cards[1]).toMatchObject({
    labels: ["bug"],
    members: [{ memberId: "m1", name: "Ada" }],
    agents: [{ name: "Iris" }, { name: "Theo" }],
    messageCount: 4,
  });
});

test("the moves offered follow from the role, the assignees and what the task waits for", () => {
  const allowed = (role: "member" | "viewer") =>
    boardColumns(board, role).flatMap(({ cards }) => cards.map((card) => card.allowed));
  const [bare, full] = allowed("member");
  expect(bare).toEqual(expect.arrayContaining(["inbox", "blocked"]));
  expect(bare).not.toContain("in_progress");
  expect(full).not.toContain("in_progress");
  expect(full).not.toContain("inbox");
  expect(allowed("viewer")).toEqual([[], []]);
});
