import { GATEABLE_TOOLS, GATED_ACT } from "@mc/shared/agent/approvals";
import type { ToolName } from "@mc/shared/tools/catalog";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";

type Tools = readonly ToolName[];

const actOf = (tool: ToolName): string => (GATED_ACT as Partial<Record<ToolName, string>>)[tool] ?? tool;

/** What agents do only after a person has said yes. The server parks the call until then. */
export function GatedTools(props: {
  legend: string;
  value: Tools;
  isReadOnly: boolean;
  onChange: (value: ToolName[]) => void;
}) {
  const { legend, value, isReadOnly, onChange } = props;
  const id = useId();
  return (
    <fieldset className="flex flex-col divide-y divide-line border-line border-y">
      <legend className="sr-only">{legend}</legend>
      {GATEABLE_TOOLS.map((tool) => (
        <div key={tool} className="flex items-center gap-3 py-2 pointer-coarse:py-3">
          <Checkbox
            id={`${id}-${tool}`}
            checked={value.includes(tool)}
            disabled={isReadOnly}
            onCheckedChange={(isOn) =>
              onChange(
                GATEABLE_TOOLS.filter((each) => (each === tool ? isOn === true : value.includes(each))),
              )
            }
          />
          <label htmlFor={`${id}-${tool}`} className="text-sm">
            {actOf(tool)}
          </label>
        </div>
      ))}
    </fieldset>
  );
}

/** The same for one agent, which follows the account's list until it has its own. */
export function OwnGatedTools(props: {
  value: Tools | null;
  account: Tools;
  isReadOnly: boolean;
  onChange: (value: ToolName[] | null) => void;
}) {
  const { value, account, isReadOnly, onChange } = props;
  const byDefault = `default (${account.length === 0 ? "nothing" : account.map(actOf).join(", ").toLowerCase()})`;
  return (
    <div className="flex flex-col gap-2">
      <Select
        value={value === null ? "default" : "own"}
        onValueChange={(choice) => onChange(choice === "default" ? null : [...account])}
        disabled={isReadOnly}
      >
        <SelectTrigger aria-label="What it asks about" className="w-full max-w-md">
          <span className="truncate">{value === null ? byDefault : "its own list"}</span>
        </SelectTrigger>
        <SelectContent>
          <SelectItem value="default">{byDefault}</SelectItem>
          <SelectItem value="own">its own list</SelectItem>
        </SelectContent>
      </Select>
      {value === null ? null : (
        <GatedTools
          legend="What it asks about first"
          value={value}
          isReadOnly={isReadOnly}
          onChange={onChange}
        />
      )}
    </div>
  );
}
