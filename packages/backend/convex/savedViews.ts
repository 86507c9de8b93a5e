/** The signed-in member's own views of the tasks. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { createView, deleteView, editView, listViews } from "./lib/savedViews";

export const list = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => listViews(ctx, ctx.member._id),
});

export const create = accountMutation({
  role: "member",
  audit: "none",
  args: { name: v.string(), query: v.string() },
  handler: (ctx, args) => createView(ctx, args),
});

export const update = accountMutation({
  role: "member",
  audit: "none",
  args: { viewId: v.id("savedViews"), name: v.optional(v.string()), query: v.optional(v.string()) },
  handler: (ctx, { viewId, ...edit }) => editView(ctx, viewId, edit),
});

export const remove = accountMutation({
  role: "member",
  audit: "none",
  args: { viewId: v.id("savedViews") },
  handler: (ctx, { viewId }) => deleteView(ctx, viewId),
});
