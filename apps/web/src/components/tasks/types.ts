import type { api } from "@mc/backend/api";
import type { BOARD_STATUSES } from "@mc/shared/task/status";
import type { FunctionReturnType } from "convex/server";

/** As the server sends it: see board-cards.ts. */
export type Board = FunctionReturnType<typeof api.tasks.board>;
export type TaskCard = Omit<
  FunctionReturnType<typeof api.tasks.list>["page"][number],
  "prUrl" | "parentId" | "lastMessageAt"
>;
export type BoardStatus = (typeof BOARD_STATUSES)[number];
export type BoardColumn = {
  readonly status: BoardStatus;
  readonly count: number;
  readonly cards: readonly TaskCard[];
  readonly isMore: boolean;
};
export type TaskDetail = FunctionReturnType<typeof api.tasks.get>;
export type TaskId = TaskCard["taskId"];
export type MemberId = TaskCard["members"][number]["memberId"];
export type AgentId = TaskCard["agents"][number]["agentId"];
