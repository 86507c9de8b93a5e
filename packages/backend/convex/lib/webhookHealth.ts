/** How a webhook fares: its last answer, and the end of one that has failed for days. */
import { nextWebhookHealth } from "@mc/shared/outbound/retry";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { notifyAdmins, notifyMember } from "./notifications";
import { webhookTarget } from "./targets";
import { syncEvents } from "./webhooks";

const GONE = 410;

type Answered = { isOk: boolean; error: string | null; answer: Doc<"outbox">["answer"]; now: number };

export async function noteAnswer(
  ctx: WriteCtx,
  webhookId: Id<"webhooks">,
  { isOk, error, answer, now }: Answered,
): Promise<void> {
  const webhook = await ctx.db.get("webhooks", webhookId);
  if (!webhook) return;
  const status = answer?.status ?? null;
  const { isOff, ...health } = nextWebhookHealth(webhook.health, { isOk, isGone: status === GONE, now });
  await ctx.db.patch("webhooks", webhookId, { health, lastDelivery: { at: now, status, isOk } });
  if (isOff && webhook.isEnabled) await switchOff(ctx, webhook, error ?? "It answered with an error.");
}

async function switchOff(ctx: WriteCtx, webhook: Doc<"webhooks">, error: string): Promise<void> {
  await ctx.db.patch("webhooks", webhook._id, { isEnabled: false, disabledReason: error });
  if (webhook.memberId === null) await syncEvents(ctx);
  await ctx.activity.record({
    event: { type: "webhook_disabled", reason: error },
    target: webhookTarget(webhook),
  });
  const notice = {
    type: "system" as const,
    reason: "webhook",
    title: `The webhook ${webhook.name} is switched off`,
    body: `It has failed for too long: ${error} Switch it on again when its receiver works.`,
  };
  if (webhook.memberId) await notifyMember(ctx, webhook.memberId, notice);
  else await notifyAdmins(ctx, notice);
}
