/** How many turns of an agent may start within an hour, counted in fixed windows. */
import type { Hold } from "@mc/shared/delivery/deadlines";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { effectiveSettings } from "./agentSettings";

const WINDOW_MS = 60 * 60_000;

type Agent = Doc<"agents">;

/** null while another turn may start now. */
export async function turnRateHold(ctx: ReadCtx, agent: Agent): Promise<Hold | null> {
  const limit = effectiveSettings(ctx, agent).turnsPerHour;
  if (limit === 0) return null;
  const row = await windowOf(ctx, agent);
  const until = (row?.windowStart ?? 0) + WINDOW_MS;
  if (!row || until <= Date.now() || row.count < limit) return null;
  const turns = limit === 1 ? "1 turn" : `${limit} turns`;
  const sentence = `${agent.name} may start ${turns} an hour and has; the next one starts when the hour is over, or when an admin raises the limit.`;
  return { kind: "rate", sentence, until };
}

export async function countTurn(ctx: WriteCtx, agent: Agent): Promise<void> {
  if (effectiveSettings(ctx, agent).turnsPerHour === 0) return;
  const now = Date.now();
  const row = await windowOf(ctx, agent);
  if (!row) {
    const key = keyOf(agent);
    await ctx.db.insert("rateLimits", { accountId: ctx.account._id, key, windowStart: now, count: 1 });
  } else if (row.windowStart + WINDOW_MS <= now) {
    await ctx.db.patch("rateLimits", row._id, { windowStart: now, count: 1 });
  } else await ctx.db.patch("rateLimits", row._id, { count: row.count + 1 });
}

async function windowOf(ctx: ReadCtx, agent: Agent) {
  return await ctx.db
    .query("rateLimits")
    .withIndex("by_account_key", (q) => q.eq("accountId", ctx.account._id).eq("key", keyOf(agent)))
    .unique();
}

function keyOf({ _id }: Agent): string {
  return `turns:${_id}`;
}
