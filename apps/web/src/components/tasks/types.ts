import type { api } from "@mc/backend/api";
import type { BOARD_STATUSES } from "@mc/shared/task/status";
import type { FunctionReturnType } from "convex/server";

type Board = FunctionReturnType<typeof api.tasks.board>;
export type BoardColumn = Board["columns"][number];
export type TaskCard = BoardColumn["cards"][number];
export type BoardStatus = (typeof BOARD_STATUSES)[number];
export type TaskDetail = FunctionReturnType<typeof api.tasks.get>;
export type TaskId = TaskCard["taskId"];
export type MemberId = TaskCard["members"][number]["memberId"];
export type AgentId = TaskCard["agents"][number]["agentId"];
