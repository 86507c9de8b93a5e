"use client";
import { DOCUMENT_CONTEXTS, type EffectiveSettings } from "@mc/shared/agent/settings";
import { useId } from "react";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { defaultText, NUMBER_SETTINGS, type NumberSetting, type SettingsForm } from "./agent-settings-form";

const NUMBERS: Record<NumberSetting, { label: string; hint: string }> = {
  temperature: { label: "Temperature", hint: "0 to 2. Low is steady, high is varied." },
  maxOutputTokens: { label: "Tokens per answer", hint: "Of one answer of the model." },
  maxTurnTokens: { label: "Tokens per turn", hint: "A turn that uses more is stopped at the gateway." },
  threadMessages: { label: "Messages of the thread", hint: "Unread ones that a turn is given, 1 to 100." },
  heartbeatMinutes: { label: "Heartbeat, minutes", hint: "Looks for news by itself; 0 turns it off." },
  turnsPerHour: { label: "Turns per hour", hint: "More wait for the next hour; 0 for no limit." },
};
const DOCUMENTS = { none: "not named", titles: "named by title", texts: "with how they begin" } as const;

type Props = {
  form: SettingsForm;
  /** What counts where nothing is set here. */
  defaults: EffectiveSettings;
  isReadOnly: boolean;
  onChange: (form: SettingsForm) => void;
};

/** How an agent works; an empty field follows `defaults`, shown in it. */
export function AgentSettingsFields({ form, defaults, isReadOnly, onChange }: Props) {
  const id = useId();
  const byDefault = `default (${DOCUMENTS[defaults.documents]})`;
  const chosen = DOCUMENT_CONTEXTS.find((each) => each === form.documents);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        {NUMBER_SETTINGS.map((name) => (
          <Field key={name} id={`${id}-${name}`} label={NUMBERS[name].label} hint={NUMBERS[name].hint}>
            <Input
              id={`${id}-${name}`}
              inputMode="decimal"
              autoComplete="off"
              className="figures text-sm placeholder:font-sans placeholder:tracking-normal"
              placeholder={defaultText(name, defaults)}
              value={form[name]}
              disabled={isReadOnly}
              onChange={(event) => onChange({ ...form, [name]: event.target.value })}
              aria-describedby={describedBy(`${id}-${name}`)}
            />
          </Field>
        ))}
      </div>
      <div className="flex items-center justify-between gap-3 border-line border-y py-1.5">
        <span className="text-sm">Documents linked to the task, in the prompt</span>
        <Select
          value={chosen ?? "default"}
          onValueChange={(choice) => onChange({ ...form, documents: choice === "default" ? "" : choice })}
          disabled={isReadOnly}
        >
          <SelectTrigger aria-label="Documents in the prompt" className="w-56">
            {chosen ? DOCUMENTS[chosen] : byDefault}
          </SelectTrigger>
          <SelectContent>
            <SelectItem value="default">{byDefault}</SelectItem>
            {DOCUMENT_CONTEXTS.map((choice) => (
              <SelectItem key={choice} value={choice}>
                {DOCUMENTS[choice]}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <Field id={`${id}-prefix`} label="Prompt prefix" hint="Said before everything else in every turn.">
        <Textarea
          id={`${id}-prefix`}
          rows={3}
          maxLength={4_000}
          placeholder={defaults.promptPrefix || "Nothing"}
          value={form.promptPrefix}
          disabled={isReadOnly}
          onChange={(event) => onChange({ ...form, promptPrefix: event.target.value })}
          aria-describedby={describedBy(`${id}-prefix`)}
        />
      </Field>
    </div>
  );
}
