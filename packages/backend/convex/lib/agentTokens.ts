/** Credentials of agents that run outside the gateway: made by an admin, shown once, kept as a hash, bound to one agent. */
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { createSecret } from "../functions/secrets";
import { LIMITS } from "./limits";
import { agentTokenTarget } from "./targets";
import { requireName } from "./text";

const MAX_NAME = 60;

export async function createAgentToken(ctx: AccountMutationCtx, agent: Doc<"agents">, wanted: string) {
  if (agent.runsIn !== "external") {
    throw conflict(
      `${agent.name} runs at this account's gateway and needs no token. Connect a new agent for a program of yours.`,
      "gateway",
    );
  }
  const name = requireName(wanted, { what: "The name", field: "name", max: MAX_NAME });
  const live = await liveTokensOf(ctx, agent._id);
  if (live.length >= LIMITS.tokensPerAgent) {
    throw invalid(`An agent has at most ${LIMITS.tokensPerAgent} live tokens; revoke some first.`);
  }
  const { secret, hash, hint } = await createSecret("mca");
  const tokenId = await ctx.db.insert("agentTokens", {
    accountId: ctx.account._id,
    agentId: agent._id,
    name,
    tokenHash: hash,
    hint,
    createdBy: ctx.member._id,
    lastUsedAt: null,
    revokedAt: null,
  });
  await ctx.activity.record({
    event: { type: "agent_token_created", tokenName: name },
    target: agentTokenTarget(tokenId, agent),
  });
  return { tokenId, token: secret, hint };
}

export async function listAgentTokens(ctx: ReadCtx, agent: Doc<"agents">) {
  return (await tokensOf(ctx, agent._id)).map((row) => ({
    tokenId: row._id,
    name: row.name,
    hint: row.hint,
    createdAt: row._creationTime,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }));
}

export async function revokeAgentToken(ctx: WriteCtx, tokenId: Id<"agentTokens">): Promise<null> {
  const row = await ctx.db.get("agentTokens", tokenId);
  const agent = row ? await ctx.db.get("agents", row.agentId) : null;
  if (!row || !agent) throw missing("agent token");
  if (row.revokedAt !== null) throw conflict("The token is already revoked.", "revoked");
  await ctx.db.patch("agentTokens", tokenId, { revokedAt: Date.now() });
  await ctx.activity.record({
    event: { type: "agent_token_revoked", tokenName: row.name },
    target: agentTokenTarget(tokenId, agent),
  });
  return null;
}

/** When an external agent last called, with whichever of its tokens. */
export async function lastCallOf(ctx: ReadCtx, agentId: Id<"agents">): Promise<number | null> {
  const uses = (await tokensOf(ctx, agentId)).map(({ lastUsedAt }) => lastUsedAt ?? 0);
  return Math.max(0, ...uses) || null;
}

/** The live ones, of which there are few, and the ones revoked last. */
async function tokensOf(ctx: ReadCtx, agentId: Id<"agents">): Promise<Doc<"agentTokens">[]> {
  const live = await liveTokensOf(ctx, agentId);
  const revoked = await ctx.db
    .query("agentTokens")
    .withIndex("by_account_agent_revokedAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("agentId", agentId).gt("revokedAt", 0),
    )
    .order("desc")
    .take(LIMITS.tokensPerAgent);
  return [...live.reverse(), ...revoked];
}

async function liveTokensOf(ctx: ReadCtx, agentId: Id<"agents">): Promise<Doc<"agentTokens">[]> {
  return await ctx.db
    .query("agentTokens")
    .withIndex("by_account_agent_revokedAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("agentId", agentId).eq("revokedAt", null),
    )
    .take(LIMITS.tokensPerAgent);
}
