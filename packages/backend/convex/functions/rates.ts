/** Counting how often somebody acts, in fixed windows of a minute. The bounds themselves stand where the act is. */
import type { Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { refuse } from "./errors";

const WINDOW_MS = 60_000;

export type Rate = { key: string; limit: number; what: string };

/** Refuses the act that would be one too many, and says when the next is free. */
export async function countAct(db: DatabaseWriter, accountId: Id<"accounts">, rate: Rate): Promise<void> {
  const retryAfterMs = await waitFor(db, accountId, rate);
  if (retryAfterMs === 0) return await countOne(db, accountId, rate.key);
  throw refuse({
    code: "rate_limited",
    message: `At most ${rate.limit} ${rate.what} a minute. Wait ${Math.ceil(retryAfterMs / 1000)} s and send it again.`,
    retryAfterMs,
  });
}

/** How long one more act must wait because the minute is full; 0 when it may be done now. Nothing is counted. */
export async function waitFor(
  db: DatabaseReader,
  accountId: Id<"accounts">,
  { key, limit }: Pick<Rate, "key" | "limit">,
): Promise<number> {
  const row = await windowOf(db, accountId, key);
  const endsIn = row ? row.windowStart + WINDOW_MS - Date.now() : 0;
  return row && endsIn > 0 && row.count >= limit ? endsIn : 0;
}

/** Counts an act that was done. */
export async function countOne(db: DatabaseWriter, accountId: Id<"accounts">, key: string): Promise<void> {
  const now = Date.now();
  const row = await windowOf(db, accountId, key);
  if (!row) await db.insert("rateLimits", { accountId, key, windowStart: now, count: 1 });
  else if (row.windowStart + WINDOW_MS <= now)
    await db.patch("rateLimits", row._id, { windowStart: now, count: 1 });
  else await db.patch("rateLimits", row._id, { count: row.count + 1 });
}

async function windowOf(db: DatabaseReader, accountId: Id<"accounts">, key: string) {
  return await db
    .query("rateLimits")
    .withIndex("by_account_key", (q) => q.eq("accountId", accountId).eq("key", key))
    .unique();
}
