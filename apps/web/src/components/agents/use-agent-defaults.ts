import { api } from "@mc/backend/api";
import type { CapabilitySettings } from "@mc/shared/agent/capabilities";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

const NOTHING_SET: CapabilitySettings = {};

/** What the account lets agents do when they have no setting of their own. */
export function useAgentDefaults(): CapabilitySettings {
  const { accountId } = useAccount();
  return dataOf(useLive(api.accounts.settings, { accountId }))?.agentDefaults ?? NOTHING_SET;
}

export function useSetAgentDefaults() {
  const { accountId } = useAccount();
  const { run } = useCommand(api.accounts.update, {
    optimistic: (store, { agentDefaults }) => {
      const shown = store.getQuery(api.accounts.settings, { accountId });
      if (shown && agentDefaults)
        store.setQuery(api.accounts.settings, { accountId }, { ...shown, agentDefaults });
    },
  });
  return { save: (agentDefaults: CapabilitySettings) => run({ accountId, agentDefaults }) };
}
