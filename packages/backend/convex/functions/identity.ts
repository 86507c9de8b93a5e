/**
 * Builders for someone who is not (yet) in an account: an anonymous visitor with an invitation, or a signed-in
 * person who lists, creates or joins accounts. They see no tenant rows except their own memberships and the
 * invitation whose secret they hold.
 */
import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import {
  type DatabaseReader,
  type DatabaseWriter,
  type MutationCtx,
  mutation,
  type QueryCtx,
  query,
} from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { type Entry, type WriteCtx, writeAccount } from "./context";
import { refuse } from "./errors";
import { isSlugUsedUp } from "./installation";
import { outsiderReader, outsiderWriter } from "./tenantDb";

export type Identity = { userId: string; name: string; email: string | null };

export type PublicQueryCtx = { db: DatabaseReader };
export type IdentityQueryCtx = { db: DatabaseReader; identity: Identity };
export type IdentityMutationCtx = {
  db: DatabaseWriter;
  identity: Identity;
  /** Opens an account in the name of a member of it. */
  open(entry: Entry): WriteCtx;
  /** Whether the slug is kept from everyone because of an account that is gone. */
  isSlugUsedUp(slug: string): Promise<boolean>;
};

export const publicQuery = declare<
  Builder<{
    kind: "query";
    visibility: "public";
    consumes: Record<never, never>;
    ctx: PublicQueryCtx;
    declares: object;
  }>
>(
  "publicQuery",
  customQuery(query, {
    args: {},
    input: async (ctx) => ({ ctx: { db: outsiderReader(ctx.db, null) }, args: {} }),
  }),
);

export const identityQuery = declare<
  Builder<{
    kind: "query";
    visibility: "public";
    consumes: Record<never, never>;
    ctx: IdentityQueryCtx;
    declares: object;
  }>
>(
  "identityQuery",
  customQuery(query, {
    args: {},
    input: async (ctx) => {
      const identity = await requireIdentity(ctx);
      return { ctx: { db: outsiderReader(ctx.db, identity.userId), identity }, args: {} };
    },
  }),
);

export const identityMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: Record<never, never>;
    ctx: IdentityMutationCtx;
    declares: { audit: Audit };
  }>
>(
  "identityMutation",
  customMutation(mutation, {
    args: {},
    input: async (ctx: MutationCtx, _args, { audit }: { audit: Audit }) => {
      const journal = openJournal(audit);
      const open = (entry: Entry) => writeAccount(ctx, { ...entry, journal, cause: { kind: "request" } });
      const identity = await requireIdentity(ctx);
      return {
        ctx: {
          db: outsiderWriter(ctx.db, identity.userId),
          identity,
          open,
          isSlugUsedUp: (slug: string) => isSlugUsedUp(ctx.db, slug),
        },
        args: {},
        onSuccess: () => settleJournal(journal),
      };
    },
  }),
);

/** The signed-in person, or a refusal. Claims differ by provider; a person without a name is called by e-mail. */
export async function requireIdentity(ctx: Pick<QueryCtx, "auth">): Promise<Identity> {
  const claims = await ctx.auth.getUserIdentity();
  if (!claims) throw refuse({ code: "unauthenticated", message: "Sign in to continue." });
  const email = claims.email?.trim().toLowerCase() || null;
  const name = claims.name?.trim() || claims.givenName?.trim() || email?.split("@")[0] || "Someone";
  return { userId: claims.tokenIdentifier, name, email };
}
