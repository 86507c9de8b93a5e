/** For the supervisor of this installation, with the host's admin key: which runtimes to start, and their tokens. */
import { v } from "convex/values";
import { missing } from "./functions/errors";
import { startedLocalRuntimes } from "./functions/localRuntimes";
import { systemMutation, systemQuery } from "./functions/system";
import { endedAccounts } from "./lib/accountDeletion";
import { issueLocalToken } from "./lib/serviceTokens";

export const wanted = systemQuery({
  args: {},
  handler: async ({ db }) => {
    const runtimes = await startedLocalRuntimes(db);
    const accounts = await Promise.all(runtimes.map((runtime) => db.get("accounts", runtime.accountId)));
    const isOnlyAccount = (await db.query("accounts").take(2)).length === 1;
    return accounts.flatMap((account, index) => {
      const runtime = runtimes[index];
      if (!account || !runtime) return [];
      const { _id: accountId, slug, name } = account;
      return [{ accountId, slug, name, runtimeId: runtime._id, isOnlyAccount }];
    });
  },
});

export const issueToken = systemMutation({
  audit: ["service_token_created"],
  schedule: "localRuntimes.issueToken",
  args: { runtimeId: v.id("runtimes") },
  handler: async (ctx, { runtimeId }) => {
    const runtime = await ctx.db.get("runtimes", runtimeId);
    const account = runtime?.provider === "local" ? await ctx.open(runtime.accountId) : null;
    if (!runtime || !account) throw missing("runtime");
    return await issueLocalToken(account, runtime);
  },
});

/** Accounts that were deleted: what their runtimes left in folders of this machine is to go too. */
export const ended = systemQuery({ args: {}, handler: (ctx) => endedAccounts(ctx) });
