/** Who hears of a task. People and agents are subscribed by taking part; a person may follow, mute or leave. */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, RecipientRef, WriteCtx } from "../functions/context";
import { LIMITS } from "./limits";
import { sameRecipient } from "./roster";

export type FollowLevel = Doc<"subscriptions">["level"] | "none";

export async function listSubscriptions(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("subscriptions")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .take(LIMITS.subscribersPerTask);
}

/** The first subscribers of a task that was just written. */
export async function subscribeFirst(
  ctx: WriteCtx,
  taskId: Id<"tasks">,
  recipients: readonly RecipientRef[],
) {
  const unique = recipients.filter(
    (recipient, index) => recipients.findIndex((other) => sameRecipient(other, recipient)) === index,
  );
  for (const recipient of unique) {
    await ctx.db.insert("subscriptions", {
      accountId: ctx.account._id,
      taskId,
      recipient,
      level: "following",
    });
  }
}

/** Subscribes those who are not; an existing choice (also to mute) is kept. */
export async function subscribe(ctx: WriteCtx, taskId: Id<"tasks">, recipients: readonly RecipientRef[]) {
  const existing = await listSubscriptions(ctx, taskId);
  const room = LIMITS.subscribersPerTask - existing.length;
  const added = recipients.filter(
    (recipient, index) =>
      !existing.some((row) => sameRecipient(row.recipient, recipient)) &&
      recipients.findIndex((other) => sameRecipient(other, recipient)) === index,
  );
  for (const recipient of added.slice(0, Math.max(0, room))) {
    await ctx.db.insert("subscriptions", {
      accountId: ctx.account._id,
      taskId,
      recipient,
      level: "following",
    });
  }
}

export async function unsubscribe(ctx: WriteCtx, taskId: Id<"tasks">, recipient: RecipientRef) {
  for (const row of await listSubscriptions(ctx, taskId)) {
    if (sameRecipient(row.recipient, recipient)) await ctx.db.delete("subscriptions", row._id);
  }
}

type Follow = { taskId: Id<"tasks">; memberId: Id<"memberships">; level: FollowLevel };

/** A person's own choice for one task. */
export async function setFollowLevel(ctx: WriteCtx, { taskId, memberId, level }: Follow) {
  const recipient: RecipientRef = { kind: "member", memberId };
  const row = (await listSubscriptions(ctx, taskId)).find((found) =>
    sameRecipient(found.recipient, recipient),
  );
  if (level === "none") {
    if (row) await ctx.db.delete("subscriptions", row._id);
  } else if (row) {
    await ctx.db.patch("subscriptions", row._id, { level });
  } else {
    await ctx.db.insert("subscriptions", { accountId: ctx.account._id, taskId, recipient, level });
  }
  return { level };
}

export async function followLevel(
  ctx: ReadCtx,
  taskId: Id<"tasks">,
  memberId: Id<"memberships">,
): Promise<FollowLevel> {
  const rows = await listSubscriptions(ctx, taskId);
  const row = rows.find((found) => sameRecipient(found.recipient, { kind: "member", memberId }));
  return row?.level ?? "none";
}
