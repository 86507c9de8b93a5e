/** Asking the squad lead. The thread itself is read and changed through messages.* and runs.* like every other. */
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { askLead, previewLeadChat, readLeadChat } from "./lib/leadChat";

export const get = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readLeadChat(ctx) });

export const ask = accountMutation({
  role: "member",
  audit: ["message_created"],
  args: { body: v.string(), clientKey: v.string() },
  handler: (ctx, args) => askLead(ctx, args),
});

export const preview = accountQuery({
  role: "member",
  args: { body: v.string() },
  handler: (ctx, args) => previewLeadChat(ctx, args.body),
});
