"use client";
import { useId } from "react";
import { useAccount } from "@/components/account/use-account";
import { Field } from "@/components/ui/field";
import { fieldStyle } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { useTimeZone } from "./use-profile";

/** One's own clocks, saved at once. */
export function TimeZoneForm() {
  const id = useId();
  const { timeZone } = useAccount();
  const { save, isBusy } = useTimeZone();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Field id={id} label="Time zone" className="max-w-md">
      <select
        id={id}
        value={timeZone ?? ""}
        disabled={isBusy}
        onChange={(event) => void save(event.currentTarget.value || null)}
        className={cn(fieldStyle, "h-8 w-full pointer-coarse:h-10")}
      >
        <option value="">As this browser ({here})</option>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </select>
    </Field>
  );
}
