/** The agents' tools. Who calls is found from the session whose turn is running, never from what a model says. */
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { agentMutation } from "../functions/service";
import { taskAssign as assignTask, taskList as listTasks, taskSearch as searchTasks } from "../lib/leadTools";
import {
  taskCreate as createTask,
  agentList as listAgents,
  documentList as listDocuments,
  approvalStatus as readApproval,
  documentRead as readDocument,
  taskHistory as readHistory,
  taskUpdate as updateTask,
} from "../lib/taskTools";
import {
  taskLoad as load,
  taskMessage as post,
  responseRequest as request,
  taskStatus as setStatus,
  documentUpsert as upsert,
} from "../lib/tools";
import { documentKind, taskStatus as status } from "../tables/vocabulary";

const MOVES = ["task_status_changed", "task_unblocked", "loop_stopped", "approval_requested"] as const;
const POSTS = ["message_created", "loop_stopped", "approval_requested"] as const;

export const taskLoad = agentMutation({
  capability: null,
  audit: "none",
  args: {},
  handler: (ctx) => load(ctx),
});

export const taskStatus = agentMutation({
  capability: "canModifyTaskStatus",
  audit: MOVES,
  args: { status, reason: v.optional(v.string()) },
  handler: (ctx, args) => setStatus(ctx, args),
});

export const taskMessage = agentMutation({
  capability: null,
  audit: POSTS,
  args: { body: v.string() },
  handler: (ctx, args) => post(ctx, args),
});

export const documentUpsert = agentMutation({
  capability: "canCreateDocuments",
  audit: ["document_created", "document_updated", "approval_requested"],
  args: { title: v.string(), content: v.string(), kind: v.optional(documentKind) },
  handler: (ctx, args) => upsert(ctx, args),
});

export const responseRequest = agentMutation({
  capability: null,
  audit: [...POSTS, "task_status_changed", "task_unblocked"],
  args: { question: v.string(), member: v.optional(v.string()) },
  handler: (ctx, args) => request(ctx, args),
});

export const taskUpdate = agentMutation({
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
});

export const taskCreate = agentMutation({
  capability: "canCreateTasks",
  audit: ["task_created", "approval_requested"],
  args: {
    title: v.string(),
    description: v.optional(v.string()),
    priority: v.optional(v.number()),
    isPart: v.optional(literals("yes", "no")),
  },
  handler: (ctx, args) => createTask(ctx, args),
});

export const taskHistory = agentMutation({
  capability: null,
  audit: "none",
  args: {},
  handler: (ctx) => readHistory(ctx),
});

export const taskList = agentMutation({
  capability: null,
  audit: "none",
  args: { status: v.optional(status), assignee: v.optional(v.string()) },
  handler: (ctx, args) => listTasks(ctx, args),
});

export const taskSearch = agentMutation({
  capability: null,
  audit: "none",
  args: { text: v.string() },
  handler: (ctx, args) => searchTasks(ctx, args),
});

export const taskAssign = agentMutation({
  capability: null,
  audit: ["task_assigned", ...MOVES],
  args: { number: v.number(), assignees: v.string() },
  handler: (ctx, args) => assignTask(ctx, args),
});

export const documentList = agentMutation({
  capability: null,
  audit: "none",
  args: {},
  handler: (ctx) => listDocuments(ctx),
});

export const documentRead = agentMutation({
  capability: null,
  audit: "none",
  args: { documentId: v.string() },
  handler: (ctx, args) => readDocument(ctx, args),
});

export const agentList = agentMutation({
  capability: null,
  audit: "none",
  args: {},
  handler: (ctx) => listAgents(ctx),
});

export const approvalStatus = agentMutation({
  capability: null,
  audit: "none",
  args: { approvalId: v.string() },
  handler: (ctx, args) => readApproval(ctx, args),
});
