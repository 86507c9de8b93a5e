/**
 * One browser belongs to one person. Who signs in there and wants push messages takes it over from whoever had it, also
 * in accounts that they do not know: a stranger's notifications must not come up on their screen.
 */
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import type { Journal } from "./activity";
import { type WriteCtx, writeAccount } from "./context";

export type Stranger = { ctx: WriteCtx; device: Doc<"pushSubscriptions"> };
type Claim = { endpoint: string; own: Id<"accounts">; userId: string; journal: Journal };

/** One person has a browser at most once per account. */
const MAX_ROWS = 100;

export async function strangersAt(
  ctx: Pick<MutationCtx, "db" | "scheduler" | "storage">,
  { endpoint, own, userId, journal }: Claim,
): Promise<Stranger[]> {
  const rows = await ctx.db
    .query("pushSubscriptions")
    .withIndex("by_endpoint", (q) => q.eq("endpoint", endpoint))
    .take(MAX_ROWS);
  const found = await Promise.all(
    rows.map(async (device) => {
      if (device.accountId === own) return [];
      const member = await ctx.db.get("memberships", device.memberId);
      const account = await ctx.db.get("accounts", device.accountId);
      if (!account || member?.userId === userId) return [];
      const entry = {
        account,
        caller: { kind: "system" as const },
        journal,
        cause: { kind: "request" as const },
      };
      return [{ ctx: writeAccount(ctx, entry), device }];
    }),
  );
  return found.flat();
}
