import {
  GROUP_LABEL,
  type GroupSettings,
  PREFERENCE_GROUPS,
  type PreferenceGroup,
} from "@mc/shared/notification/preferences";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";

const CHOICES = ["default", "on", "off"] as const;

/** Kinds of notifications, each on, off or as the level above has it. What else `value` holds is kept. */
export function GroupChoices<Value extends GroupSettings>(props: {
  legend: string;
  value: Value;
  defaults: GroupSettings;
  isReadOnly: boolean;
  onChange: (value: Value | Omit<Value, PreferenceGroup>) => void;
}) {
  const { legend, value, defaults, isReadOnly, onChange } = props;
  const set = (group: PreferenceGroup, choice: string): void => {
    const { [group]: _gone, ...rest } = value;
    onChange(choice === "default" ? rest : { ...rest, [group]: choice === "on" });
  };
  return (
    <fieldset className="flex flex-col divide-y divide-line border-line border-y">
      <legend className="sr-only">{legend}</legend>
      {PREFERENCE_GROUPS.map((group) => {
        const own = value[group];
        const byDefault = `default (${(defaults[group] ?? true) ? "on" : "off"})`;
        const chosen = own === undefined ? "default" : own ? "on" : "off";
        return (
          <div key={group} className="flex items-center justify-between gap-3 py-1.5">
            <span className="text-sm">{GROUP_LABEL[group]}</span>
            <Select value={chosen} onValueChange={(choice) => set(group, choice)} disabled={isReadOnly}>
              <SelectTrigger aria-label={`${legend}: ${GROUP_LABEL[group]}`} className="w-36 shrink-0">
                {chosen === "default" ? byDefault : chosen}
              </SelectTrigger>
              <SelectContent>
                {CHOICES.map((choice) => (
                  <SelectItem key={choice} value={choice}>
                    {choice === "default" ? byDefault : choice}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </div>
        );
      })}
    </fieldset>
  );
}
