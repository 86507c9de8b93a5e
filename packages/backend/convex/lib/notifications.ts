/** Telling people and agents: what reaches an inbox, when, and what preferences keep from it. */

import { hasRole } from "@mc/shared/account/roles";
import { type Channel, channelsFor } from "@mc/shared/notification/channels";
import { NO_PREFERENCES, type Verdict } from "@mc/shared/notification/preferences";
import type { NotificationType } from "@mc/shared/notification/types";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type RecipientRef, type WriteCtx } from "../functions/context";
import { bumpCounter } from "./counters";
import { countUnread, freshUnread, inboxOf } from "./inboxes";
import { connectedChannels } from "./memberChannels";
import { enqueue } from "./outbox";
import { devicesOf } from "./pushDevices";
import { listMembers } from "./roster";
import { webhooksOf } from "./webhooks";

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

/** Tells a person now, after their quiet hours, or not at all, by the ways that they and the account have chosen. */
export async function notifyMember(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  notice: Notice,
): Promise<void> {
  await notify(ctx, { memberId, member: await ctx.db.get("memberships", memberId) }, notice);
}

/** The same for a person whose row is at hand. */
export async function notifyKnown(ctx: WriteCtx, member: Doc<"memberships">, notice: Notice): Promise<void> {
  await notify(ctx, { memberId: member._id, member }, notice);
}

type Addressee = { memberId: Id<"memberships">; member: Doc<"memberships"> | null };

async function notify(ctx: WriteCtx, { memberId, member }: Addressee, notice: Notice): Promise<void> {
  const ways = channelsFor({
    type: notice.type,
    actorKind: ctx.caller.kind,
    account: ctx.account.settings.notificationPreferences ?? {},
    member: member?.preferences ?? NO_PREFERENCES,
    settings: member?.preferences?.channels ?? {},
    connected: member?.status === "active" ? connectedChannels(member) : [],
    now: Date.now(),
  });
  const { inbox, out, kept } = ways;
  if (inbox.kind === "drop") await bumpCounter(ctx, `dropped:${notice.type}`, 1);
  for (const channel of kept) await bumpCounter(ctx, `dropped:${channel}:${notice.type}`, 1);
  if (inbox.kind === "drop" && out.length === 0) return;
  const notificationId = await place(ctx, memberId, { notice, inbox });
  for (const { channel, dueAt } of out) {
    await queueDeliveries(ctx, { memberId, notificationId, channel, dueAt, isHeld: inbox.kind === "hold" });
  }
}

type Placing = { notice: Notice; inbox: Verdict };

async function place(ctx: WriteCtx, memberId: Id<"memberships">, { notice, inbox }: Placing) {
  const recipient = { kind: "member" as const, memberId };
  switch (inbox.kind) {
    // A channel alone carries it: it is told of nowhere in the product, and its link must lead somewhere.
    case "drop":
      return await insertNotification(ctx, recipient, { ...notice, place: "archived" });
    case "hold": {
      const notificationId = await insertNotification(ctx, recipient, { ...notice, place: "snoozed" });
      const { until } = inbox;
      await ctx.db.insert("snoozes", { accountId: ctx.account._id, notificationId, until });
      return notificationId;
    }
    case "deliver": {
      const row = await inboxOf(ctx, memberId);
      const unreadAt = freshUnread(row, Date.now());
      const notificationId = await insertNotification(ctx, recipient, { ...notice, unreadAt });
      await countUnread(ctx, { memberId, inbox: row }, 1);
      return notificationId;
    }
  }
}

type Outgoing = {
  memberId: Id<"memberships">;
  notificationId: Id<"notifications">;
  channel: Channel;
  dueAt: number;
  isHeld: boolean;
};

/** In the transaction of the notification: neither is ever there without the other. One per device of a person. */
async function queueDeliveries(
  ctx: WriteCtx,
  { memberId, notificationId, channel, dueAt, isHeld }: Outgoing,
) {
  const subject = { kind: "notification" as const, notificationId, isHeld };
  const row = { channel, memberId, subject, dueAt };
  switch (channel) {
    case "email":
      await enqueue(ctx, { ...row, key: `email:${notificationId}` });
      return;
    case "push":
      for (const { _id } of await devicesOf(ctx, memberId)) {
        await enqueue(ctx, { ...row, subscriptionId: _id, key: `push:${notificationId}:${_id}` });
      }
      return;
    case "webhook":
      for (const { _id, isEnabled } of await webhooksOf(ctx, memberId)) {
        if (!isEnabled) continue;
        await enqueue(ctx, { ...row, webhookId: _id, key: `webhook:${_id}:${notificationId}` });
      }
      return;
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
  parts_done: (_who, where) => `All sub-tasks of ${where} are done`,
  document_shared: (who, where) => `${who} shared a document in ${where}`,
};

function defaultTitle(ctx: WriteCtx, { type, task }: Notice): string {
  const where = task ? taskKey(task.number) : ctx.account.name;
  const title = TITLES[type];
  return title ? title(callerName(ctx.caller), where) : where;
}
