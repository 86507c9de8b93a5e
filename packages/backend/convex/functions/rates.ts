/** Counting how often somebody acts, in fixed windows of a minute. The bounds themselves stand where the act is. */
import type { Id } from "../_generated/dataModel";
import type { DatabaseWriter } from "../_generated/server";
import { refuse } from "./errors";

const WINDOW_MS = 60_000;

export type Rate = { key: string; limit: number; what: string };

/** Refuses the act that would be one too many, and says when the next is free. */
export async function countAct(db: DatabaseWriter, accountId: Id<"accounts">, rate: Rate): Promise<void> {
  const retryAfterMs = await waitFor(db, accountId, rate);
  if (retryAfterMs === 0) return;
  throw refuse({
    code: "rate_limited",
    message: `At most ${rate.limit} ${rate.what} a minute. Wait ${Math.ceil(retryAfterMs / 1000)} s and send it again.`,
    retryAfterMs,
  });
}

/** Counts one more act and answers 0, or answers how long it must wait because the minute is full. */
export async function waitFor(
  db: DatabaseWriter,
  accountId: Id<"accounts">,
  { key, limit }: Pick<Rate, "key" | "limit">,
): Promise<number> {
  const now = Date.now();
  const row = await db
    .query("rateLimits")
    .withIndex("by_account_key", (q) => q.eq("accountId", accountId).eq("key", key))
    .unique();
  if (!row) {
    await db.insert("rateLimits", { accountId, key, windowStart: now, count: 1 });
    return 0;
  }
  const endsIn = row.windowStart + WINDOW_MS - now;
  if (endsIn <= 0) {
    await db.patch("rateLimits", row._id, { windowStart: now, count: 1 });
    return 0;
  }
  if (row.count >= limit) return endsIn;
  await db.patch("rateLimits", row._id, { count: row.count + 1 });
  return 0;
}
