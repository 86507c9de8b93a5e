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
  /** A person outside every account, as one who signs up. `storyAt`: when, if it is told of afterwards. */
  as(identity: Identity, storyAt: number | null): IdentityMutationCtx;
  /** The account opened for the system, or null when it is gone. */
  open(accountId: Id<"accounts">, storyAt?: number | null): Promise<WriteCtx | null>;
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
      const enter = (entry: Entry, storyAt: number | null) =>
        writeAccount(ctx, { ...entry, journal, storyAt, cause: { kind: "schedule", name: "seed" } });
      const as = (identity: Identity, storyAt: number | null) => ({
        db: outsiderWriter(ctx.db, identity.userId),
        identity,
        open: (entry: Entry) => enter(entry, storyAt),
        isSlugUsedUp: (slug: string) => isSlugUsedUp(ctx.db, slug),
      });
      const open = async (accountId: Id<"accounts">, storyAt: number | null = null) => {
        const account = await ctx.db.get("accounts", accountId);
        return account ? enter({ account, caller: { kind: "system" } }, storyAt) : null;
      };
      return { ctx: { as, open }, args: {}, onSuccess: () => settleJournal(journal) };
    },
  }),
);
