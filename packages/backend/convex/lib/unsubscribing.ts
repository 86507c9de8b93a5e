/** What the link in a mail does that ends mails. */
import { refuse } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { switchOffChannel } from "./preferences";

/** Whoever holds the link may switch e-mail off, signed in or not; the second time changes nothing. */
export async function unsubscribeByToken(
  ctx: SystemMutationCtx,
  token: string,
): Promise<{ accountName: string }> {
  const row = await ctx.db
    .query("mailTokens")
    .withIndex("by_token", (q) => q.eq("token", token))
    .unique();
  const account = row ? await ctx.open(row.accountId) : null;
  const member = row && account ? await account.db.get("memberships", row.memberId) : null;
  if (!account || !member) {
    throw refuse({ code: "not_found", message: "This link is not known. Use the link of a newer mail." });
  }
  const self = { kind: "member" as const, memberId: member._id, name: member.name, role: member.role };
  await switchOffChannel(account.actAs({ caller: self, cause: { kind: "request" } }), member, "email");
  return { accountName: account.account.name };
}
