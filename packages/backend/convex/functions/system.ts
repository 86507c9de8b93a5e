/**
 * Builders for what no person asks for: crons, the scheduler, the supervisor of this installation (with the
 * host's admin key). Internal functions; the only ones that look across accounts, and they write through an
 * opened account like everyone else.
 */
import { customAction, customMutation, customQuery } from "convex-helpers/server/customFunctions";
import type { Id } from "../_generated/dataModel";
import {
  type ActionCtx,
  type DatabaseReader,
  type DatabaseWriter,
  internalAction,
  internalMutation,
  internalQuery,
  type MutationCtx,
} from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Attempts, attempts } from "./attempt";
import { type Builder, declare } from "./builder";
import { SYSTEM_NAME, type WriteCtx, writeAccount } from "./context";
import { type OperationRecorder, operationRecorder } from "./installation";
import { installationWriter } from "./tenantDb";

const OPERATIONS = ["counters_corrected", "migration_finished"] as const;

export type SystemQueryCtx = { db: DatabaseReader };
export type SystemMutationCtx = {
  /** Across accounts, for finding; writing goes through `open`. */
  db: DatabaseReader;
  scheduler: MutationCtx["scheduler"];
  storage: MutationCtx["storage"];
  /** Reads across accounts; writes what belongs to the installation. */
  installation: DatabaseWriter;
  /** The operators' log: what they should know though nobody did it. */
  operations: OperationRecorder;
  /** The account opened for the system, or null when it is gone. */
  open(accountId: Id<"accounts">): Promise<WriteCtx | null>;
  attempt: Attempts;
};

export const systemQuery = declare<
  Builder<{
    kind: "query";
    visibility: "internal";
    consumes: Record<never, never>;
    ctx: SystemQueryCtx;
    declares: object;
  }>
>(
  "systemQuery",
  customQuery(internalQuery, { args: {}, input: async (ctx) => ({ ctx: { db: ctx.db }, args: {} }) }),
);

export const systemMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "internal";
    consumes: Record<never, never>;
    ctx: SystemMutationCtx;
    declares: { audit: Audit; schedule: string };
  }>
>(
  "systemMutation",
  customMutation(internalMutation, {
    args: {},
    input: async (ctx, _args, { audit, schedule }: { audit: Audit; schedule: string }) => {
      const journal = openJournal(audit);
      const open = async (accountId: Id<"accounts">) => {
        const account = await ctx.db.get("accounts", accountId);
        if (!account) return null;
        return writeAccount(ctx, {
          account,
          caller: { kind: "system" },
          journal,
          cause: { kind: "schedule", name: schedule },
        });
      };
      const by = { userId: null, name: SYSTEM_NAME };
      const operations = operationRecorder(ctx.db, by, { declared: OPERATIONS });
      const installation = installationWriter(ctx.db, { writes: 0 });
      const given = { open, operations, installation, attempt: attempts(ctx) };
      return { ctx: given, args: {}, onSuccess: () => settleJournal(journal) };
    },
  }),
);

/** Work that leaves the transaction: bytes of files, one transaction per account. It writes through mutations. */
export type SystemActionCtx = Pick<ActionCtx, "runQuery" | "runMutation" | "storage" | "scheduler">;

export const systemAction = declare<
  Builder<{
    kind: "action";
    visibility: "internal";
    consumes: Record<never, never>;
    ctx: SystemActionCtx;
    declares: object;
  }>
>("systemAction", customAction(internalAction, { args: {}, input: async () => ({ ctx: {}, args: {} }) }));
