/** The agents' tools. Who calls is found from the session whose turn is running, never from what a model says. */
import { v } from "convex/values";
import { agentMutation } from "../functions/service";
import {
  taskLoad as load,
  taskMessage as post,
  responseRequest as request,
  taskStatus as setStatus,
  documentUpsert as upsert,
} from "../lib/tools";
import { documentKind, taskStatus as status } from "../tables/vocabulary";

const MOVES = ["task_status_changed", "task_unblocked", "loop_stopped"] as const;
const POSTS = ["message_created", "loop_stopped"] as const;

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
  audit: ["document_created", "document_updated"],
  args: { title: v.string(), content: v.string(), kind: v.optional(documentKind) },
  handler: (ctx, args) => upsert(ctx, args),
});

export const responseRequest = agentMutation({
  capability: null,
  audit: [...POSTS, "task_status_changed", "task_unblocked"],
  args: { question: v.string(), member: v.optional(v.string()) },
  handler: (ctx, args) => request(ctx, args),
});
