/**
 * The outbox: what is to leave by e-mail, push or webhook, written with what it tells of. Sending is in
 * lib/outboxDelivery, what is sent in lib/outboxContent.
 */
import { laneOf } from "@mc/shared/outbound/lanes";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";

export type Delivery = Doc<"outbox">;

export type NewDelivery = Pick<Delivery, "channel" | "memberId" | "subject" | "key"> &
  Partial<Pick<Delivery, "subscriptionId" | "webhookId">> & { dueAt: number };

/** For keys that name something that was just written, so that there can be no other row of the key. */
export async function enqueue(ctx: WriteCtx, delivery: NewDelivery): Promise<Id<"outbox">> {
  const { dueAt, subscriptionId = null, webhookId = null, ...fields } = delivery;
  const accountId = ctx.account._id;
  return await ctx.db.insert("outbox", {
    accountId,
    ...fields,
    subscriptionId,
    webhookId,
    lane: laneOf({ accountId, receiverId: webhookId ?? subscriptionId }),
    state: { status: "waiting", dueAt, attempts: 0, error: null },
    answer: null,
  });
}

/** Asked twice for the same key, it is written once; null the second time. */
export async function enqueueOnce(ctx: WriteCtx, delivery: NewDelivery): Promise<Id<"outbox"> | null> {
  const known = await ctx.db
    .query("outbox")
    .withIndex("by_account_key", (q) => q.eq("accountId", ctx.account._id).eq("key", delivery.key))
    .first();
  return known ? null : await enqueue(ctx, delivery);
}
