import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import type { AccountContextValue } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";

/** The live figures of the header. */
export function useStats(account: AccountContextValue) {
  return useLive(api.accounts.stats, { accountId: account.accountId });
}

/** The account's runtime, or null when it has none yet. */
export function useRuntime(account: AccountContextValue) {
  return useLive(api.runtimes.current, { accountId: account.accountId });
}

export function useUnreadCount(account: AccountContextValue) {
  return useLive(api.notifications.unreadCount, { accountId: account.accountId });
}

export type Runtime = NonNullable<FunctionReturnType<typeof api.runtimes.current>>;
