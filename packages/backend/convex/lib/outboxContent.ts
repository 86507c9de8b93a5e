/**
 * What a delivery says, made when it is sent: what was read meanwhile, switched off or removed is not sent, and
 * says why. Nothing here holds more than the receiver may see in the product.
 */
import { activitySentence } from "@mc/shared/activity/describe";
import { excerpt } from "@mc/shared/message/limits";
import { notificationPath } from "@mc/shared/notification/links";
import {
  digestMail,
  invitationMail,
  type Mail,
  notificationMail,
  removalMail,
} from "@mc/shared/notification/mails";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { digestContent } from "./digests";
import { inboxOf, isUnread } from "./inboxes";
import { dashboardOrigin, siteOrigin } from "./installation";
import { mailTokenOf } from "./mailTokens";
import type { Delivery } from "./outbox";
import { madeAt } from "./times";

export type Sendable =
  | {
      kind: "email";
      to: string;
      mail: Mail;
      /** Becomes the Message-ID; `thread` lets mail programs show the mails of a task together. */
      key: string;
      thread: string | null;
      oneClickUrl: string | null;
    }
  | { kind: "push"; endpoint: string; keys: { p256dh: string; auth: string }; topic: string; payload: string }
  | {
      kind: "webhook";
      url: string;
      secret: string;
      id: string;
      type: string;
      body: string;
      /** How often in a row it has failed by now. */
      failures: number;
    };

type Content = Sendable | { kind: "skip"; reason: string };

const MAX_PUSH_TITLE = 120;
const MAX_PUSH_BODY = 240;
const MAX_TOPIC = 32;

export async function contentOf(ctx: WriteCtx, row: Delivery): Promise<Content> {
  const { subject } = row;
  switch (subject.kind) {
    case "notification":
      return await notificationContent(ctx, row, subject);
    case "digest":
      return await digestMailOf(ctx, row, subject);
    case "invitation":
      return await invitationContent(ctx, row, subject);
    case "removal":
      return await removalContent(ctx, row, subject);
    case "activity":
      return await activityContent(ctx, row, subject.activityId);
    case "test":
      return await testContent(ctx, row);
  }
}

type NotificationSubject = Delivery["subject"] & { kind: "notification" };

async function notificationContent(ctx: WriteCtx, row: Delivery, subject: NotificationSubject) {
  const notification = await ctx.db.get("notifications", subject.notificationId);
  const member = row.memberId ? await ctx.db.get("memberships", row.memberId) : null;
  if (member?.status !== "active") return skip("The person has left.");
  if (!notification) return skip("The notification is gone.");
  if (await isSeen(ctx, { notification, memberId: member._id, isHeld: subject.isHeld })) {
    return skip("It was read meanwhile.");
  }
  if (member.preferences?.channels?.[row.channel]?.isOn === false) {
    return skip("The channel was switched off meanwhile.");
  }
  const task = notification.taskId ? await ctx.db.get("tasks", notification.taskId) : null;
  const url = pathUrl(
    ctx,
    notificationPath({ ...notification, taskNumber: task?.number ?? null }, ctx.account.slug),
  );
  switch (row.channel) {
    case "email": {
      const mail = notificationMail({
        ...notification,
        accountName: ctx.account.name,
        url,
        footer: await footerOf(ctx, member),
      });
      const thread = notification.taskId ? `task.${notification.taskId}` : null;
      return await mailTo(ctx, { row, member, mail, thread });
    }
    case "push": {
      const payload = {
        title: excerpt(notification.title, MAX_PUSH_TITLE),
        body: excerpt(notification.body, MAX_PUSH_BODY),
        url,
        tag: notification._id,
        ...(await answersOf(ctx, notification)),
      };
      return await pushTo(ctx, row, payload);
    }
    case "webhook":
      return await webhookTo(ctx, row, {
        type: "notification",
        data: {
          id: notification._id,
          type: notification.type,
          title: notification.title,
          body: notification.body,
          actor: notification.actorName,
          url,
          createdAt: isoTime(notification._creationTime),
        },
      });
  }
}

/** What can be answered without opening the product; ids alone, and the session of the browser decides. */
async function answersOf(ctx: ReadCtx, notification: Doc<"notifications">) {
  const { taskId, messageId, approvalId } = notification;
  const accountId = ctx.account._id;
  if (approvalId !== undefined) {
    const approval = await ctx.db.get("approvals", approvalId);
    return approval?.status === "pending" ? { accountId, approvalId } : {};
  }
  const canReply = taskId !== null && messageId !== null;
  return canReply ? { accountId, taskId, replyToId: messageId } : {};
}

type DigestSubject = Delivery["subject"] & { kind: "digest" };

async function digestMailOf(ctx: WriteCtx, row: Delivery, subject: DigestSubject): Promise<Content> {
  const member = row.memberId ? await ctx.db.get("memberships", row.memberId) : null;
  if (member?.status !== "active") return skip("The person has left.");
  if (member.preferences?.channels?.email?.isOn === false) return skip("E-mail was switched off meanwhile.");
  const content = await digestContent(ctx, member, subject);
  if (!content) return skip("There was nothing to report.");
  const lines = (list: typeof content.unread) =>
    list.map((line) => ({ ...line, url: pathUrl(ctx, line.path) }));
  const mail = digestMail({
    accountName: ctx.account.name,
    day: subject.day,
    unread: lines(content.unread),
    unreadInAll: content.unreadInAll,
    due: lines(content.due),
    url: pathUrl(ctx, null),
    footer: await footerOf(ctx, member),
  });
  return await mailTo(ctx, { row, member, mail, thread: null });
}

