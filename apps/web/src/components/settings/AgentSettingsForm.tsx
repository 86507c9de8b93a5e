"use client";
import { type AgentSettings, PRODUCT_SETTINGS } from "@mc/shared/agent/settings";
import { type FormEvent, useId, useState } from "react";
import { AgentSettingsFields } from "@/components/agents/AgentSettingsFields";
import { settingsForm, settingsOf } from "@/components/agents/agent-settings-form";
import { useSetAgentSettings } from "@/components/agents/use-agent-defaults";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SaveBar } from "@/components/ui/save-bar";
import { unlessChanged } from "@/lib/unless-changed";

/** How agents work that set nothing else. */
export function AgentSettingsForm({
  settings,
  isReadOnly,
}: {
  settings: AgentSettings;
  isReadOnly: boolean;
}) {
  const id = useId();
  const { save, isBusy } = useSetAgentSettings();
  const saved = { ...settingsForm(settings), model: settings.model ?? "" };
  const [draft, setDraft] = useState<typeof saved | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = draft ?? saved;
  const isDirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const model = form.model.trim();
    const result = await save({ ...settingsOf(form), ...(model === "" ? {} : { model }) });
    setRefusal(result.ok ? null : result.error.message);
    if (result.ok) setDraft(unlessChanged(draft, null));
  };
  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
      <Field id={id} label="Model" className="max-w-md">
        <Input
          id={id}
          value={form.model}
          disabled={isReadOnly}
          placeholder="the runtime's own"
          className="figures text-sm"
          autoComplete="off"
          onChange={(event) => setDraft({ ...form, model: event.target.value })}
        />
      </Field>
      <AgentSettingsFields
        form={form}
        defaults={PRODUCT_SETTINGS}
        isReadOnly={isReadOnly}
        onChange={(next) => setDraft({ ...form, ...next })}
      />
      {isReadOnly ? null : (
        <SaveBar isDirty={isDirty} isBusy={isBusy} refusal={refusal} onDiscard={() => setDraft(null)} />
      )}
    </form>
  );
}
