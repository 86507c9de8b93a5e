"use client";
import { PRODUCT_CAPABILITIES } from "@mc/shared/agent/capabilities";
import { useAccount } from "@/components/account/use-account";
import { CapabilityFields } from "@/components/agents/CapabilityFields";
import { useAgentDefaults, useSetAgentDefaults } from "@/components/agents/use-agent-defaults";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";

export function AgentDefaultsPage() {
  const { can, name } = useAccount();
  const defaults = useAgentDefaults();
  const { save } = useSetAgentDefaults();
  return (
    <SettingsLayout>
      <SettingsSection
        title="Behaviour"
        description={
          can("settings.manage")
            ? `What every agent of ${name} may do, unless its own page says otherwise. Takes effect with the next tool call.`
            : "Admins change what agents may do by default."
        }
      >
        <CapabilityFields
          legend="Behaviour of agents by default"
          value={defaults}
          defaults={PRODUCT_CAPABILITIES}
          isReadOnly={!can("settings.manage")}
          onChange={(value) => void save(value)}
        />
      </SettingsSection>
    </SettingsLayout>
  );
}
