/** Digests: planned per member, written at most once a day, and with nothing in them not at all. */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { type DigestChoice, digestFor, nextDigestAt } from "@mc/shared/notification/digest";
import { notificationPath } from "@mc/shared/notification/links";
import { taskKey } from "@mc/shared/task/limits";
import { isSettled } from "@mc/shared/task/links";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { inboxOf } from "./inboxes";
import { isMailSetUp } from "./installation";
import { zoneOf } from "./metrics";
import { enqueueOnce } from "./outbox";
import { listMembers } from "./roster";

type Member = Doc<"memberships">;
type Period = { from: number; to: number };

const MAX_LINES = 20;
const UNREAD_LOOKED_AT = 100;
const TASKS_LOOKED_AT = 200;
const DUE_WITHIN_MS = 2 * DAY_MS;
const MAX_PERIOD_MS = 8 * DAY_MS;

export function digestChoiceOf(ctx: ReadCtx, member: Member): DigestChoice | null {
  const emailDigest = ctx.account.settings.notificationPreferences?.emailDigest;
  return digestFor(member.preferences?.digest ?? null, {
    emailDigest,
    timeZone: member.timeZone ?? zoneOf(ctx),
  });
}

/** Sets the member's next digest after `after`, or none. */
export async function planDigest(ctx: WriteCtx, member: Member, after: number): Promise<void> {
  const choice = member.status === "active" ? digestChoiceOf(ctx, member) : null;
  const nextAt = choice === null ? null : nextDigestAt(choice, after);
  const row = await scheduleOf(ctx, member._id);
  if (nextAt === null) {
    if (row) await ctx.db.delete("digestSchedules", row._id);
  } else if (!row) {
    const { _id: accountId } = ctx.account;
    await ctx.db.insert("digestSchedules", { accountId, memberId: member._id, nextAt, lastTo: null });
  } else if (row.nextAt !== nextAt) await ctx.db.patch("digestSchedules", row._id, { nextAt });
}

/** After the account's default or its time zone changed: it counts for whoever has not chosen. */
export async function planDigests(ctx: WriteCtx): Promise<void> {
  const now = Date.now();
  for (const member of await listMembers(ctx)) {
    if (member.preferences?.digest === undefined) await planDigest(ctx, member, now);
  }
}

/** Asked by the clock for one member whose time has come; answers whether a mail is on its way. */
export async function runDigest(ctx: WriteCtx, memberId: Id<"memberships">): Promise<boolean> {
  const now = Date.now();
  const member = await ctx.db.get("memberships", memberId);
  const row = await scheduleOf(ctx, memberId);
  if (!row || row.nextAt > now) return false;
  if (!member) {
    await ctx.db.delete("digestSchedules", row._id);
    return false;
  }
  const choice = digestChoiceOf(ctx, member);
  await planDigest(ctx, member, now);
  if (!choice || member.status !== "active" || !canBeMailed(member)) return false;
  const period = { from: Math.max(row.lastTo ?? 0, now - MAX_PERIOD_MS), to: now };
  if (!(await digestContent(ctx, member, period))) return false;
  await ctx.db.patch("digestSchedules", row._id, { lastTo: now });
  const day = dayKeyAt(now, choice.timeZone);
  const queued = await enqueueOnce(ctx, {
    channel: "email",
    memberId,
    subject: { kind: "digest", day, ...period },
    key: `digest:${memberId}:${day}`,
    dueAt: now,
  });
  return queued !== null;
}

type Line = { text: string; detail: string | null; path: string | null };

/** What is unread of this time, and the person's tasks that are due; null when there is neither. */
export async function digestContent(ctx: ReadCtx, member: Member, { from, to }: Period) {
  const unread = await unreadLines(ctx, member, { from, to });
  const due = await dueLines(ctx, member, to);
  if (unread.length === 0 && due.length === 0) return null;
  const unreadInAll = unread.length === 0 ? 0 : ((await inboxOf(ctx, member._id))?.unread ?? 0);
  return { unread: unread.slice(0, MAX_LINES), unreadInAll, due: due.slice(0, MAX_LINES) };
}

async function unreadLines(ctx: ReadCtx, member: Member, { from, to }: Period): Promise<Line[]> {
  const inbox = await inboxOf(ctx, member._id);
  const rows = await ctx.db
    .query("notifications")
    .withIndex("by_account_member_unreadAt", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("recipient.memberId", member._id)
        .gt("unreadAt", Math.max(from, inbox?.readThrough ?? 0)),
    )
    .order("desc")
    .take(UNREAD_LOOKED_AT);
  const fresh = rows.filter(({ _creationTime }) => _creationTime <= to).slice(0, MAX_LINES);
  return await Promise.all(
    fresh.map(async (row) => {
      const task = row.taskId ? await ctx.db.get("tasks", row.taskId) : null;
      const path = notificationPath({ ...row, taskNumber: task?.number ?? null }, ctx.account.slug);
      return { text: row.title, detail: row.body || null, path };
    }),
  );
}

async function dueLines(ctx: ReadCtx, member: Member, now: number): Promise<Line[]> {
  const rows = await ctx.db
    .query("assignments")
    .withIndex("by_account_member", (q) =>
      q.eq("accountId", ctx.account._id).eq("assignee.memberId", member._id),
    )
    .order("desc")
    .take(TASKS_LOOKED_AT);
  const tasks = await Promise.all(rows.map(({ taskId }) => ctx.db.get("tasks", taskId)));
  return tasks
    .flatMap((task) => (task?.dueAt && !isSettled(task.state.status) ? [{ ...task, dueAt: task.dueAt }] : []))
    .filter(({ dueAt }) => dueAt <= now + DUE_WITHIN_MS)
    .sort((one, other) => one.dueAt - other.dueAt)
    .map(({ number, title, dueAt }) => ({
      text: `${taskKey(number)} ${title}`,
      detail: dueAt < now ? "Late" : "Due soon",
      path: `/${ctx.account.slug}/tasks/${number}`,
    }));
}

/** An address, a mail server, and e-mail not switched off. */
function canBeMailed(member: Member): boolean {
  return isMailSetUp() && member.email !== null && member.preferences?.channels?.email?.isOn !== false;
}

async function scheduleOf(ctx: ReadCtx, memberId: Id<"memberships">) {
  return await ctx.db
    .query("digestSchedules")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .unique();
}
