import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

/** The account's time zone and the time of its stand-up; null when there is none. */
export type Schedule = { readonly timeZone: string; readonly standupTime: string | null };

export function useSchedule() {
  const { accountId } = useAccount();
  const settings = useLive(api.accounts.settings, { accountId });
  const { run, isBusy } = useCommand(api.accounts.updateSettings, { refusalShownBy: "caller" });
  return { settings, isBusy, save: (schedule: Schedule) => run({ accountId, ...schedule }) };
}
