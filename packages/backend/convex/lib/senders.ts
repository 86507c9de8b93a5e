/**
 * One sender per channel at a time, so that receivers that hang never fill the scheduler:
 *
 *   free ─ claim ─▶ at work ─ take ─▶ at work, longer ─ release, or nothing taken for long ─▶ free
 *
 * A sender whose time ran out finds another generation in the row and takes nothing any more; what it still sends is
 * fenced by the attempts of each delivery.
 */
import type { Channel } from "@mc/shared/notification/channels";
import type { Doc } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import type { SystemMutationCtx } from "../functions/system";

/** Longer than any one attempt, after which the sender takes again or ends; a sender that died is replaced then. */
const HELD_MS = 2 * 60_000;

export type Claim = { channel: Channel; generation: number };

/** null when another sender is at work. */
export async function claimSender({ installation }: SystemMutationCtx, channel: Channel) {
  const row = await senderOf(installation, channel);
  const now = Date.now();
  if (row && row.heldUntil > now) return null;
  const generation = (row?.generation ?? 0) + 1;
  const held = { generation, heldUntil: now + HELD_MS };
  if (row) await installation.patch("senders", row._id, held);
  else await installation.insert("senders", { channel, lane: null, ...held });
  return generation;
}

export async function isSenderFree(db: DatabaseReader, channel: Channel): Promise<boolean> {
  return ((await senderOf(db, channel))?.heldUntil ?? 0) <= Date.now();
}

/** The row of a claim that still holds. */
export async function heldSender(db: DatabaseReader, claim: Claim): Promise<Doc<"senders"> | null> {
  const row = await senderOf(db, claim.channel);
  return row && row.generation === claim.generation && row.heldUntil > 0 ? row : null;
}

/** It has come as far as `lane`, and holds on. */
export async function holdSender(
  { installation }: SystemMutationCtx,
  sender: Doc<"senders">,
  lane: string | null,
): Promise<void> {
  await installation.patch("senders", sender._id, { lane, heldUntil: Date.now() + HELD_MS });
}

export async function releaseSender({ installation }: SystemMutationCtx, claim: Claim): Promise<null> {
  const row = await heldSender(installation, claim);
  if (row) await installation.patch("senders", row._id, { heldUntil: 0 });
  return null;
}

async function senderOf(db: DatabaseReader, channel: Channel): Promise<Doc<"senders"> | null> {
  return await db
    .query("senders")
    .withIndex("by_channel", (q) => q.eq("channel", channel))
    .unique();
}
