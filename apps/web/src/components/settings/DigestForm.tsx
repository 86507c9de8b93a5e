"use client";
import { DEFAULT_DIGEST_TIME, DIGEST_FREQUENCIES, type DigestChoice } from "@mc/shared/notification/digest";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { shownZone } from "@/lib/shown-zone";

const FREQUENCY = { off: "Never", daily: "Every day", weekly: "Once a week" } as const;
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** How often, and when. `value` is the person's choice; `effective` what holds without one. */
export function DigestForm(props: {
  value: DigestChoice | null;
  effective: DigestChoice | null;
  isReadOnly: boolean;
  onChange: (value: DigestChoice | null) => void;
}) {
  const { value, effective, isReadOnly, onChange } = props;
  const ids = { frequency: useId(), day: useId(), time: useId() };
  const shown = value ?? effective ?? { frequency: "off" as const, time: DEFAULT_DIGEST_TIME, weekday: 1 };
  const timeZone = shownZone();
  const set = (change: Partial<DigestChoice>): void => onChange({ ...shown, timeZone, ...change });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field id={ids.frequency} label="How often">
        <Select
          value={shown.frequency}
          disabled={isReadOnly}
          onValueChange={(frequency) => set({ frequency: frequency as DigestChoice["frequency"] })}
        >
          <SelectTrigger id={ids.frequency} className="w-36">
            {FREQUENCY[shown.frequency]}
          </SelectTrigger>
          <SelectContent>
            {DIGEST_FREQUENCIES.map((frequency) => (
              <SelectItem key={frequency} value={frequency}>
                {FREQUENCY[frequency]}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </Field>
      {shown.frequency === "weekly" ? (
        <Field id={ids.day} label="On">
          <Select
            value={String(shown.weekday)}
            disabled={isReadOnly}
            onValueChange={(day) => set({ weekday: Number(day) })}
          >
            <SelectTrigger id={ids.day} className="w-36">
              {DAYS[shown.weekday]}
            </SelectTrigger>
            <SelectContent>
              {DAYS.map((day, weekday) => (
                <SelectItem key={day} value={String(weekday)}>
                  {day}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
      ) : null}
      {shown.frequency === "off" ? null : (
        <Field id={ids.time} label="At">
          <Input
            key={shown.time}
            id={ids.time}
            type="time"
            required
            defaultValue={shown.time}
            disabled={isReadOnly}
            onBlur={(event) => {
              const { value: time } = event.target;
              if (time && time !== shown.time) set({ time });
            }}
          />
        </Field>
      )}
      {value && !isReadOnly ? <Button onClick={() => onChange(null)}>As the account has it</Button> : null}
      <p className="w-full text-ink-3 text-sm">{noteOf({ value, effective })}</p>
    </div>
  );
}

function noteOf({
  value,
  effective,
}: {
  value: DigestChoice | null;
  effective: DigestChoice | null;
}): string {
  if (effective) return `On the clocks of ${effective.timeZone}${value ? "" : ", as the account has it"}.`;
  return value ? "You get none." : "The account sends none by default.";
}
