/**
 * Builder for the seed of a demo account: internal, called with the host's admin key. It acts as people whose
 * identity it is given, through the same doors as they would, and records what it does like everyone else.
 */
import { customMutation } from "convex-helpers/server/customFunctions";
import type { Id } from "../_generated/dataModel";
import { type DatabaseReader, internalMutation, type MutationCtx } from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { type Entry, type WriteCtx, writeAccount } from "./context";
import type { Identity, IdentityMutationCtx } from "./identity";
import { isSlugUsedUp } from "./installation";
import { outsiderWriter } from "./tenantDb";

export type SeedMutationCtx = {
  /** Across accounts, for finding; writing goes through `as` and `open`. */
  db: DatabaseReader;
  scheduler: MutationCtx["scheduler"];
  /** A person outside every account, as one who signs up. */
  as(identity: Identity): IdentityMutationCtx;
  /** The account opened for the system, or null when it is gone. */
  open(accountId: Id<"accounts">): Promise<WriteCtx | null>;
};

export const seedMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "internal";
    consumes: Record<never, never>;
    ctx: SeedMutationCtx;
    declares: { audit: Audit };
  }>
>(
  "seedMutation",
  customMutation(internalMutation, {
    args: {},
    input: async (ctx: MutationCtx, _args, { audit }: { audit: Audit }) => {
      const journal = openJournal(audit);
      const enter = (entry: Entry) =>
        writeAccount(ctx, { ...entry, journal, cause: { kind: "schedule", name: "seed" } });
      const as = (identity: Identity) => ({
        db: outsiderWriter(ctx.db, identity.userId),
        identity,
        open: enter,
        isSlugUsedUp: (slug: string) => isSlugUsedUp(ctx.db, slug),
      });
      const open = async (accountId: Id<"accounts">) => {
        const account = await ctx.db.get("accounts", accountId);
        return account ? enter({ account, caller: { kind: "system" } }) : null;
      };
      return { ctx: { as, open }, args: {}, onSuccess: () => settleJournal(journal) };
    },
  }),
);
