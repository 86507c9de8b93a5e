/** Bounds on how fast one person or agent may act, counted in fixed windows of a minute. */
import type { WriteCtx } from "../functions/context";
import { refuse } from "../functions/errors";

const WINDOW_MS = 60_000;
const MESSAGES_OF_MEMBER = 30;
const MESSAGES_OF_AGENT = 60;

/** Counts a message that a person or a tool of an agent sends; what the system itself writes is not counted. */
export async function countMessage(ctx: WriteCtx): Promise<void> {
  const { caller } = ctx;
  if (caller.kind === "member" && ctx.activity.cause.kind === "request") {
    await countOne(ctx, { key: `messages:${caller.memberId}`, limit: MESSAGES_OF_MEMBER });
  }
  if (caller.kind === "agent") {
    await countOne(ctx, { key: `messages:${caller.agentId}`, limit: MESSAGES_OF_AGENT });
  }
}

async function countOne(ctx: WriteCtx, { key, limit }: { key: string; limit: number }): Promise<void> {
  const accountId = ctx.account._id;
  const now = Date.now();
  const row = await ctx.db
    .query("rateLimits")
    .withIndex("by_account_key", (q) => q.eq("accountId", accountId).eq("key", key))
    .unique();
  if (!row) {
    await ctx.db.insert("rateLimits", { accountId, key, windowStart: now, count: 1 });
    return;
  }
  const endsIn = row.windowStart + WINDOW_MS - now;
  if (endsIn <= 0) {
    await ctx.db.patch("rateLimits", row._id, { windowStart: now, count: 1 });
    return;
  }
  if (row.count >= limit) {
    throw refuse({
      code: "rate_limited",
      message: `At most ${limit} messages a minute. Wait ${Math.ceil(endsIn / 1000)} s and send it again.`,
      retryAfterMs: endsIn,
    });
  }
  await ctx.db.patch("rateLimits", row._id, { count: row.count + 1 });
}
