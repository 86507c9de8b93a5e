/**
 * Builders for fleet operators: the people who run the installation, in whatever account they are. The only doors
 * for people that look across accounts. They write the installation's settings, and tenant rows through an opened
 * account like everyone else; a mutation that writes settings records what it did in the operators' log.
 */
import type { OperationType } from "@mc/shared/installation/operations";
import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import type { Doc, Id } from "../_generated/dataModel";
import {
  type DatabaseReader,
  type DatabaseWriter,
  type MutationCtx,
  mutation,
  query,
} from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { type ReadCtx, readAccount, type WriteCtx, writeAccount } from "./context";
import { broken, conflict, forbidden } from "./errors";
import { type Identity, requireIdentity } from "./identity";
import { isFleetOperator, type OperationRecorder, operationRecorder } from "./installation";
import { installationWriter } from "./tenantDb";

const ACCOUNTS_LOOKED_AT = 20;

export type FleetQueryCtx = {
  db: DatabaseReader;
  identity: Identity;
  /** The account opened for reading, or null when it is gone. */
  read(accountId: Id<"accounts">): Promise<ReadCtx | null>;
};
export type FleetMutationCtx = {
  /** Reads across accounts; writes the settings of the installation alone. */
  db: DatabaseWriter;
  identity: Identity;
  scheduler: MutationCtx["scheduler"];
  operations: OperationRecorder;
  /** The account opened in the operator's name, or null when it is gone. */
  open(accountId: Id<"accounts">): Promise<WriteCtx | null>;
  /** An account of the operator's own: a rollout is kept there. */
  home(): Promise<{ ctx: WriteCtx; member: Doc<"memberships"> }>;
};

export const fleetQuery = declare<
  Builder<{
    kind: "query";
    visibility: "public";
    consumes: Record<never, never>;
    ctx: FleetQueryCtx;
    declares: object;
  }>
>(
  "fleetQuery",
  customQuery(query, {
    args: {},
    input: async (ctx) => {
      const identity = await requireIdentity(ctx);
      await requireOperator(ctx.db, identity);
      const read = async (accountId: Id<"accounts">) => {
        const account = await ctx.db.get("accounts", accountId);
        return account ? readAccount(ctx, { account, caller: { kind: "system" } }) : null;
      };
      return { ctx: { db: ctx.db, identity, read }, args: {} };
    },
  }),
  { role: "fleet operator" },
);

export const fleetMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: Record<never, never>;
    ctx: FleetMutationCtx;
    declares: { audit: Audit; operations: readonly OperationType[] };
  }>
>(
  "fleetMutation",
  customMutation(mutation, {
    args: {},
    input: async (
      ctx: MutationCtx,
      _args,
      { audit, operations }: { audit: Audit; operations: readonly OperationType[] },
    ) => {
      const identity = await requireIdentity(ctx);
      await requireOperator(ctx.db, identity);
      const journal = openJournal(audit);
      const tally = { writes: 0 };
      let recorded = 0;
      const onRecord = () => {
        recorded += 1;
      };
      const caller = { kind: "system" as const, name: `${identity.name} (fleet operator)` };
      const cause = { kind: "request" as const };
      const enter = (account: Doc<"accounts">) => writeAccount(ctx, { account, caller, journal, cause });
      const open = async (accountId: Id<"accounts">) => {
        const account = await ctx.db.get("accounts", accountId);
        return account ? enter(account) : null;
      };
      const home = async () => {
        const { account, member } = await homeOf(ctx.db, identity.userId);
        return { ctx: enter(account), member };
      };
      return {
        ctx: {
          db: installationWriter(ctx.db, tally),
          identity,
          operations: operationRecorder(ctx.db, identity, { declared: operations, onRecord }),
          open,
          home,
        },
        args: {},
        onSuccess: () => {
          settleJournal(journal);
          if (tally.writes > 0 && recorded === 0) {
            throw broken(`The installation was changed without recording any of: ${operations.join(", ")}.`);
          }
        },
      };
    },
  }),
  { role: "fleet operator" },
);

async function requireOperator(db: DatabaseReader, { userId }: Identity): Promise<void> {
  if (await isFleetOperator(db, userId)) return;
  throw forbidden("This needs a fleet operator of the installation. Ask whoever runs it.");
}

/** The first account that the operator joined. */
async function homeOf(db: DatabaseReader, userId: string) {
  const members = await db
    .query("memberships")
    .withIndex("by_user_status", (q) => q.eq("userId", userId).eq("status", "active"))
    .take(ACCOUNTS_LOOKED_AT);
  for (const member of members) {
    const account = await db.get("accounts", member.accountId);
    if (account) return { account, member };
  }
  throw conflict("A rollout is kept in an account of yours, and you are in none. Create or join one.");
}
