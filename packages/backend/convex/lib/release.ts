/** Clearing up after someone who is gone: in scheduled batches, because there may be much. */
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { RecipientRef, WriteCtx } from "../functions/context";
import { releaseAssignee } from "./assignments";
import { inboxOf } from "./inboxes";
import { LIMITS } from "./limits";

type Batch = { isDone: boolean };

export async function scheduleRelease(ctx: WriteCtx, recipient: RecipientRef): Promise<void> {
  await ctx.scheduler.runAfter(0, internal.assignments.release, { accountId: ctx.account._id, recipient });
}

/** One batch of all that someone leaves behind. Who has come back meanwhile keeps what is still theirs. */
export async function release(ctx: WriteCtx, recipient: RecipientRef): Promise<Batch> {
  if (await isBack(ctx, recipient)) return { isDone: true };
  const tasks = await releaseAssignee(ctx, recipient);
  const schedules = await leaveRecurrences(ctx, recipient);
  const own = recipient.kind === "member" ? await removeOwn(ctx, recipient.memberId) : { isDone: true };
  return { isDone: tasks.isDone && schedules.isDone && own.isDone };
}

async function isBack(ctx: WriteCtx, recipient: RecipientRef): Promise<boolean> {
  if (recipient.kind === "agent") return false;
  return (await ctx.db.get("memberships", recipient.memberId))?.status === "active";
}

/** Recurring tasks are made without them from now on; an account has few enough to look at all. */
async function leaveRecurrences(ctx: WriteCtx, recipient: RecipientRef): Promise<Batch> {
  const rows = await ctx.db
    .query("recurrences")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .take(LIMITS.recurrences);
  for (const { _id, memberIds, agentIds } of rows) {
    if (recipient.kind === "member" && memberIds.includes(recipient.memberId)) {
      await ctx.db.patch("recurrences", _id, {
        memberIds: memberIds.filter((memberId) => memberId !== recipient.memberId),
      });
    }
    if (recipient.kind === "agent" && agentIds.includes(recipient.agentId)) {
      await ctx.db.patch("recurrences", _id, {
        agentIds: agentIds.filter((agentId) => agentId !== recipient.agentId),
      });
    }
  }
  return { isDone: true };
}

/** What was only theirs: saved views and the inbox. What they wrote and did stays, under their name. */
async function removeOwn(ctx: WriteCtx, memberId: Id<"memberships">): Promise<Batch> {
  const accountId = ctx.account._id;
  const views = await ctx.db
    .query("savedViews")
    .withIndex("by_account_member", (q) => q.eq("accountId", accountId).eq("memberId", memberId))
    .take(LIMITS.savedViewsPerMember);
  for (const view of views) await ctx.db.delete("savedViews", view._id);
  const notifications = await ctx.db
    .query("notifications")
    .withIndex("by_account_member_place", (q) =>
      q.eq("accountId", accountId).eq("recipient.memberId", memberId),
    )
    .take(LIMITS.batch);
  for (const { _id, place } of notifications) {
    if (place === "snoozed") await forgetSnoozes(ctx, _id);
    await ctx.db.delete("notifications", _id);
  }
  if (notifications.length === LIMITS.batch) return { isDone: false };
  const inbox = await inboxOf(ctx, memberId);
  if (inbox) await ctx.db.delete("inboxes", inbox._id);
  return { isDone: true };
}

async function forgetSnoozes(ctx: WriteCtx, notificationId: Id<"notifications">): Promise<void> {
  const rows = await ctx.db
    .query("snoozes")
    .withIndex("by_account_notification", (q) =>
      q.eq("accountId", ctx.account._id).eq("notificationId", notificationId),
    )
    .take(LIMITS.batch);
  for (const row of rows) await ctx.db.delete("snoozes", row._id);
}
