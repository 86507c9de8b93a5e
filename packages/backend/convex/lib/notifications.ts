/** The inboxes of people: writing into them, reading them, and an unread count that is exact at any size. */

import { hasRole } from "@mc/shared/account/roles";
import type { NotificationType } from "@mc/shared/notification/types";
import { taskKey } from "@mc/shared/task/limits";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type RecipientRef, type WriteCtx } from "../functions/context";
import { missing } from "../functions/errors";
import { boundedPage } from "./limits";
import { listMembers } from "./roster";

export type NotificationDetails = {
  task?: Doc<"tasks"> | null;
  messageId?: Id<"messages"> | null;
  documentId?: Id<"documents"> | null;
  runId?: Id<"runs"> | null;
  title?: string;
  body: string;
};

export type Notice = NotificationDetails & { type: NotificationType; reason: string };

export async function notifyMember(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  notice: Notice,
): Promise<void> {
  await insertNotification(ctx, { kind: "member", memberId }, notice);
  const inbox = await inboxOf(ctx, memberId);
  if (inbox) await ctx.db.patch("inboxes", inbox._id, { unread: inbox.unread + 1 });
  else await ctx.db.insert("inboxes", { accountId: ctx.account._id, memberId, unread: 1, readThrough: 0 });
}

/** For what the people who run the account must know, except the one who did it. */
export async function notifyAdmins(ctx: WriteCtx, notice: Notice, except?: Id<"memberships">): Promise<void> {
  for (const member of await listMembers(ctx)) {
    if (hasRole(member.role, "admin") && member._id !== except) await notifyMember(ctx, member._id, notice);
  }
}

export async function insertNotification(ctx: WriteCtx, recipient: RecipientRef, notice: Notice) {
  await ctx.db.insert("notifications", {
    accountId: ctx.account._id,
    recipient,
    type: notice.type,
    title: notice.title ?? defaultTitle(ctx, notice),
    body: notice.body,
    reason: notice.reason,
    actor: actorRef(ctx.caller),
    actorName: callerName(ctx.caller),
    taskId: notice.task?._id ?? null,
    messageId: notice.messageId ?? null,
    documentId: notice.documentId ?? null,
    runId: notice.runId ?? null,
    readAt: null,
  });
}

const TITLES: Partial<Record<NotificationType, (who: string, where: string) => string>> = {
  mention: (who, where) => `${who} mentioned you in ${where}`,
  assignment: (who, where) => `${who} assigned ${where} to you`,
  thread_update: (who, where) => `${who} wrote in ${where}`,
  status_change: (who, where) => `${who} moved ${where}`,
  review_request: (who, where) => `${who} asks for a review of ${where}`,
  response_request: (who, where) => `${who} needs an answer in ${where}`,
  task_unblocked: (_who, where) => `${where} can start`,
  document_shared: (who, where) => `${who} shared a document in ${where}`,
};

function defaultTitle(ctx: WriteCtx, { type, task }: Notice): string {
  const where = task ? taskKey(task.number) : ctx.account.name;
  const title = TITLES[type];
  return title ? title(callerName(ctx.caller), where) : where;
}

export async function listNotifications(
  ctx: ReadCtx,
  memberId: Id<"memberships">,
  options: { filter: "all" | "unread"; paginationOpts: PaginationOptions },
) {
  const inbox = await inboxOf(ctx, memberId);
  const readThrough = inbox?.readThrough ?? 0;
  const base = ctx.db.query("notifications");
  const range =
    options.filter === "unread"
      ? base.withIndex("by_account_member_readAt", (q) =>
          q
            .eq("accountId", ctx.account._id)
            .eq("recipient.memberId", memberId)
            .eq("readAt", null)
            .gt("_creationTime", readThrough),
        )
      : base.withIndex("by_account_member", (q) =>
          q.eq("accountId", ctx.account._id).eq("recipient.memberId", memberId),
        );
  const result = await range.order("desc").paginate(boundedPage(options.paginationOpts));
  const taskIds = [...new Set(result.page.flatMap((row) => row.taskId ?? []))];
  const tasks = new Map(
    await Promise.all(taskIds.map(async (taskId) => [taskId, await ctx.db.get("tasks", taskId)] as const)),
  );
  const page = result.page.map((row) => ({
    notificationId: row._id,
    type: row.type,
    title: row.title,
    body: row.body,
    reason: row.reason,
    taskId: row.taskId,
    taskNumber: row.taskId ? (tasks.get(row.taskId)?.number ?? null) : null,
    messageId: row.messageId,
    documentId: row.documentId,
    runId: row.runId,
    actorName: row.actorName,
    createdAt: row._creationTime,
    readAt: row.readAt ?? (row._creationTime <= readThrough ? readThrough : null),
  }));
  return { ...result, page };
}

export async function unreadCount(ctx: ReadCtx, memberId: Id<"memberships">): Promise<number> {
  return (await inboxOf(ctx, memberId))?.unread ?? 0;
}

export async function markRead(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  notificationIds: readonly Id<"notifications">[],
) {
  const inbox = await inboxOf(ctx, memberId);
  let marked = 0;
  for (const notificationId of new Set(notificationIds)) {
    const row = await ctx.db.get("notifications", notificationId);
    if (row?.recipient.kind !== "member" || row.recipient.memberId !== memberId)
      throw missing("notification");
    if (row.readAt !== null || row._creationTime <= (inbox?.readThrough ?? 0)) continue;
    await ctx.db.patch("notifications", row._id, { readAt: Date.now() });
    marked += 1;
  }
  if (inbox && marked > 0)
    await ctx.db.patch("inboxes", inbox._id, { unread: Math.max(0, inbox.unread - marked) });
  return { marked };
}

/** One write whatever the number: everything up to the newest notification counts as read. */
export async function markAllRead(ctx: WriteCtx, memberId: Id<"memberships">) {
  const inbox = await inboxOf(ctx, memberId);
  const newest = await ctx.db
    .query("notifications")
    .withIndex("by_account_member", (q) =>
      q.eq("accountId", ctx.account._id).eq("recipient.memberId", memberId),
    )
    .order("desc")
    .first();
  if (!inbox || !newest || inbox.unread === 0) return { marked: 0 };
  await ctx.db.patch("inboxes", inbox._id, { unread: 0, readThrough: newest._creationTime });
  return { marked: inbox.unread };
}

async function inboxOf(ctx: ReadCtx, memberId: Id<"memberships">) {
  return await ctx.db
    .query("inboxes")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .unique();
}
