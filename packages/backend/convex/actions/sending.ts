"use node";
/** The loop of every sender: take what is due, send it a few at a time, report each as it ends. */
import type { Channel } from "@mc/shared/notification/channels";
import { internal } from "../_generated/api";
import type { SystemActionCtx } from "../functions/system";
import type { Leased, SendResult } from "../lib/outboxDelivery";

const AT_ONCE = 5;
const MAX_BATCHES = 20;

type Sent = Pick<SendResult, "outcome" | "answer">;

export async function sendDue<Kind extends Channel>(
  ctx: SystemActionCtx,
  channel: Kind,
  send: (delivery: Leased & { kind: Kind }) => Promise<Sent>,
): Promise<{ sent: number; failed: number }> {
  const counts = { sent: 0, failed: 0 };
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const { deliveries, hasMore } = await ctx.runMutation(internal.outbox.lease, { channel });
    const waiting = deliveries.filter((one): one is Leased & { kind: Kind } => one.kind === channel);
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { outboxId, attempt } = next;
        const { outcome, answer } = await send(next);
        await ctx.runMutation(internal.outbox.settle, { result: { outboxId, attempt, outcome, answer } });
        counts[outcome.kind === "sent" ? "sent" : "failed"] += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (!hasMore) break;
  }
  return counts;
}

/** A failure that may pass, unless said otherwise. */
export function failure(
  error: string,
  { isPermanent = false, retryAfterMs = null }: { isPermanent?: boolean; retryAfterMs?: number | null } = {},
): SendResult["outcome"] {
  return { kind: "failed", error, isPermanent, retryAfterMs };
}
