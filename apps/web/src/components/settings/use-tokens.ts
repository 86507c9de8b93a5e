import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type ServiceToken = FunctionReturnType<typeof api.serviceTokens.list>[number];

/** Credentials of runtimes; only for those who may manage them. */
export function useServiceTokens(isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.serviceTokens.list, isAllowed ? { accountId } : "skip");
}

export function useTokenCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.serviceTokens.create, { refusalShownBy: "caller" });
  const revoke = useCommand(api.serviceTokens.revoke);
  return {
    create: (name: string) => create.run({ accountId, name }),
    revoke: (tokenId: ServiceToken["tokenId"]) => revoke.run({ accountId, tokenId }),
    isCreating: create.isBusy,
  };
}
