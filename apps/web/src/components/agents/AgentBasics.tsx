import { AGENT_LIMITS } from "@mc/shared/agent/limits";
import { useId } from "react";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { GlyphPicker } from "./GlyphPicker";

export type AgentBasicsForm = { name: string; role: string; icon: string; model: string };

type Props = {
  form: AgentBasicsForm;
  onChange: (change: Partial<AgentBasicsForm>) => void;
  isNew?: boolean;
  isReadOnly?: boolean;
};

/** Who an agent is at a glance and which model it thinks with; the same when it is made and later. */
export function AgentBasics({ form, onChange, isNew = false, isReadOnly = false }: Props) {
  const ids = { name: useId(), role: useId(), model: useId() };
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id={ids.name} label="Name">
          <Input
            id={ids.name}
            value={form.name}
            onChange={(event) => onChange({ name: event.target.value })}
            required
            maxLength={AGENT_LIMITS.name}
            disabled={isReadOnly}
            autoFocus={isNew}
            placeholder="Mara"
            autoComplete="off"
          />
        </Field>
        <Field id={ids.role} label="Role">
          <Input
            id={ids.role}
            value={form.role}
            onChange={(event) => onChange({ role: event.target.value })}
            required
            maxLength={AGENT_LIMITS.role}
            disabled={isReadOnly}
            placeholder="Backend engineer"
            autoComplete="off"
          />
        </Field>
      </div>
      {isReadOnly ? null : <GlyphPicker value={form.icon} onChange={(icon) => onChange({ icon })} />}
      <Field id={ids.model} label="Model" hint="Empty: the account's, else the runtime's own.">
        <Input
          id={ids.model}
          value={form.model}
          onChange={(event) => onChange({ model: event.target.value })}
          placeholder="anthropic/claude-sonnet-4-5"
          className="figures text-sm"
          disabled={isReadOnly}
          autoComplete="off"
          aria-describedby={describedBy(ids.model)}
        />
      </Field>
    </>
  );
}
