import { api } from "@mc/backend/api";
import type { GroupSettings, MemberPreferences } from "@mc/shared/notification/preferences";
import type { NotificationType } from "@mc/shared/notification/types";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

/** What the account and the person themselves want to hear of. */
export function usePreferences() {
  const { accountId } = useAccount();
  return useLive(api.memberships.preferences, { accountId });
}

export function usePreferenceCommands() {
  const { accountId } = useAccount();
  const own = useCommand(api.memberships.updatePreferences);
  const account = useCommand(api.accounts.update);
  return {
    setGroups: (groups: GroupSettings) => own.run({ accountId, groups }),
    setMuted: (muted: readonly NotificationType[]) => own.run({ accountId, muted: [...muted] }),
    setQuietHours: (quietHours: MemberPreferences["quietHours"]) => own.run({ accountId, quietHours }),
    setAccountGroups: (notificationPreferences: GroupSettings) =>
      account.run({ accountId, notificationPreferences }),
    isBusy: own.isBusy || account.isBusy,
  };
}
