import { MAX_SKILL_HEADERS, MAX_SKILL_SETTINGS } from "@mc/shared/skill/limits";
import { SKILL_VARIABLE_PREFIX } from "@mc/shared/skill/secrets";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PairList } from "./PairList";
import type { SkillForm } from "./skill-form";

/** Who has it, where its server is, and what agents should know of this account. */
export function SkillConfigFields(props: {
  form: SkillForm;
  isReadOnly: boolean;
  onChange: (change: Partial<SkillForm>) => void;
}) {
  const { form, isReadOnly, onChange } = props;
  const ids = { isDefault: useId(), url: useId() };
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-start gap-2.5">
        <Checkbox
          id={ids.isDefault}
          checked={form.isDefault}
          disabled={isReadOnly}
          onCheckedChange={(checked) => onChange({ isDefault: checked === true })}
          className="mt-0.5"
        />
        <label htmlFor={ids.isDefault} className="text-sm">
          Every agent has it
          <span className="block text-ink-3">Those that are here now and those to come.</span>
        </label>
      </div>
      {form.category === "mcp_server" ? (
        <section aria-label="Server" className="flex flex-col gap-4">
          <Field
            id={ids.url}
            label="Address of the MCP server"
            hint="Streamable HTTP. The gateway connects to it, not this browser."
          >
            <Input
              id={ids.url}
              type="url"
              value={form.url}
              onChange={(event) => onChange({ url: event.target.value })}
              required
              disabled={isReadOnly}
              placeholder="https://tracker.example.org/mcp"
              className="figures text-sm"
              aria-describedby={describedBy(ids.url)}
            />
          </Field>
          <PairList
            legend="Headers"
            hint={
              <>
                A credential is named, never written:{" "}
                <code className="figures text-xs">{`Bearer \${${SKILL_VARIABLE_PREFIX}TRACKER}`}</code> takes
                it from that variable of the runtime's environment.
              </>
            }
            pairs={form.headers}
            max={MAX_SKILL_HEADERS}
            names={{ name: "Header", value: "Value", add: "Add header" }}
            isReadOnly={isReadOnly}
            onChange={(headers) => onChange({ headers })}
          />
        </section>
      ) : null}
      <PairList
        legend="Settings"
        hint="Facts of your account that the text leaves open, such as an address. They are written at its end, for agents to read."
        pairs={form.settings}
        max={MAX_SKILL_SETTINGS}
        names={{ name: "Setting", value: "Value", add: "Add setting" }}
        isReadOnly={isReadOnly}
        onChange={(settings) => onChange({ settings })}
      />
    </div>
  );
}
