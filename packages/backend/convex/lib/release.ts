/** Taking someone who is gone off their tasks: in scheduled batches, because there may be many. */
import { internal } from "../_generated/api";
import type { RecipientRef, WriteCtx } from "../functions/context";

export async function scheduleRelease(ctx: WriteCtx, recipient: RecipientRef): Promise<void> {
  await ctx.scheduler.runAfter(0, internal.assignments.release, { accountId: ctx.account._id, recipient });
}
