import {
  CAPABILITIES,
  CAPABILITY_LABEL,
  type Capabilities,
  type Capability,
  type CapabilitySettings,
} from "@mc/shared/agent/capabilities";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";

const CHOICES = ["default", "allowed", "refused"] as const;

/** What agents may do, flag by flag; a flag that is not set follows `defaults`. The server enforces it at every tool call. */
export function CapabilityFields(props: {
  legend: string;
  value: CapabilitySettings;
  /** What counts when a flag is not set here. */
  defaults: Capabilities;
  isReadOnly: boolean;
  onChange: (value: CapabilitySettings) => void;
}) {
  const { legend, value, defaults, isReadOnly, onChange } = props;
  const word = (isAllowed: boolean): string => (isAllowed ? "allowed" : "refused");
  const set = (flag: Capability, choice: string): void => {
    const { [flag]: _gone, ...rest } = value;
    onChange(choice === "default" ? rest : { ...rest, [flag]: choice === "allowed" });
  };
  return (
    <fieldset className="flex flex-col divide-y divide-line border-line border-y">
      <legend className="sr-only">{legend}</legend>
      {CAPABILITIES.map((flag) => {
        const own = value[flag];
        const label = `May ${CAPABILITY_LABEL[flag]}`;
        const byDefault = `default (${word(defaults[flag])})`;
        return (
          <div key={flag} className="flex items-center justify-between gap-3 py-1.5">
            <span className="text-sm">{label}</span>
            <Select
              value={own === undefined ? "default" : word(own)}
              onValueChange={(choice) => set(flag, choice)}
              disabled={isReadOnly}
            >
              <SelectTrigger aria-label={label} className="w-40 shrink-0">
                {own === undefined ? byDefault : word(own)}
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
