/**
 * The inboxes of people, with an unread count that is exact at any size.
 *
 *   inbox (unread | read) ─▶ archived ─▶ inbox
 *     └─▶ snoozed ─▶ inbox, unread
 *
 * A row is unread when it lies in the inbox and its `unreadAt` is after the mark of "all read".
 */
import type { NotificationType } from "@mc/shared/notification/types";
import { DAY_MS } from "@mc/shared/time/zone";
import type { PaginationOptions } from "convex/server";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { boundedPage, LIMITS, MAX_PAGE } from "./limits";
import { eachAlone } from "./sweeps";

type Row = Doc<"notifications">;
type Inbox = Doc<"inboxes"> | null;

/** Between two instants of the clock, so that nothing new falls under a mark of the same millisecond. */
const JUST_AFTER = 0.001;
const MAX_SNOOZE_MS = 365 * DAY_MS;

/** Told again by the thread itself; what asks for a decision stays until it is dealt with. */
const THREAD_NEWS: readonly NotificationType[] = ["mention", "thread_update", "response_request"];

export type InboxFilter = {
  filter: "all" | "unread" | "archived" | "snoozed";
  type?: NotificationType | undefined;
  taskId?: Id<"tasks"> | undefined;
  agentId?: Id<"agents"> | undefined;
};

/** By place or unread through an index; type, task and agent are asked of each row, so pages may be short. */
export async function listNotifications(
  ctx: ReadCtx,
  memberId: Id<"memberships">,
  options: InboxFilter & { paginationOpts: PaginationOptions },
) {
  const { filter, type, taskId, agentId } = options;
  const inbox = await inboxOf(ctx, memberId);
  const accountId = ctx.account._id;
  const base = ctx.db.query("notifications");
  const range =
    filter === "unread"
      ? base.withIndex("by_account_member_unreadAt", (q) =>
          q
            .eq("accountId", accountId)
            .eq("recipient.memberId", memberId)
            .gt("unreadAt", inbox?.readThrough ?? 0),
        )
      : base.withIndex("by_account_member_place", (q) =>
          q
            .eq("accountId", accountId)
            .eq("recipient.memberId", memberId)
            .eq("place", filter === "all" ? undefined : filter),
        );
  const result = await range.order("desc").paginate(boundedPage(options.paginationOpts));
  const rows = result.page.filter(
    (row) =>
      (type === undefined || row.type === type) &&
      (taskId === undefined || row.taskId === taskId) &&
      (agentId === undefined || (row.actor.kind === "agent" && row.actor.agentId === agentId)),
  );
  const taskIds = [...new Set(rows.flatMap((row) => row.taskId ?? []))];
  const tasks = new Map(
    await Promise.all(taskIds.map(async (id) => [id, await ctx.db.get("tasks", id)] as const)),
  );
  const page = rows.map((row) => ({
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
    approvalId: row.approvalId ?? null,
    actorName: row.actorName,
    createdAt: row._creationTime,
    readAt: isUnread(row, inbox) ? null : (row.readAt ?? inbox?.readThrough ?? row._creationTime),
    place: row.place ?? ("inbox" as const),
  }));
  return { ...result, page };
}

export async function unreadCount(ctx: ReadCtx, memberId: Id<"memberships">): Promise<number> {
  return (await inboxOf(ctx, memberId))?.unread ?? 0;
}

export type InboxAct =
  | { kind: "read" | "unread" | "archive" | "restore" }
  | { kind: "snooze"; until: number };

/** One act on many notifications of the member; each that was so already is left alone. */
export async function updateNotifications(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  { notificationIds, act }: { notificationIds: readonly Id<"notifications">[]; act: InboxAct },
): Promise<{ changed: number }> {
  if (notificationIds.length > MAX_PAGE) throw invalid(`At most ${MAX_PAGE} at once.`, "notificationIds");
  const now = Date.now();
  if (act.kind === "snooze" && (act.until <= now || act.until > now + MAX_SNOOZE_MS)) {
    throw invalid("Choose a time within the next year.", "until");
  }
  const inbox = await inboxOf(ctx, memberId);
  let [changed, unread] = [0, 0];
  for (const notificationId of new Set(notificationIds)) {
    const row = await ctx.db.get("notifications", notificationId);
    if (row?.recipient.kind !== "member" || row.recipient.memberId !== memberId)
      throw missing("notification");
    const patch = patchFor(row, { act, inbox, now });
    if (patch === null) continue;
    if (row.place === "snoozed") await forgetSnooze(ctx, row._id);
    if (act.kind === "snooze") {
      await ctx.db.insert("snoozes", { accountId: ctx.account._id, notificationId, until: act.until });
    }
    await ctx.db.patch("notifications", row._id, patch);
    unread += Number(isUnread({ ...row, ...patch }, inbox)) - Number(isUnread(row, inbox));
    changed += 1;
  }
  if (unread !== 0) await countUnread(ctx, { memberId, inbox }, unread);
  return { changed };
}

/** One write whatever the number: everything that is unread by now counts as read. */
export async function markAllRead(ctx: WriteCtx, memberId: Id<"memberships">) {
  const inbox = await inboxOf(ctx, memberId);
  const newest = await ctx.db
    .query("notifications")
    .withIndex("by_account_member_unreadAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("recipient.memberId", memberId).gt("unreadAt", 0),
    )
    .order("desc")
    .first();
  if (!inbox || !newest?.unreadAt || inbox.unread === 0) return { marked: 0 };
  await ctx.db.patch("inboxes", inbox._id, { unread: 0, readThrough: newest.unreadAt });
  return { marked: inbox.unread };
}

