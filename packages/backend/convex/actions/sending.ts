"use node";
/**
 * The loop of every sender: take what is due and has a seat, send it, report each as it ends and take again. One is at
 * work per channel, and for a while only: what is due after that is the next one's.
 */
import type { Channel } from "@mc/shared/notification/channels";
import { internal } from "../_generated/api";
import { broken } from "../functions/errors";
import type { SystemActionCtx } from "../functions/system";
import type { Leased, SendResult } from "../lib/outboxDelivery";

/** After that it takes nothing more. */
const WORKS_FOR_MS = 60_000;
/** Takes in a row that may bring nothing: lanes in which nothing is due, deliveries that are skipped. */
const MAX_EMPTY_TAKES = 20;

type Sent = Pick<SendResult, "outcome" | "answer">;
type Counts = { sent: number; failed: number };

export async function sendDue<Kind extends Channel>(
  ctx: SystemActionCtx,
  channel: Kind,
  send: (delivery: Leased & { kind: Kind }) => Promise<Sent>,
): Promise<Counts> {
  const generation = await ctx.runMutation(internal.outbox.claim, { channel });
  if (generation === null) return { sent: 0, failed: 0 };
  const claim: Work<Kind>["claim"] = { channel, generation };
  try {
    return await work<Kind>(ctx, { claim, send });
  } finally {
    await ctx.runMutation(internal.outbox.release, claim);
  }
}

type Work<Kind extends Channel> = {
  claim: { channel: Kind; generation: number };
  send: (delivery: Leased & { kind: Kind }) => Promise<Sent>;
};

async function work<Kind extends Channel>(
  ctx: SystemActionCtx,
  { claim, send }: Work<Kind>,
): Promise<Counts> {
  const counts = { sent: 0, failed: 0, lost: 0 };
  const underWay = new Map<string, { seated: Pick<Leased, "accountId" | "lane">; end: Promise<void> }>();
  const start = (delivery: Leased & { kind: Kind }) => {
    const { outboxId, attempt, accountId, lane } = delivery;
    const attempted = async () => {
      const { outcome, answer } = await send(delivery);
      await ctx.runMutation(internal.outbox.settle, { result: { outboxId, attempt, outcome, answer } });
      counts[outcome.kind === "sent" ? "sent" : "failed"] += 1;
    };
    const lost = () => {
      counts.lost += 1;
    };
    const end = attempted()
      .catch(lost)
      .finally(() => underWay.delete(outboxId));
    underWay.set(outboxId, { seated: { accountId, lane }, end });
  };
  const until = Date.now() + WORKS_FOR_MS;
  let emptyTakes = 0;
  for (;;) {
    const isOver = Date.now() >= until;
    const seated = [...underWay.values()].map((one) => one.seated);
    const taken = isOver
      ? NOTHING
      : await ctx.runMutation(internal.outbox.lease, { ...claim, underWay: seated });
    for (const one of taken.deliveries) if (isOf(one, claim.channel)) start(one);
    emptyTakes = taken.deliveries.length > 0 ? 0 : emptyTakes + 1;
    if (taken.hasMore && emptyTakes < MAX_EMPTY_TAKES) continue;
    if (underWay.size === 0) break;
    await Promise.race([...underWay.values()].map(({ end }) => end));
  }
  const { lost, ...reported } = counts;
  if (lost > 0) throw broken(`${lost} results of deliveries could not be kept; these are sent again.`);
  return reported;
}

const NOTHING: { deliveries: Leased[]; hasMore: boolean } = { deliveries: [], hasMore: false };

function isOf<Kind extends Channel>(one: Leased, channel: Kind): one is Leased & { kind: Kind } {
  return one.kind === channel;
}

/** A failure that may pass, unless said otherwise. */
export function failure(
  error: string,
  { isPermanent = false, retryAfterMs = null }: { isPermanent?: boolean; retryAfterMs?: number | null } = {},
): SendResult["outcome"] {
  return { kind: "failed", error, isPermanent, retryAfterMs };
}
