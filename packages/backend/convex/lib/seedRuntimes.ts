/** Further runtimes of the demo account that stand by, so that its fleet has several states. */
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { broken } from "../functions/errors";
import { DEMO_RUNTIMES } from "../seed/story";
import { LIMITS } from "./limits";
import { addRuntime, checkIn } from "./runtimes";
import { issueJoinedToken } from "./serviceTokens";

/** `owner` acts, as somebody would who sets the office up. */
export async function addDemoRuntimes(ctx: WriteCtx, owner: Doc<"memberships">): Promise<void> {
  for (const { name, provider, host, region, report } of DEMO_RUNTIMES) {
    const place = { name, provider, host, region, isWanted: false, duty: "standby" as const };
    const runtime = await addRuntime(ctx, place);
    if (!report) continue;
    await issueJoinedToken(ctx, runtime, owner._id);
    // Nobody keeps its word afterwards, so it is offline soon: one of the states that a fleet has.
    await checkIn({ ...ctx, runtime, token: await tokenOf(ctx, runtime) }, { ...report, host });
  }
}

async function tokenOf(ctx: WriteCtx, runtime: Doc<"runtimes">): Promise<Doc<"serviceTokens">> {
  const rows = await ctx.db
    .query("serviceTokens")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .take(LIMITS.serviceTokens);
  const token = rows.find(({ runtimeId }) => runtimeId === runtime._id);
  if (!token) throw broken("The token that was just issued is not there.");
  return token;
}
