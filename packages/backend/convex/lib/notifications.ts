/** Telling people and agents: what reaches an inbox, when, and what preferences keep from it. */

import { hasRole } from "@mc/shared/account/roles";
import { decideNotification, NO_PREFERENCES } from "@mc/shared/notification/preferences";
import type { NotificationType } from "@mc/shared/notification/types";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type RecipientRef, type WriteCtx } from "../functions/context";
import { bumpCounter } from "./counters";
import { countUnread, freshUnread, inboxOf } from "./inboxes";
import { listMembers } from "./roster";

export type NotificationDetails = {
  task?: Doc<"tasks"> | null;
  messageId?: Id<"messages"> | null;
  documentId?: Id<"documents"> | null;
  runId?: Id<"runs"> | null;
  approvalId?: Id<"approvals">;
  title?: string;
  body: string;
};

export type Notice = NotificationDetails & { type: NotificationType; reason: string };

/** Tells a person now, after their quiet hours, or not at all, as they and the account have chosen. */
export async function notifyMember(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  notice: Notice,
): Promise<void> {
  const member = await ctx.db.get("memberships", memberId);
  const now = Date.now();
  const verdict = decideNotification({
    type: notice.type,
    actorKind: ctx.caller.kind,
    account: ctx.account.settings.notificationPreferences ?? {},
    member: member?.preferences ?? NO_PREFERENCES,
    now,
  });
  switch (verdict.kind) {
    case "drop":
      await bumpCounter(ctx, `dropped:${notice.type}`, 1);
      return;
    case "hold": {
      const notificationId = await insertNotification(
        ctx,
        { kind: "member", memberId },
        { ...notice, place: "snoozed" },
      );
      await ctx.db.insert("snoozes", { accountId: ctx.account._id, notificationId, until: verdict.until });
      return;
    }
    case "deliver": {
      const inbox = await inboxOf(ctx, memberId);
      const unreadAt = freshUnread(inbox, now);
      await insertNotification(ctx, { kind: "member", memberId }, { ...notice, unreadAt });
      await countUnread(ctx, { memberId, inbox }, 1);
      return;
    }
  }
}

/** For what the people who run the account must know, except the one who did it. */
export async function notifyAdmins(ctx: WriteCtx, notice: Notice, except?: Id<"memberships">): Promise<void> {
  for (const member of await listMembers(ctx)) {
    if (hasRole(member.role, "admin") && member._id !== except) await notifyMember(ctx, member._id, notice);
  }
}

type Placed = Notice & Partial<Pick<Doc<"notifications">, "place" | "unreadAt">>;

export async function insertNotification(ctx: WriteCtx, recipient: RecipientRef, notice: Placed) {
  const { place, unreadAt } = notice;
  return await ctx.db.insert("notifications", {
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
    ...(notice.approvalId === undefined ? {} : { approvalId: notice.approvalId }),
    readAt: null,
    ...(place === undefined ? {} : { place }),
    ...(unreadAt === undefined ? {} : { unreadAt }),
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