/** What somebody reads in its place needs no line in the inbox any more. Looks at the newest unread ones. */
export async function readNewsOf(
  ctx: WriteCtx,
  { taskId, memberId }: { taskId: Id<"tasks">; memberId: Id<"memberships"> },
): Promise<void> {
  const inbox = await inboxOf(ctx, memberId);
  if (!inbox || inbox.unread === 0) return;
  const rows = await ctx.db
    .query("notifications")
    .withIndex("by_account_member_unreadAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("recipient.memberId", memberId).gt("unreadAt", inbox.readThrough),
    )
    .order("desc")
    .take(MAX_PAGE);
  const read = rows.filter((row) => row.taskId === taskId && THREAD_NEWS.includes(row.type));
  for (const row of read) {
    await ctx.db.patch("notifications", row._id, { unreadAt: undefined, readAt: Date.now() });
  }
  if (read.length > 0) await countUnread(ctx, { memberId, inbox }, -read.length);
}

/** Brings back what was put off until now, one batch. */
export async function wakeSnoozed(ctx: SystemMutationCtx): Promise<{ woken: number }> {
  const due = await ctx.db
    .query("snoozes")
    .withIndex("by_until", (q) => q.gt("until", 0).lte("until", Date.now()))
    .take(LIMITS.batch);
  await eachAlone(ctx, due, {
    one: internal.notifications.wakeOne,
    args: ({ _id }) => ({ snoozeId: _id }),
    putOff: (account, { _id }, until) => account.db.patch("snoozes", _id, { until }),
  });
  return { woken: due.length };
}

export async function wakeNotification(ctx: SystemMutationCtx, snoozeId: Id<"snoozes">): Promise<null> {
  const snooze = await ctx.db.get("snoozes", snoozeId);
  const account = snooze ? await ctx.open(snooze.accountId) : null;
  if (!snooze || !account) return null;
  await account.db.delete("snoozes", snoozeId);
  const row = await account.db.get("notifications", snooze.notificationId);
  if (row?.place !== "snoozed" || row.recipient.kind !== "member") return null;
  const { memberId } = row.recipient;
  const inbox = await inboxOf(account, memberId);
  await account.db.patch("notifications", row._id, {
    place: undefined,
    readAt: null,
    unreadAt: freshUnread(inbox, Date.now()),
  });
  await countUnread(account, { memberId, inbox }, 1);
  return null;
}

export async function inboxOf(ctx: ReadCtx, memberId: Id<"memberships">): Promise<Inbox> {
  return await ctx.db
    .query("inboxes")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .unique();
}

/** The instant that makes a row unread now, whatever was marked read before. */
export function freshUnread(inbox: Inbox, now: number): number {
  return Math.max(now, (inbox?.readThrough ?? 0) + JUST_AFTER);
}

type Whose = { memberId: Id<"memberships">; inbox: Inbox };

export async function countUnread(ctx: WriteCtx, { memberId, inbox }: Whose, delta: number): Promise<void> {
  const unread = Math.max(0, (inbox?.unread ?? 0) + delta);
  if (inbox) await ctx.db.patch("inboxes", inbox._id, { unread });
  else await ctx.db.insert("inboxes", { accountId: ctx.account._id, memberId, unread, readThrough: 0 });
}

type Moment = { act: InboxAct; inbox: Inbox; now: number };

/** null when the act changes nothing. */
function patchFor(row: Row, { act, inbox, now }: Moment) {
  const wasUnread = isUnread(row, inbox);
  const read = { unreadAt: undefined, readAt: row.readAt ?? now };
  switch (act.kind) {
    case "read":
      return wasUnread ? read : null;
    case "unread":
      return wasUnread ? null : { place: undefined, readAt: null, unreadAt: freshUnread(inbox, now) };
    case "archive":
      return row.place === "archived" ? null : { ...read, place: "archived" as const };
    case "restore":
      return row.place === undefined ? null : { ...read, place: undefined };
    case "snooze":
      return { place: "snoozed" as const, unreadAt: undefined, readAt: row.readAt };
  }
}

type Standing = { place?: Row["place"] | undefined; unreadAt?: number | undefined };

export function isUnread({ place, unreadAt }: Standing, inbox: Inbox): boolean {
  return place === undefined && unreadAt !== undefined && unreadAt > (inbox?.readThrough ?? 0);
}

/** Deletes a notification of a person that lies in the inbox and is read, or in the archive; answers whether it did. */
export async function forgetNotification(
  ctx: WriteCtx,
  row: Row,
  { evenUnread }: { evenUnread: boolean },
): Promise<boolean> {
  if (row.recipient.kind !== "member" || row.place === "snoozed") return false;
  const { memberId } = row.recipient;
  const inbox = await inboxOf(ctx, memberId);
  const wasUnread = isUnread(row, inbox);
  if (wasUnread && !evenUnread) return false;
  await ctx.db.delete("notifications", row._id);
  if (wasUnread) await countUnread(ctx, { memberId, inbox }, -1);
  return true;
}

async function forgetSnooze(ctx: WriteCtx, notificationId: Id<"notifications">): Promise<void> {
  const row = await ctx.db
    .query("snoozes")
    .withIndex("by_account_notification", (q) =>
      q.eq("accountId", ctx.account._id).eq("notificationId", notificationId),
    )
    .first();
  if (row) await ctx.db.delete("snoozes", row._id);
}
