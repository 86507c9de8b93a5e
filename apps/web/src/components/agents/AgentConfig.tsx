"use client";
import { type CapabilitySettings, resolveCapabilities } from "@mc/shared/agent/capabilities";
import { resolveSettings } from "@mc/shared/agent/settings";
import type { ToolName } from "@mc/shared/tools/catalog";
import { type FormEvent, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { SaveBar } from "@/components/ui/save-bar";
import { unlessChanged } from "@/lib/unless-changed";
import { AgentBasics, type AgentBasicsForm } from "./AgentBasics";
import { AgentSettingsFields } from "./AgentSettingsFields";
import { type SettingsForm, settingsForm, settingsOf } from "./agent-settings-form";
import { CapabilityFields } from "./CapabilityFields";
import { OwnGatedTools } from "./GatedTools";
import { useAgentDefaults, useAgentSettingDefaults, useGatedTools } from "./use-agent-defaults";
import { useSaveAgent } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

type Form = AgentBasicsForm & {
  capabilities: CapabilitySettings;
  settings: SettingsForm;
  /** null follows the account's. */
  requiresApprovalForActions: ToolName[] | null;
};

/** Name, sign, model and what it may do, saved together. */
export function AgentConfig({ agent }: { agent: AgentFull }) {
  const { can } = useAccount();
  const { save, isBusy } = useSaveAgent(agent.agentId);
  const defaults = useAgentDefaults();
  const settingDefaults = useAgentSettingDefaults();
  const gatedByDefault = useGatedTools();
  const [draft, setDraft] = useState<Form | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const saved = formOf(agent);
  const form = draft ?? saved;
  const isReadOnly = !can("agent.manage");
  const isDirty = draft !== null && keyOf(draft) !== keyOf(saved);
  const set = (change: Partial<Form>): void => setDraft({ ...form, ...change });
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { model, settings, ...rest } = form;
    const result = await save({ ...rest, model: model.trim() || null, settings: settingsOf(settings) });
    setRefusal(result.ok ? null : result.error.message);
    if (result.ok) setDraft(unlessChanged(draft, null));
  };
  // a list of its own begins with the account's: not before that is known
  if (!settingDefaults) return <ListSkeleton label="Loading what the account has set" />;
  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex max-w-2xl flex-col gap-5">
      {isReadOnly ? <p className="text-ink-2 text-sm">Admins change how an agent is set up.</p> : null}
      <AgentBasics form={form} onChange={set} isReadOnly={isReadOnly} />
      <section aria-label="How it works" className="flex flex-col gap-3">
        <h2 className="font-medium text-sm">How it works</h2>
        <AgentSettingsFields
          form={form.settings}
          defaults={resolveSettings({}, settingDefaults)}
          isReadOnly={isReadOnly}
          onChange={(settings) => set({ settings })}
        />
      </section>
      <section aria-label="Behaviour" className="flex flex-col gap-2">
        <h2 className="font-medium text-sm">Behaviour</h2>
        <p className="text-ink-3 text-sm">
          The default is the account's, set in Settings, Agent defaults. Checked on the server at every tool
          call.
        </p>
        <CapabilityFields
          legend="Behaviour"
          value={form.capabilities}
          defaults={resolveCapabilities({}, defaults)}
          isReadOnly={isReadOnly}
          onChange={(capabilities) => set({ capabilities })}
        />
      </section>
      <section aria-label="Asks first" className="flex flex-col gap-2">
        <h2 className="font-medium text-sm">Asks first</h2>
        <p className="text-ink-3 text-sm">
          What it does only after an admin has said yes under Approvals. The turn waits for the decision.
        </p>
        <OwnGatedTools
          value={form.requiresApprovalForActions}
          account={gatedByDefault}
          isReadOnly={isReadOnly}
          onChange={(requiresApprovalForActions) => set({ requiresApprovalForActions })}
        />
      </section>
      {isReadOnly ? null : (
        <SaveBar isDirty={isDirty} isBusy={isBusy} refusal={refusal} onDiscard={() => setDraft(null)} />
      )}
    </form>
  );
}

function formOf({ model, settings, ...agent }: AgentFull): Form {
  const { name, role, icon, capabilities, requiresApprovalForActions } = agent;
  return {
    name,
    role,
    icon,
    model: model ?? "",
    capabilities,
    settings: settingsForm(settings),
    requiresApprovalForActions,
  };
}

/** The same settings give the same text, whatever the order in which flags were set. */
function keyOf({ capabilities, ...form }: Form): string {
  return JSON.stringify([form, Object.entries(capabilities).sort()]);
}
