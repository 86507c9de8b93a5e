/**
 * Every activity is told to the account's webhooks that want its type: the delivery is written in the transaction
 * that records the activity, so that neither is ever there without the other.
 */
import type { ActivityType } from "@mc/shared/activity/types";
import { isEventWanted } from "@mc/shared/outbound/events";
import { laneOf } from "@mc/shared/outbound/lanes";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseWriter } from "../_generated/server";

type News = { account: Doc<"accounts">; activityId: Id<"activities">; type: ActivityType };

export async function tellWebhooks(db: DatabaseWriter, { account, activityId, type }: News): Promise<void> {
  for (const { webhookId, events } of account.settings.webhooks ?? []) {
    if (!isEventWanted(events, type)) continue;
    await db.insert("outbox", {
      accountId: account._id,
      channel: "webhook",
      memberId: null,
      subject: { kind: "activity", activityId },
      subscriptionId: null,
      webhookId,
      lane: laneOf({ accountId: account._id, receiverId: webhookId }),
      key: `webhook:${webhookId}:${activityId}`,
      state: { status: "waiting", dueAt: Date.now(), attempts: 0, error: null },
      answer: null,
    });
  }
}
