"use client";
import { PRODUCT_CAPABILITIES } from "@mc/shared/agent/capabilities";
import { useAccount } from "@/components/account/use-account";
import { CapabilityFields } from "@/components/agents/CapabilityFields";
import { GatedTools } from "@/components/agents/GatedTools";
import {
  useAgentDefaults,
  useAgentSettingDefaults,
  useGatedTools,
  useSetAgentDefaults,
  useSetGatedTools,
} from "@/components/agents/use-agent-defaults";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { Skeleton } from "@/components/ui/skeleton";
import { BudgetEditor } from "@/components/usage/BudgetEditor";
import { PriceList } from "@/components/usage/PriceList";
import { UsageByAgent } from "@/components/usage/UsageByAgent";
import { UsageFigures } from "@/components/usage/UsageFigures";
import { AgentSettingsForm } from "./AgentSettingsForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";

export function AgentDefaultsPage() {
  const { can, name } = useAccount();
  const defaults = useAgentDefaults();
  const { save } = useSetAgentDefaults();
  // null until what is set is known: each change is sent with all the rest of it
  const settings = useAgentSettingDefaults();
  const gated = useGatedTools();
  const { save: saveGated } = useSetGatedTools();
  const isReadOnly = !can("settings.manage");
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
        {settings ? (
          <CapabilityFields
            legend="Behaviour of agents by default"
            value={defaults}
            defaults={PRODUCT_CAPABILITIES}
            isReadOnly={isReadOnly}
            onChange={(value) => void save(value)}
          />
        ) : (
          <ListSkeleton label="Loading what agents may do" />
        )}
      </SettingsSection>
      <SettingsSection
        title="Asks first"
        description="What agents do only after an admin has said yes under Approvals. The turn waits for the decision."
      >
        {settings ? (
          <GatedTools
            legend="What agents ask about first by default"
            value={gated}
            isReadOnly={isReadOnly}
            onChange={(value) => void saveGated(value)}
          />
        ) : (
          <ListSkeleton label="Loading what agents ask about" />
        )}
      </SettingsSection>
      <SettingsSection
        title="How agents work"
        description="For every agent that sets nothing else on its own page. Takes effect with the next turn."
      >
        {settings ? (
          <AgentSettingsForm settings={settings} isReadOnly={isReadOnly} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </SettingsSection>
      <SettingsSection title="Usage" description="Of all agents together, and of each this month.">
        <UsageFigures of={null} />
        <UsageByAgent />
      </SettingsSection>
      <SettingsSection
        title="Budget"
        description="For all agents together. When it is used up what runs is finished and nothing more starts until the period ends or the budget is raised."
      >
        <BudgetEditor of={null} isReadOnly={isReadOnly} />
      </SettingsSection>
      <SettingsSection
        title="Prices"
        description="Dollars per million tokens, for estimates where the gateway names no cost."
      >
        <PriceList isReadOnly={isReadOnly} />
      </SettingsSection>
    </SettingsLayout>
  );
}
