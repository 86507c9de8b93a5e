/**
 * Who hears of a task. Its creator and its assignees follow it without a row; whoever takes part otherwise, and whoever
 * chose something else, has one. A person may follow, mute or leave.
 */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, RecipientRef, WriteCtx } from "../functions/context";
import { assigneesOf } from "./assignees";
import { LIMITS } from "./limits";
import { sameRecipient } from "./roster";

type Task = Doc<"tasks">;
type Row = Doc<"subscriptions">;
export type FollowLevel = Row["level"];
export type Subscriber = { recipient: RecipientRef; level: Exclude<FollowLevel, "none"> };

/** Everyone who hears of it or muted it. */
export async function listSubscribers(ctx: ReadCtx, task: Task): Promise<Subscriber[]> {
  const rows = await rowsOf(ctx, task._id);
  const chosen = rows.flatMap(({ recipient, level }) => (level === "none" ? [] : [{ recipient, level }]));
  const others = ownOf(task).filter((recipient) => !findRow(rows, recipient));
  return [...chosen, ...others.map((recipient) => ({ recipient, level: "following" as const }))];
}

export async function listMuted(ctx: ReadCtx, taskId: Id<"tasks">): Promise<RecipientRef[]> {
  return (await rowsOf(ctx, taskId)).flatMap(({ recipient, level }) =>
    level === "muted" ? [recipient] : [],
  );
}

/** Subscribes those who take part in it now; an existing choice to mute is kept. */
export async function subscribe(ctx: WriteCtx, task: Task, recipients: readonly RecipientRef[]) {
  const rows = await rowsOf(ctx, task._id);
  const own = ownOf(task);
  const added: RecipientRef[] = [];
  for (const recipient of recipients) {
    const row = findRow(rows, recipient);
    if (row?.level === "none") await ctx.db.patch("subscriptions", row._id, { level: "following" });
    else if (!row && !includes(own, recipient) && !includes(added, recipient)) added.push(recipient);
  }
  const room = Math.max(0, LIMITS.subscribersPerTask - rows.length);
  for (const recipient of added.slice(0, room))
    await insertRow(ctx, task._id, { recipient, level: "following" });
}

/** `task` as it is now: an agent that is not assigned any more may still be its creator. */
export async function unsubscribe(ctx: WriteCtx, task: Task, recipient: RecipientRef): Promise<void> {
  await writeLevel(ctx, task, { recipient, level: "none" });
}

/** People who were taken off the task (as it is now) go on hearing of it, unless they chose otherwise. */
export async function keepFollowing(
  ctx: WriteCtx,
  task: Task,
  former: readonly RecipientRef[],
): Promise<void> {
  const own = ownOf(task);
  const people = former.filter((one) => one.kind === "member" && !includes(own, one));
  if (people.length === 0 || !task.isFollowedByItsOwn) return;
  const rows = await rowsOf(ctx, task._id);
  for (const recipient of people) {
    const row = findRow(rows, recipient);
    if (row?.level === "none") await ctx.db.delete("subscriptions", row._id);
    else if (!row) await insertRow(ctx, task._id, { recipient, level: "following" });
  }
}

/** A person's own choice for one task. */
export async function setFollowLevel(
  ctx: WriteCtx,
  task: Task,
  { memberId, level }: { memberId: Id<"memberships">; level: FollowLevel },
) {
  await writeLevel(ctx, task, { recipient: { kind: "member", memberId }, level });
  return { level };
}

export async function followLevel(
  ctx: ReadCtx,
  task: Task,
  memberId: Id<"memberships">,
): Promise<FollowLevel> {
  const recipient: RecipientRef = { kind: "member", memberId };
  const row = findRow(await rowsOf(ctx, task._id), recipient);
  return row?.level ?? levelWithoutRow(task, recipient);
}

type Choice = Pick<Row, "recipient" | "level">;

async function writeLevel(ctx: WriteCtx, task: Task, { recipient, level }: Choice): Promise<void> {
  const row = findRow(await rowsOf(ctx, task._id), recipient);
  const isUnsaid = levelWithoutRow(task, recipient) === level;
  if (row && level === "none" && isUnsaid) await ctx.db.delete("subscriptions", row._id);
  else if (row && row.level !== level) await ctx.db.patch("subscriptions", row._id, { level });
  else if (!row && !isUnsaid) await insertRow(ctx, task._id, { recipient, level });
}

function levelWithoutRow(task: Task, recipient: RecipientRef): FollowLevel {
  return includes(ownOf(task), recipient) ? "following" : "none";
}

/** Those who follow without a row. */
function ownOf(task: Task): RecipientRef[] {
  if (!task.isFollowedByItsOwn) return [];
  const assignees = assigneesOf(task);
  const { creator } = task;
  return creator.kind === "system" || includes(assignees, creator) ? assignees : [creator, ...assignees];
}

function includes(recipients: readonly RecipientRef[], one: RecipientRef): boolean {
  return recipients.some((other) => sameRecipient(one, other));
}

function findRow(rows: readonly Row[], recipient: RecipientRef): Row | undefined {
  return rows.find((row) => sameRecipient(row.recipient, recipient));
}

async function rowsOf(ctx: ReadCtx, taskId: Id<"tasks">): Promise<Row[]> {
  return await ctx.db
    .query("subscriptions")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.subscribersPerTask);
}

async function insertRow(ctx: WriteCtx, taskId: Id<"tasks">, choice: Choice): Promise<void> {
  await ctx.db.insert("subscriptions", { accountId: ctx.account._id, taskId, ...choice });
}
