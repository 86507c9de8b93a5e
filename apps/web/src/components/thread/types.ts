import type { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";

export type Message = FunctionReturnType<typeof api.messages.list>["page"][number];
export type Run = FunctionReturnType<typeof api.runs.listByTask>[number];
export type LiveRun = FunctionReturnType<typeof api.runs.live>[number];
export type TaskActivity = FunctionReturnType<typeof api.activities.listByTask>["page"][number];
export type Seen = FunctionReturnType<typeof api.messages.seenBy>[number];
export type Transcript = FunctionReturnType<typeof api.runs.transcript>;
export type SendPreview = FunctionReturnType<typeof api.messages.preview>;
