import { api } from "@mc/backend/api";
import type { CapabilitySettings } from "@mc/shared/agent/capabilities";
import type { AgentSettings } from "@mc/shared/agent/settings";
import type { ToolName } from "@mc/shared/tools/catalog";
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

const NO_SETTINGS: AgentSettings = {};

/** How agents work that set nothing else; null until it is read. */
export function useAgentSettingDefaults(): AgentSettings | null {
  const { accountId } = useAccount();
  const settings = dataOf(useLive(api.accounts.settings, { accountId }));
  return settings ? (settings.agentSettings ?? NO_SETTINGS) : null;
}

export function useSetAgentSettings() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.accounts.update, { refusalShownBy: "caller" });
  return { save: (agentSettings: AgentSettings) => run({ accountId, agentSettings }), isBusy };
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

const NOTHING_GATED: readonly ToolName[] = [];

/** What agents ask about first when they have no list of their own. */
export function useGatedTools(): readonly ToolName[] {
  const { accountId } = useAccount();
  return dataOf(useLive(api.accounts.settings, { accountId }))?.requiresApprovalForActions ?? NOTHING_GATED;
}

export function useSetGatedTools() {
  const { accountId } = useAccount();
  const { run } = useCommand(api.accounts.update, {
    optimistic: (store, { requiresApprovalForActions }) => {
      const shown = store.getQuery(api.accounts.settings, { accountId });
      if (shown && requiresApprovalForActions)
        store.setQuery(api.accounts.settings, { accountId }, { ...shown, requiresApprovalForActions });
    },
  });
  return { save: (tools: ToolName[]) => run({ accountId, requiresApprovalForActions: tools }) };
}
