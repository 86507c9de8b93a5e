/**
 * What each tool of the catalog needs, may record and does: one entry per tool, and every door is registered from it
 * (service/tools for agents at the gateway, service/externalTools for those outside).
 */
import type { Capability } from "@mc/shared/agent/capabilities";
import type { ToolName } from "@mc/shared/tools/catalog";
import { type ObjectType, type PropertyValidators, v } from "convex/values";
import { literals } from "convex-helpers/validators";
import type { Audit } from "../functions/activity";
import type { AgentMutationCtx } from "../functions/turn";
import { documentKind, taskStatus as status } from "../tables/vocabulary";
import { taskAssign as assignTask, taskList as listTasks, taskSearch as searchTasks } from "./leadTools";
import { skillList as listSkills } from "./skillTools";
import { standupRead as readStandup } from "./standupTools";
import {
  taskCreate as createTask,
  agentList as listAgents,
  documentList as listDocuments,
  approvalStatus as readApproval,
  documentRead as readDocument,
  fileRead as readFile,
  taskHistory as readHistory,
  taskUpdate as updateTask,
} from "./taskTools";
import {
  taskLoad as load,
  taskMessage as post,
  messageRead as readMessage,
  responseRequest as request,
  taskStatus as setStatus,
  documentUpsert as upsert,
} from "./tools";

const MOVES = [
  "task_status_changed",
  "task_unblocked",
  "parts_done",
  "loop_stopped",
  "approval_requested",
] as const;
const POSTS = ["message_created", "loop_stopped", "approval_requested"] as const;

type ToolDefinition<Args extends PropertyValidators, Output> = {
  capability: Capability | null;
  audit: Audit;
  args: Args;
  handler: (ctx: AgentMutationCtx, args: ObjectType<Args>) => Promise<Output>;
};

function tool<Args extends PropertyValidators, Output>(
  definition: ToolDefinition<Args, Output>,
): ToolDefinition<Args, Output> {
  return definition;
}

export const TOOL_TABLE = {
  task_load: tool({
    capability: null,
    audit: "none",
    args: {
      number: v.optional(v.number()),
      offset: v.optional(v.number()),
      skipMessages: v.optional(v.number()),
    },
    handler: (ctx, args) => load(ctx, args),
  }),
  message_read: tool({
    capability: null,
    audit: "none",
    args: { messageId: v.string(), offset: v.optional(v.number()) },
    handler: (ctx, args) => readMessage(ctx, args),
  }),
  task_status: tool({
    capability: "canModifyTaskStatus",
    audit: MOVES,
    args: { status, reason: v.optional(v.string()) },
    handler: (ctx, args) => setStatus(ctx, args),
  }),
  task_message: tool({
    capability: null,
    audit: POSTS,
    args: { body: v.string() },
    handler: (ctx, args) => post(ctx, args),
  }),
  document_upsert: tool({
    capability: "canCreateDocuments",
    audit: ["document_created", "document_updated", "document_kind_changed", "approval_requested"],
    args: { title: v.string(), content: v.string(), kind: v.optional(documentKind) },
    handler: (ctx, args) => upsert(ctx, args),
  }),
  response_request: tool({
    capability: null,
    audit: [...POSTS, "task_status_changed", "task_unblocked", "parts_done"],
    args: { question: v.string(), member: v.optional(v.string()) },
    handler: (ctx, args) => request(ctx, args),
  }),
  task_update: tool({
    capability: "canModifyTaskStatus",
    audit: ["task_updated", "approval_requested"],
    args: {
      title: v.optional(v.string()),
      description: v.optional(v.string()),
      priority: v.optional(v.number()),
      labels: v.optional(v.string()),
      prUrl: v.optional(v.string()),
    },
    handler: (ctx, args) => updateTask(ctx, args),
  }),
  task_create: tool({
    capability: "canCreateTasks",
    audit: ["task_created", "approval_requested"],
    args: {
      title: v.string(),
      description: v.optional(v.string()),
      priority: v.optional(v.number()),
      isPart: v.optional(literals("yes", "no")),
    },
    handler: (ctx, args) => createTask(ctx, args),
  }),
  task_history: tool({
    capability: null,
    audit: "none",
    args: {},
    handler: (ctx) => readHistory(ctx),
  }),
  task_list: tool({
    capability: null,
    audit: "none",
    args: { status: v.optional(status), assignee: v.optional(v.string()) },
    handler: (ctx, args) => listTasks(ctx, args),
  }),
  task_search: tool({
    capability: null,
    audit: "none",
    args: { text: v.string() },
    handler: (ctx, args) => searchTasks(ctx, args),
  }),
  task_assign: tool({
    capability: null,
    audit: ["task_assigned", ...MOVES],
    args: { number: v.number(), assignees: v.string() },
    handler: (ctx, args) => assignTask(ctx, args),
  }),
  document_list: tool({
    capability: null,
    audit: "none",
    args: {},
    handler: (ctx) => listDocuments(ctx),
  }),
  document_read: tool({
    capability: null,
    audit: "none",
    args: { documentId: v.string(), offset: v.optional(v.number()) },
    handler: (ctx, args) => readDocument(ctx, args),
  }),
  file_read: tool({
    capability: null,
    audit: "none",
    args: { fileId: v.string(), offset: v.optional(v.number()) },
    handler: (ctx, args) => readFile(ctx, args),
  }),
  agent_list: tool({
    capability: null,
    audit: "none",
    args: {},
    handler: (ctx) => listAgents(ctx),
  }),
  skill_list: tool({
    capability: null,
    audit: "none",
    args: { slug: v.optional(v.string()) },
    handler: (ctx, args) => listSkills(ctx, args),
  }),
  approval_status: tool({
    capability: null,
    audit: "none",
    args: { approvalId: v.string() },
    handler: (ctx, args) => readApproval(ctx, args),
  }),
  standup_read: tool({
    capability: null,
    audit: "none",
    args: { day: v.optional(v.string()) },
    handler: (ctx, args) => readStandup(ctx, args),
  }),
} as const satisfies Record<ToolName, unknown>;
