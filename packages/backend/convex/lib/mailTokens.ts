/** The secret in the links that end mails, one per member. What using it does is in lib/unsubscribing. */
import type { Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { createSecret } from "../functions/secrets";

export async function mailTokenOf(ctx: WriteCtx, memberId: Id<"memberships">): Promise<string> {
  const row = await rowOf(ctx, memberId);
  if (row) return row.token;
  const { secret } = await createSecret("mcu");
  await ctx.db.insert("mailTokens", { accountId: ctx.account._id, memberId, token: secret });
  return secret;
}

/** Links in old mails of somebody who has left do nothing. */
export async function forgetMailToken(ctx: WriteCtx, memberId: Id<"memberships">): Promise<void> {
  const row = await rowOf(ctx, memberId);
  if (row) await ctx.db.delete("mailTokens", row._id);
}

async function rowOf(ctx: ReadCtx, memberId: Id<"memberships">) {
  return await ctx.db
    .query("mailTokens")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .first();
}
