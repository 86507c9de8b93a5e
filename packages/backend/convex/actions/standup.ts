"use node";
/** The stand-ups that are due, each in a transaction of its own, so that one account never holds up another. */
import { internal } from "../_generated/api";
import { broken } from "../functions/errors";
import { systemAction } from "../functions/system";

export const run = systemAction({
  args: {},
  handler: async (ctx): Promise<{ written: number }> => {
    const accountIds = await ctx.runQuery(internal.standups.due, {});
    const results = await Promise.allSettled(
      accountIds.map((accountId) => ctx.runMutation(internal.standups.runOne, { accountId })),
    );
    const failed = results.filter(({ status }) => status === "rejected").length;
    if (failed > 0) throw broken(`${failed} of ${results.length} stand-ups failed and stay due.`);
    return {
      written: results.filter((result) => result.status === "fulfilled" && result.value !== null).length,
    };
  },
});
