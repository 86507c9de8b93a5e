import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { useLiveList } from "@/lib/use-live-list";

/** Everything that happened in the account, newest first. */
export function useFeed(pageSize: number) {
  const { accountId } = useAccount();
  return useLiveList(api.activities.list, { accountId }, pageSize);
}
