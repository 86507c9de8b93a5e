/** Counting how often somebody acts, in fixed windows of a minute. The bounds themselves stand where the act is. */
import type { Id } from "../_generated/dataModel";
import type { DatabaseWriter } from "../_generated/server";
import { refuse } from "./errors";

const WINDOW_MS = 60_000;

export type Rate = { key: string; limit: number; what: string };

/** Refuses the act that would be one too many, and says when the next is free. */
export async function countAct(
  db: DatabaseWriter,
  accountId: Id<"accounts">,
  { key, limit, what }: Rate,
): Promise<void> {
  const now = Date.now();
  const row = await db
    .query("rateLimits")
    .withIndex("by_account_key", (q) => q.eq("accountId", accountId).eq("key", key))
    .unique();
  if (!row) {
    await db.insert("rateLimits", { accountId, key, windowStart: now, count: 1 });
    return;
  }
  const endsIn = row.windowStart + WINDOW_MS - now;
  if (endsIn <= 0) {
    await db.patch("rateLimits", row._id, { windowStart: now, count: 1 });
    return;
  }
  if (row.count >= limit) {
    throw refuse({
      code: "rate_limited",
      message: `At most ${limit} ${what} a minute. Wait ${Math.ceil(endsIn / 1000)} s and send it again.`,
      retryAfterMs: endsIn,
    });
  }
  await db.patch("rateLimits", row._id, { count: row.count + 1 });
}
