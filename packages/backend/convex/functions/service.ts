/**
 * Builders for runtimes. Account and runtime come from the service token and from nothing else; a token of
 * one account can name no row of another. agentMutation adds the agent whose turn is running in a session.
 */
import type { Capability } from "@mc/shared/agent/capabilities";
import { v } from "convex/values";
import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import type { Doc } from "../_generated/dataModel";
import { mutation, type QueryCtx, query } from "../_generated/server";
import type { Audit } from "./activity";
import { type Builder, declare } from "./builder";
import { type ReadCtx, readAccount, type WriteCtx } from "./context";
import { conflict, missing, refuse } from "./errors";
import { sha256Hex } from "./secrets";
import { type AgentMutationCtx, openForSystem, openTurn, SYSTEM } from "./turn";

type Service = { runtime: Doc<"runtimes">; token: Doc<"serviceTokens"> };
export type ServiceQueryCtx = ReadCtx & Service;
export type ServiceMutationCtx = WriteCtx & Service;
const consumes = { serviceToken: v.string() };
const agentConsumes = {
  ...consumes,
  agentSlug: v.string(),
  sessionKey: v.string(),
  callId: v.string(),
  /** Of the lease under which the turn started; runtimes from before it was sent leave it out. */
  fence: v.optional(v.number()),
};
/** One valid lease at most, and a few expired ones that the sweep has not met yet. */
const LEASES_PER_SESSION = 10;

export const serviceQuery = declare<
  Builder<{
    kind: "query";
    visibility: "public";
    consumes: typeof consumes;
    ctx: ServiceQueryCtx;
    declares: object;
  }>
>(
  "serviceQuery",
  customQuery(query, {
    args: consumes,
    input: async (ctx, { serviceToken }) => {
      const service = await requireService(ctx, serviceToken);
      return {
        ctx: { ...readAccount(ctx, { account: service.account, caller: SYSTEM }), ...service },
        args: {},
      };
    },
  }),
);

export const serviceMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof consumes;
    ctx: ServiceMutationCtx;
    declares: { audit: Audit };
  }>
>(
  "serviceMutation",
  customMutation(mutation, {
    args: consumes,
    input: async (ctx, { serviceToken }, { audit }: { audit: Audit }) =>
      openForSystem(ctx, await requireService(ctx, serviceToken), audit),
  }),
);

/** For tools: the caller is the agent of the session whose turn is running, found by the server. */
export const agentMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof agentConsumes;
    ctx: AgentMutationCtx;
    declares: { capability: Capability | null; audit: Audit };
  }>
>(
  "agentMutation",
  customMutation(mutation, {
    args: agentConsumes,
    input: async (ctx, args, { capability, audit }: { capability: Capability | null; audit: Audit }) => {
      const { account } = await requireService(ctx, args.serviceToken);
      const turn = await requireTurn(readAccount(ctx, { account, caller: SYSTEM }), args);
      return openTurn(ctx, account, { turn, callId: args.callId, capability, audit });
    },
  }),
);

async function requireService(ctx: QueryCtx, serviceToken: string) {
  const tokenHash = await sha256Hex(serviceToken);
  const token = await ctx.db
    .query("serviceTokens")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  const isLive = token !== null && token.revokedAt === null;
  const account = isLive ? await ctx.db.get("accounts", token.accountId) : null;
  const runtime = isLive ? await ctx.db.get("runtimes", token.runtimeId) : null;
  if (!token || !account || !runtime) {
    throw refuse({
      code: "unauthenticated",
      message: "The service token is unknown or revoked. Create a new one in the account's settings.",
    });
  }
  return { account, runtime, token };
}

/** The running turn of a session: only under a lease may an agent act. */
async function requireTurn(
  ctx: ReadCtx,
  { agentSlug, sessionKey, fence }: { agentSlug: string; sessionKey: string; fence?: number | undefined },
) {
  const accountId = ctx.account._id;
  const session = await ctx.db
    .query("sessions")
    .withIndex("by_account_session", (q) => q.eq("accountId", accountId).eq("sessionKey", sessionKey))
    .unique();
  const agent = session ? await ctx.db.get("agents", session.agentId) : null;
  if (!session || agent?.slug !== agentSlug) throw missing("session");
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_session", (q) => q.eq("accountId", accountId).eq("sessionKey", sessionKey))
    .take(LEASES_PER_SESSION);
  const valid = leases.find(({ leaseUntil }) => leaseUntil > Date.now());
  // A turn that lost its lease must not act under the one of the turn that took its place.
  const lease = fence === undefined || valid?.fence === fence ? valid : undefined;
  const run = lease ? await ctx.db.get("runs", lease.runId) : null;
  const task = await ctx.db.get("tasks", session.taskId);
  if (!run || !task || run.cancelRequestedAt !== null) {
    throw conflict("No turn of this session is running now, so its tools have no effect. End the turn.");
  }
  return { agent, run, task };
}