type InvitationSubject = Delivery["subject"] & { kind: "invitation" };

async function invitationContent(ctx: ReadCtx, row: Delivery, subject: InvitationSubject): Promise<Content> {
  const invitation = await ctx.db.get("invitations", subject.invitationId);
  const isOpen = invitation?.state.status === "open" && invitation.expiresAt > Date.now();
  if (!invitation?.email || !isOpen || !subject.token) return skip("The invitation is no longer open.");
  const inviter = await ctx.db.get("memberships", invitation.invitedBy);
  const mail = invitationMail({
    accountName: ctx.account.name,
    inviterName: inviter?.name ?? "Somebody",
    role: invitation.role,
    url: `${dashboardOrigin() ?? ""}/invite/${subject.token}`,
    expiresOn: isoTime(invitation.expiresAt).slice(0, 10),
  });
  return { kind: "email", to: invitation.email, mail, key: row.key, thread: null, oneClickUrl: null };
}

type RemovalSubject = Delivery["subject"] & { kind: "removal" };

async function removalContent(ctx: ReadCtx, row: Delivery, subject: RemovalSubject): Promise<Content> {
  const member = await ctx.db.get("memberships", subject.removedId);
  if (!member?.email || member.status === "active") return skip("The person is a member again.");
  const mail = removalMail({ accountName: ctx.account.name, removerName: subject.by });
  return { kind: "email", to: member.email, mail, key: row.key, thread: null, oneClickUrl: null };
}

async function activityContent(ctx: ReadCtx, row: Delivery, activityId: Id<"activities">): Promise<Content> {
  const activity = await ctx.db.get("activities", activityId);
  if (!activity) return skip("The activity is gone.");
  const { event, actor, actorName, target, taskId, cause } = activity;
  return await webhookTo(ctx, row, {
    type: event.type,
    data: {
      id: activityId,
      sentence: activitySentence(activity),
      event,
      actor: { ...actor, name: actorName },
      target,
      taskId,
      cause,
      createdAt: isoTime(madeAt(activity)),
    },
  });
}

async function testContent(ctx: ReadCtx, row: Delivery): Promise<Content> {
  const title = `Mission Control reaches you from ${ctx.account.name}`;
  if (row.channel === "push") {
    return await pushTo(ctx, row, {
      title,
      body: "Push works on this device.",
      url: pathUrl(ctx, null),
      tag: row._id,
    });
  }
  return await webhookTo(ctx, row, { type: "ping", data: { sentence: title } });
}

type MailParts = { row: Delivery; member: Doc<"memberships">; mail: Mail; thread: string | null };

async function mailTo(ctx: WriteCtx, { row, member, mail, thread }: MailParts): Promise<Content> {
  if (!member.email) return skip("The person has no e-mail address.");
  const token = await mailTokenOf(ctx, member._id);
  const oneClickUrl = `${siteOrigin()}/mail/unsubscribe?token=${token}`;
  return { kind: "email", to: member.email, mail, key: row.key, thread, oneClickUrl };
}

async function pushTo(
  ctx: ReadCtx,
  row: Delivery,
  payload: { tag: string } & Record<string, unknown>,
): Promise<Content> {
  const device = row.subscriptionId ? await ctx.db.get("pushSubscriptions", row.subscriptionId) : null;
  if (!device) return skip("The device was removed meanwhile.");
  const { endpoint, keys } = device;
  return {
    kind: "push",
    endpoint,
    keys,
    topic: payload.tag.slice(-MAX_TOPIC),
    payload: JSON.stringify(payload),
  };
}

async function webhookTo(
  ctx: ReadCtx,
  row: Delivery,
  news: { type: string; data: object },
): Promise<Content> {
  const webhook = row.webhookId ? await ctx.db.get("webhooks", row.webhookId) : null;
  if (!webhook) return skip("The webhook was removed meanwhile.");
  if (!webhook.isEnabled && row.subject.kind !== "test") return skip("The webhook is switched off.");
  const { _id: accountId, slug, name } = ctx.account;
  const body = JSON.stringify({
    type: news.type,
    timestamp: isoTime(row._creationTime),
    account: { id: accountId, slug, name },
    data: news.data,
  });
  const { url, secret, health } = webhook;
  return { kind: "webhook", url, secret, id: row._id, type: news.type, body, failures: health.failures };
}

async function footerOf(ctx: WriteCtx, member: Doc<"memberships">) {
  const token = await mailTokenOf(ctx, member._id);
  return {
    settingsUrl: pathUrl(ctx, `/${ctx.account.slug}/settings/notifications`),
    unsubscribeUrl: `${dashboardOrigin() ?? ""}/unsubscribe?token=${token}`,
  };
}

type Seen = { notification: Doc<"notifications">; memberId: Id<"memberships">; isHeld: boolean };

/** Read, put away, or put off by the person; what a channel alone was to carry lies in the archive unread. */
async function isSeen(ctx: ReadCtx, { notification, memberId, isHeld }: Seen): Promise<boolean> {
  if (notification.readAt !== null) return true;
  if (notification.place === "archived") return false;
  if (notification.place === "snoozed") return !isHeld;
  return !isUnread(notification, await inboxOf(ctx, memberId));
}

/** An address of the dashboard; the inbox for what has no place of its own. */
function pathUrl(ctx: ReadCtx, path: string | null): string {
  return `${dashboardOrigin() ?? ""}${path ?? `/${ctx.account.slug}/notifications`}`;
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

function skip(reason: string): { kind: "skip"; reason: string } {
  return { kind: "skip", reason };
}
