/** Tool calls of agents that wait for an admin's word. */
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import { decideApproval, expireApprovals, listApprovals } from "./lib/approvals";
import { approvalStatus } from "./tables/vocabulary";

export const list = accountQuery({
  role: "viewer",
  args: { status: v.optional(approvalStatus) },
  handler: (ctx, { status }) => listApprovals(ctx, status ?? "pending"),
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
