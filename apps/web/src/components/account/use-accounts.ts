import { api } from "@mc/backend/api";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

/** The accounts that this person belongs to. */
export function useMyAccounts() {
  return useLive(api.accounts.listMine, {});
}

export function useCreateAccount() {
  return useCommand(api.accounts.create, { refusalShownBy: "caller" });
}
