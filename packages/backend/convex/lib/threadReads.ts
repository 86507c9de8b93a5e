/** Who has seen a thread up to where, and whose threads hold something unseen. */
import type { Route } from "@mc/shared/notification/routing";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { readNewsOf } from "./inboxes";
import { LIMITS } from "./limits";
import { listMembers } from "./roster";
import { listMuted } from "./subscriptions";

type Place = { taskId: Id<"tasks">; memberId: Id<"memberships"> };

const UNREAD_SHOWN = 500;

/** Everything that is in the thread now, and with it what the inbox told about it. */
export async function markSeen(ctx: AccountMutationCtx, taskId: Id<"tasks">): Promise<null> {
  const accountId = ctx.account._id;
  const memberId = ctx.member._id;
  const newest = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", accountId).eq("taskId", taskId))
    .order("desc")
    .first();
  await readNewsOf(ctx, { taskId, memberId });
  const row = await readOf(ctx, { taskId, memberId });
  const readThrough = newest?._creationTime ?? 0;
  if (readThrough <= (row?.readThrough ?? 0) && row?.hasUnread !== true) return null;
  const seen = { readThrough, seenAt: Date.now(), hasUnread: false };
  if (row) await ctx.db.patch("threadReads", row._id, seen);
  else await ctx.db.insert("threadReads", { accountId, taskId, memberId, ...seen });
  return null;
}

/** A message was seen by everyone whose `readThrough` is not before its creation. */
export async function seenBy(ctx: ReadCtx, taskId: Id<"tasks">) {
  const rows = await readsOf(ctx, taskId);
  if (rows.length === 0) return [];
  const names = new Map((await listMembers(ctx)).map((member) => [member._id, member.name]));
  return rows.flatMap(({ memberId, readThrough, seenAt }) => {
    const name = names.get(memberId);
    return name === undefined ? [] : [{ memberId, name, readThrough, seenAt }];
  });
}

/**
 * A new message is unseen by those whom it was told and by those who have read the thread before, except its author and those
 * who muted it. Written with the message, so that a board costs one read for all its dots.
 */
export async function markUnread(ctx: WriteCtx, taskId: Id<"tasks">, told: readonly Route[]): Promise<void> {
  const rows = await readsOf(ctx, taskId);
  const known = new Set<string>(rows.map(({ memberId }) => memberId));
  const fresh = told.flatMap(({ recipient }) =>
    recipient.kind === "member" && !known.has(recipient.memberId)
      ? [recipient.memberId as Id<"memberships">]
      : [],
  );
  if (rows.length + fresh.length === 0) return;
  const self = ctx.caller.kind === "member" ? ctx.caller.memberId : null;
  const unaware = rows.filter((row) => row.memberId !== self && row.hasUnread !== true);
  const muted = unaware.length === 0 ? new Set<string>() : await mutedIn(ctx, taskId);
  const toldIds = new Set(
    told.flatMap(({ recipient }) => (recipient.kind === "member" ? recipient.memberId : [])),
  );
  for (const row of unaware) {
    if (toldIds.has(row.memberId) || !muted.has(row.memberId))
      await ctx.db.patch("threadReads", row._id, { hasUnread: true });
  }
  for (const memberId of fresh) {
    await ctx.db.insert("threadReads", {
      accountId: ctx.account._id,
      taskId,
      memberId,
      readThrough: 0,
      seenAt: 0,
      hasUnread: true,
    });
  }
}

export async function unreadThreads(ctx: ReadCtx, memberId: Id<"memberships">): Promise<Id<"tasks">[]> {
  const rows = await ctx.db
    .query("threadReads")
    .withIndex("by_account_member_hasUnread", (q) =>
      q.eq("accountId", ctx.account._id).eq("memberId", memberId).eq("hasUnread", true),
    )
    .order("desc")
    .take(UNREAD_SHOWN);
  return rows.map(({ taskId }) => taskId);
}

export async function hasUnread(ctx: ReadCtx, place: Place): Promise<boolean> {
  return (await readOf(ctx, place))?.hasUnread === true;
}

async function readOf(ctx: ReadCtx, { taskId, memberId }: Place): Promise<Doc<"threadReads"> | null> {
  return await ctx.db
    .query("threadReads")
    .withIndex("by_account_task_member", (q) =>
      q.eq("accountId", ctx.account._id).eq("taskId", taskId).eq("memberId", memberId),
    )
    .unique();
}

async function readsOf(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Doc<"threadReads">[]> {
  return await ctx.db
    .query("threadReads")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.members);
}

async function mutedIn(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Set<string>> {
  const muted = await listMuted(ctx, taskId);
  return new Set(muted.flatMap((recipient) => (recipient.kind === "member" ? recipient.memberId : [])));
}
