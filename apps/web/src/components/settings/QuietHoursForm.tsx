"use client";
import type { QuietHours } from "@mc/shared/notification/preferences";
import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { shownZone } from "@/lib/shown-zone";

/** In these hours notifications wait for their end, on the clock of this browser's time zone. */
export function QuietHoursForm({
  value,
  isReadOnly,
  onChange,
}: {
  value: QuietHours | null;
  isReadOnly: boolean;
  onChange: (value: QuietHours | null) => void;
}) {
  const ids = { from: useId(), to: useId() };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [fromMinute, toMinute] = [minuteOf(formText(form, "from")), minuteOf(formText(form, "to"))];
    const timeZone = shownZone();
    if (fromMinute !== null && toMinute !== null) onChange({ fromMinute, toMinute, timeZone });
  };
  return (
    <form key={JSON.stringify(value)} onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field id={ids.from} label="From">
        <Input
          id={ids.from}
          name="from"
          type="time"
          required
          defaultValue={clockOf(value?.fromMinute ?? 22 * 60)}
          disabled={isReadOnly}
        />
      </Field>
      <Field id={ids.to} label="To">
        <Input
          id={ids.to}
          name="to"
          type="time"
          required
          defaultValue={clockOf(value?.toMinute ?? 7 * 60)}
          disabled={isReadOnly}
        />
      </Field>
      {isReadOnly ? null : (
        <>
          <Button type="submit">{value ? "Change" : "Set quiet hours"}</Button>
          {value ? <Button onClick={() => onChange(null)}>Remove</Button> : null}
        </>
      )}
      <p className="w-full text-ink-3 text-sm">
        {value ? `On the clocks of ${value.timeZone}.` : "None set."}
      </p>
    </form>
  );
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minuteOf(clock: string): number | null {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes;
}
