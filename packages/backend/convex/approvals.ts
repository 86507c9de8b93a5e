/** Tool calls of agents that wait for an admin's word. */
import { DECIDED_APPROVAL_STATUSES as DECIDED } from "@mc/shared/agent/approvals";
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import {
  decideApproval,
  listDecided as decidedOf,
  expireApproval,
  expireApprovals,
  listApprovals,
  readApproval,
} from "./lib/approvals";
import { approvalStatus, toolName } from "./tables/vocabulary";

export const list = accountQuery({
  role: "viewer",
  args: { status: v.optional(approvalStatus) },
  handler: (ctx, { status }) => listApprovals(ctx, status ?? "pending"),
});

/** What was decided, page by page. */
export const listDecided = accountQuery({
  role: "viewer",
  args: {
    status: v.optional(literals(...DECIDED)),
    agentId: v.optional(v.id("agents")),
    tool: v.optional(toolName),
    paginationOpts: paginationOptsValidator,
  },
  handler: (ctx, { paginationOpts, ...filter }) => decidedOf(ctx, filter, paginationOpts),
});

export const get = accountQuery({
  role: "viewer",
  args: { approvalId: v.id("approvals") },
  handler: (ctx, { approvalId }) => readApproval(ctx, approvalId),
});

export const decide = adminMutation({
  audit: ["approval_decided"],
  args: {
    approvalId: v.id("approvals"),
    decision: literals("approved", "refused"),
    reason: v.optional(v.string()),
  },
  handler: (ctx, args) => decideApproval(ctx, args),
});

/** Every minute. */
export const expire = systemMutation({
  audit: ["approval_decided"],
  schedule: "approvals.expire",
  args: {},
  handler: (ctx) => expireApprovals(ctx),
});

export const expireOne = systemMutation({
  audit: ["approval_decided"],
  schedule: "approvals.expire",
  args: { approvalId: v.id("approvals") },
  handler: (ctx, { approvalId }) => expireApproval(ctx, approvalId),
});
