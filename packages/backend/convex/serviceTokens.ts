/** Credentials of runtimes. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { createToken, listTokens, revokeToken } from "./lib/serviceTokens";

export const list = accountQuery({ role: "admin", args: {}, handler: (ctx) => listTokens(ctx) });

export const create = adminMutation({
  audit: ["service_token_created"],
  args: { name: v.string() },
  handler: (ctx, { name }) => createToken(ctx, name),
});

export const revoke = adminMutation({
  audit: ["service_token_revoked"],
  args: { tokenId: v.id("serviceTokens") },
  handler: (ctx, { tokenId }) => revokeToken(ctx, tokenId),
});
