"use client";
import { ChevronDown } from "lucide-react";
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
      <div className="relative">
        <select
          id={id}
          value={timeZone ?? ""}
          disabled={isBusy}
          onChange={(event) => void save(event.currentTarget.value || null)}
          className={cn(fieldStyle, "h-8 appearance-none pr-8 pointer-coarse:h-10")}
        >
          <option value="">As this browser ({here})</option>
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-ink-3"
        />
      </div>
    </Field>
  );
}
