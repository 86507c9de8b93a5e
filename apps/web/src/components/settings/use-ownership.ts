import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { Member } from "./use-settings";

export type Deletion = FunctionReturnType<typeof api.accounts.myDeletions>[number];

/** What only the owner may do with the account as a whole. */
export function useOwnership() {
  const { accountId } = useAccount();
  const transfer = useCommand(api.memberships.transferOwnership);
  const remove = useCommand(api.accounts.remove, { refusalShownBy: "caller" });
  return {
    transfer: (memberId: Member["memberId"]) => transfer.run({ accountId, memberId }),
    remove: (name: string) => remove.run({ accountId, name }),
    isRemoving: remove.isBusy,
  };
}

/** The deletions that the signed-in person asked for, with their progress. */
export function useMyDeletions() {
  return useLive(api.accounts.myDeletions, {});
}
