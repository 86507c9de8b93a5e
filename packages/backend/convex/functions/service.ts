/**
 * Builders for runtimes. Account and runtime come from the service token and from nothing else; a token of
 * one account can name no row of another. agentMutation adds the agent whose turn is running in a session.
 */
import { CAPABILITY_LABEL, type Capability } from "@mc/shared/agent/capabilities";
import { v } from "convex/values";
import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import type { Doc } from "../_generated/dataModel";
import { mutation, type QueryCtx, query } from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { agentCaller, type Caller, type ReadCtx, readAccount, type WriteCtx, writeAccount } from "./context";
import { conflict, forbidden, missing, refuse } from "./errors";
import { sha256Hex } from "./secrets";

type Service = { runtime: Doc<"runtimes">; token: Doc<"serviceTokens"> };
export type ServiceQueryCtx = ReadCtx & Service;
export type ServiceMutationCtx = WriteCtx & Service;
export type AgentMutationCtx = WriteCtx & {
  caller: Caller & { kind: "agent" };
  agent: Doc<"agents">;
  run: Doc<"runs">;
  task: Doc<"tasks">;
  callId: string;
};

const consumes = { serviceToken: v.string() };
const agentConsumes = { ...consumes, agentSlug: v.string(), sessionKey: v.string(), callId: v.string() };
/** One valid lease at most, and a few expired ones that the sweep has not met yet. */
const LEASES_PER_SESSION = 10;
const SYSTEM: Caller = { kind: "system" };

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
    input: async (ctx, { serviceToken }, { audit }: { audit: Audit }) => {
      const service = await requireService(ctx, serviceToken);
      const journal = openJournal(audit);
      const entry = {
        account: service.account,
        caller: SYSTEM,
        journal,
        cause: { kind: "request" } as const,
      };
      return {
        ctx: { ...writeAccount(ctx, entry), ...service },
        args: {},
        onSuccess: () => settleJournal(journal),
      };
    },
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
      const caller = agentCaller(account, turn);
      requireCapability(caller, capability);
      const journal = openJournal(audit);
      const cause = { kind: "run", runId: turn.run._id } as const;
      return {
        ctx: {
          ...writeAccount(ctx, { account, caller, journal, cause }),
          ...turn,
          caller,
          callId: args.callId,
        },
        args: {},
        onSuccess: () => settleJournal(journal),
      };
    },
  }),
);

/** What a tool needs, checked wherever an agent calls it from. */
export function requireCapability(caller: Caller & { kind: "agent" }, capability: Capability | null): void {
  if (capability === null || caller.capabilities[capability]) return;
  throw forbidden(`${caller.name} may not ${CAPABILITY_LABEL[capability]}. An admin can allow it.`);
}

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
  { agentSlug, sessionKey }: { agentSlug: string; sessionKey: string },
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
  const lease = leases.find(({ leaseUntil }) => leaseUntil > Date.now());
  const run = lease ? await ctx.db.get("runs", lease.runId) : null;
  const task = await ctx.db.get("tasks", session.taskId);
  if (!run || !task || run.cancelRequestedAt !== null) {
    throw conflict("No turn of this session is running now, so its tools have no effect. End the turn.");
  }
  return { agent, run, task };
}
