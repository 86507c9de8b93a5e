import { api } from "@mc/backend/api";
import type { FunctionArgs } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useLiveList } from "@/lib/use-live-list";

export type FeedArgs = Omit<FunctionArgs<typeof api.activities.list>, "accountId" | "paginationOpts">;

/** What happened in the account, newest first; narrowed by the server where `filter` says so. */
export function useFeed(pageSize: number, filter: FeedArgs = {}) {
  const { accountId } = useAccount();
  return useLiveList(api.activities.list, { accountId, ...filter }, pageSize);
}
