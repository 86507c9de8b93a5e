/**
 * Builders for agents that run outside the gateway. Account and agent come from the agent's token and from nothing else;
 * what a model writes into its arguments can name no other. externalTurnMutation adds the turn that a lease stands for, and
 * hands over the same context as agentMutation, so that a tool has one handler whichever door it is called through.
 */
import type { Capability } from "@mc/shared/agent/capabilities";
import { parseLease } from "@mc/shared/delivery/lease";
import { v } from "convex/values";
import { customMutation } from "convex-helpers/server/customFunctions";
import type { Doc } from "../_generated/dataModel";
import { type MutationCtx, mutation } from "../_generated/server";
import type { Audit } from "./activity";
import { type Builder, declare } from "./builder";
import { type ReadCtx, readAccount, type WriteCtx } from "./context";
import { conflict, missing, refuse } from "./errors";
import { countAct } from "./rates";
import { sha256Hex } from "./secrets";
import { type AgentMutationCtx, openForSystem, openTurn, SYSTEM } from "./turn";

export type ExternalMutationCtx = WriteCtx & { agent: Doc<"agents">; token: Doc<"agentTokens"> };

/** A call over HTTP is two acts: who is it, and what is asked. */
const ACTS_PER_MINUTE = 240;
const USE_NOTED_EVERY_MS = 60_000;

const consumes = { agentToken: v.string() };
const turnConsumes = { ...consumes, lease: v.string(), callId: v.string() };

export const externalMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof consumes;
    ctx: ExternalMutationCtx;
    declares: { audit: Audit };
  }>
>(
  "externalMutation",
  customMutation(mutation, {
    args: consumes,
    input: async (ctx, { agentToken }, { audit }: { audit: Audit }) =>
      openForSystem(ctx, await requireAgentToken(ctx, agentToken), audit),
  }),
);

export const externalTurnMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof turnConsumes;
    ctx: AgentMutationCtx;
    declares: { capability: Capability | null; audit: Audit };
  }>
>(
  "externalTurnMutation",
  customMutation(mutation, {
    args: turnConsumes,
    input: async (ctx, args, { capability, audit }: { capability: Capability | null; audit: Audit }) => {
      const { account, agent } = await requireAgentToken(ctx, args.agentToken);
      const turn = await requireHeldTurn(readAccount(ctx, { account, caller: SYSTEM }), agent, args.lease);
      return openTurn(ctx, account, { turn, callId: args.callId, capability, audit });
    },
  }),
);

async function requireAgentToken(ctx: MutationCtx, agentToken: string) {
  const tokenHash = await sha256Hex(agentToken);
  const token = await ctx.db
    .query("agentTokens")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  const isLive = token !== null && token.revokedAt === null;
  const account = isLive ? await ctx.db.get("accounts", token.accountId) : null;
  const agent = isLive ? await ctx.db.get("agents", token.agentId) : null;
  if (!token || !account || agent?.status !== "active") {
    throw refuse({
      code: "unauthenticated",
      message: "This agent token is unknown or revoked. Ask an admin of the account for a new one.",
    });
  }
  await countAct(ctx.db, account._id, { key: `calls:${agent._id}`, limit: ACTS_PER_MINUTE, what: "calls" });
  const now = Date.now();
  if (now - (token.lastUsedAt ?? 0) >= USE_NOTED_EVERY_MS) {
    await ctx.db.patch("agentTokens", token._id, { lastUsedAt: now });
  }
  return { account, agent, token };
}

export function stopRequested() {
  return conflict(
    "A person stopped this work, so nothing was done. Confirm it with work_give_back.",
    "stopped",
  );
}

/** The turn of this agent that the lease stands for. Somebody else's lease and one that never was answer alike. */
async function requireHeldTurn(ctx: ReadCtx, agent: Doc<"agents">, text: string) {
  const named = parseLease(text);
  const runId = named ? ctx.db.normalizeId("runs", named.runId) : null;
  const run = runId ? await ctx.db.get("runs", runId) : null;
  if (!named || run?.agentId !== agent._id) throw missing("lease");
  const lease = await ctx.db
    .query("leases")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id).eq("runId", run._id))
    .unique();
  const task = await ctx.db.get("tasks", run.taskId);
  if (!task || lease?.fence !== named.fence || lease.leaseUntil <= Date.now()) {
    throw conflict(
      "This lease is over, so nothing was done. Stop this work; work_list shows what waits for you.",
      run.status,
    );
  }
  if (run.cancelRequestedAt !== null) {
    throw stopRequested();
  }
  return { agent, run, task };
}
