import { api } from "@mc/backend/api";
import type {
  AccountPreferences,
  GroupSettings,
  MemberPreferences,
} from "@mc/shared/notification/preferences";
import type { NotificationType } from "@mc/shared/notification/types";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { showAccountChoices, showOwnChoices } from "./shown-choices";

/** What the account and the person themselves want to hear of. */
export function usePreferences() {
  const { accountId } = useAccount();
  return useLive(api.memberships.preferences, { accountId });
}

export function usePreferenceCommands() {
  const { accountId } = useAccount();
  const own = useCommand(api.memberships.updatePreferences, { optimistic: showOwnChoices });
  const account = useCommand(api.accounts.update, { optimistic: showAccountChoices });
  return {
    edit: (edit: { groups?: GroupSettings; muted?: NotificationType[] }) => own.run({ accountId, ...edit }),
    setQuietHours: (quietHours: MemberPreferences["quietHours"]) => own.run({ accountId, quietHours }),
    setAccount: (notificationPreferences: AccountPreferences) =>
      account.run({ accountId, notificationPreferences }),
    isBusy: own.isBusy || account.isBusy,
  };
}
