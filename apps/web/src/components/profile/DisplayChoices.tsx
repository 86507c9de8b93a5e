"use client";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { DISPLAY_CHOICES } from "@/lib/display";
import { useDisplay } from "@/lib/use-display";
import { useTheme } from "./use-theme";

const LABEL = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
  comfortable: "Comfortable",
  compact: "Compact",
} as const;

/** Theme of the person and density of this browser, at once. */
export function DisplayChoices() {
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDisplay("density");
  return (
    <div className="flex flex-col gap-4">
      <Choices legend="Theme" values={DISPLAY_CHOICES.theme} value={theme} onChange={setTheme} />
      <Choices legend="Density" values={DISPLAY_CHOICES.density} value={density} onChange={setDensity} />
    </div>
  );
}

export function Choices<Value extends keyof typeof LABEL>(props: {
  legend: string;
  values: readonly Value[];
  value: Value;
  onChange: (value: Value) => void;
  isReadOnly?: boolean;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{props.legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {props.values.map((value) => (
          <Button
            key={value}
            aria-pressed={props.value === value}
            disabled={props.isReadOnly}
            className={cn(props.value === value && "border-accent bg-accent-wash")}
            onClick={() => props.onChange(value)}
          >
            {LABEL[value]}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
