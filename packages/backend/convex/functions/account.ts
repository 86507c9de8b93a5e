/**
 * Builders for people acting in an account. They find the membership of the signed-in person, check the role,
 * and hand over a database that shows this account alone. Edit when access changes.
 */
import { hasRole, type Role } from "@mc/shared/account/roles";
import { v } from "convex/values";
import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import type { Doc, Id } from "../_generated/dataModel";
import { mutation, type QueryCtx, query } from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { type Caller, type ReadCtx, readAccount, type WriteCtx, writeAccount } from "./context";
import { forbidden, missing } from "./errors";
import { requireIdentity } from "./identity";
import { type OperationRecorder, operationRecorder } from "./installation";
import { hasRoomFor } from "./localRuntimes";
import { type Stranger, strangersAt } from "./pushEndpoints";

type Member = { member: Doc<"memberships">; caller: Caller & { kind: "member" } };
export type AccountQueryCtx = ReadCtx &
  Member & {
    /** Whether this installation starts the account's local runtime beside those of others. */
    hasRoomFor(runtime: Doc<"runtimes">): Promise<boolean>;
  };
export type AccountMutationCtx = WriteCtx &
  Member & {
    /** The operators' log: what is told there outlives the account. */
    operations: OperationRecorder;
    /** Other people's hold on the caller's browser, in any other account. */
    strangersAt(endpoint: string): Promise<Stranger[]>;
  };

const OPERATIONS = ["account_deletion_requested"] as const;
const consumes = { accountId: v.id("accounts") };

export const accountQuery = declare<
  Builder<{
    kind: "query";
    visibility: "public";
    consumes: typeof consumes;
    ctx: AccountQueryCtx;
    declares: { role: Role };
  }>
>(
  "accountQuery",
  customQuery(query, {
    args: consumes,
    input: async (ctx, { accountId }, { role }: { role: Role }) => {
      const found = await requireMember(ctx, accountId, role);
      const own = { hasRoomFor: (runtime: Doc<"runtimes">) => hasRoomFor(ctx.db, runtime) };
      return { ctx: { ...readAccount(ctx, found), ...found, ...own }, args: {} };
    },
  }),
);

export const accountMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof consumes;
    ctx: AccountMutationCtx;
    declares: { role: Role; audit: Audit };
  }>
>("accountMutation", memberMutation(null));

/** Like accountMutation with the role fixed, so that the word stands in the code. */
export const adminMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof consumes;
    ctx: AccountMutationCtx;
    declares: { audit: Audit };
  }>
>("adminMutation", memberMutation("admin"), { role: "admin" });

function memberMutation(fixedRole: Role | null) {
  return customMutation(mutation, {
    args: consumes,
    input: async (ctx, { accountId }, { role, audit }: { role?: Role; audit: Audit }) => {
      const found = await requireMember(ctx, accountId, fixedRole ?? role ?? "owner");
      const journal = openJournal(audit);
      const { userId, name } = found.member;
      const operations = operationRecorder(ctx.db, { userId, name }, { declared: OPERATIONS });
      return {
        ctx: {
          ...writeAccount(ctx, { ...found, journal, cause: { kind: "request" } }),
          ...found,
          operations,
          strangersAt: (endpoint: string) =>
            strangersAt(ctx, { endpoint, own: found.account._id, userId, journal }),
        },
        args: {},
        onSuccess: () => settleJournal(journal),
      };
    },
  });
}

async function requireMember(ctx: QueryCtx, accountId: Id<"accounts">, minimum: Role) {
  const { userId } = await requireIdentity(ctx);
  const member = await ctx.db
    .query("memberships")
    .withIndex("by_account_user", (q) => q.eq("accountId", accountId).eq("userId", userId))
    .unique();
  const account = member?.status === "active" ? await ctx.db.get("accounts", accountId) : null;
  if (!member || !account) throw missing("account");
  if (!hasRole(member.role, minimum)) {
    throw forbidden(`This needs the role ${minimum}; you are ${member.role}. Ask an admin of the account.`);
  }
  const caller: Caller & { kind: "member" } = {
    kind: "member",
    memberId: member._id,
    name: member.name,
    role: member.role,
  };
  return { account, member, caller };
}
