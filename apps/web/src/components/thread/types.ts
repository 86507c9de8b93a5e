import type { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";

export type Message = FunctionReturnType<typeof api.messages.list>["page"][number];
export type Run = FunctionReturnType<typeof api.runs.listByTask>[number];
export type LiveRun = FunctionReturnType<typeof api.runs.live>[number];
export type TaskActivity = FunctionReturnType<typeof api.activities.listByTask>["page"][number];
export type SendPreview = FunctionReturnType<typeof api.messages.preview>;
