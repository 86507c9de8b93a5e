/** Who has seen a thread up to where. */
import type { Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx } from "../functions/context";
import { LIMITS } from "./limits";
import { listMembers } from "./roster";

/** Everything that is in the thread now. */
export async function markSeen(ctx: AccountMutationCtx, taskId: Id<"tasks">): Promise<null> {
  const accountId = ctx.account._id;
  const memberId = ctx.member._id;
  const newest = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", accountId).eq("taskId", taskId))
    .order("desc")
    .first();
  const row = await ctx.db
    .query("threadReads")
    .withIndex("by_account_task_member", (q) =>
      q.eq("accountId", accountId).eq("taskId", taskId).eq("memberId", memberId),
    )
    .unique();
  const readThrough = newest?._creationTime ?? 0;
  if (readThrough <= (row?.readThrough ?? 0)) return null;
  const seen = { readThrough, seenAt: Date.now() };
  if (row) await ctx.db.patch("threadReads", row._id, seen);
  else await ctx.db.insert("threadReads", { accountId, taskId, memberId, ...seen });
  return null;
}

/** A message was seen by everyone whose `readThrough` is not before its creation. */
export async function seenBy(ctx: ReadCtx, taskId: Id<"tasks">) {
  const rows = await ctx.db
    .query("threadReads")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.members);
  if (rows.length === 0) return [];
  const names = new Map((await listMembers(ctx)).map((member) => [member._id, member.name]));
  return rows.flatMap(({ memberId, readThrough, seenAt }) => {
    const name = names.get(memberId);
    return name === undefined ? [] : [{ memberId, name, readThrough, seenAt }];
  });
}
