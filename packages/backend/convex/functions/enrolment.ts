/**
 * Builder for a machine that joins as a runtime: it shows a one-time token instead of an identity. The account comes
 * from the token and from nothing else. A token that is unknown, used, withdrawn or too old opens nothing, and all
 * four are refused in the same words.
 */
import { v } from "convex/values";
import { customMutation } from "convex-helpers/server/customFunctions";
import type { Doc } from "../_generated/dataModel";
import { mutation, type QueryCtx } from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { type Builder, declare } from "./builder";
import { type WriteCtx, writeAccount } from "./context";
import { refuse } from "./errors";
import { sha256Hex } from "./secrets";

export type EnrolmentMutationCtx = WriteCtx & { enrolment: Doc<"enrolments"> };

const consumes = { enrolmentToken: v.string() };

export const enrolmentMutation = declare<
  Builder<{
    kind: "mutation";
    visibility: "public";
    consumes: typeof consumes;
    ctx: EnrolmentMutationCtx;
    declares: { audit: Audit };
  }>
>(
  "enrolmentMutation",
  customMutation(mutation, {
    args: consumes,
    input: async (ctx, { enrolmentToken }, { audit }: { audit: Audit }) => {
      const { enrolment, account } = await requireEnrolment(ctx, enrolmentToken);
      const journal = openJournal(audit);
      const caller = { kind: "system" as const, name: enrolment.name };
      const cause = { kind: "request" as const };
      return {
        ctx: { ...writeAccount(ctx, { account, caller, journal, cause }), enrolment },
        args: {},
        onSuccess: () => settleJournal(journal),
      };
    },
  }),
);

async function requireEnrolment(ctx: QueryCtx, enrolmentToken: string) {
  const tokenHash = await sha256Hex(enrolmentToken);
  const enrolment = await ctx.db
    .query("enrolments")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  const isOpen = enrolment?.state.status === "open" && enrolment.expiresAt > Date.now();
  const account = isOpen ? await ctx.db.get("accounts", enrolment.accountId) : null;
  if (!enrolment || !account) {
    throw refuse({
      code: "unauthenticated",
      message:
        "This token opens nothing: it is unknown, used, withdrawn or too old. Make a new one in Runtimes.",
    });
  }
  return { enrolment, account };
}
