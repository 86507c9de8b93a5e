/** Credentials of agents that run outside the gateway. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { createAgentToken, listAgentTokens, revokeAgentToken } from "./lib/agentTokens";
import { getAgentOrThrow } from "./lib/roster";

export const list = accountQuery({
  role: "admin",
  args: { agentId: v.id("agents") },
  handler: async (ctx, { agentId }) => listAgentTokens(ctx, await getAgentOrThrow(ctx, agentId)),
});

export const create = adminMutation({
  audit: ["agent_token_created"],
  args: { agentId: v.id("agents"), name: v.string() },
  handler: async (ctx, args) => createAgentToken(ctx, await getAgentOrThrow(ctx, args.agentId), args.name),
});

export const revoke = adminMutation({
  audit: ["agent_token_revoked"],
  args: { tokenId: v.id("agentTokens") },
  handler: (ctx, { tokenId }) => revokeAgentToken(ctx, tokenId),
});
