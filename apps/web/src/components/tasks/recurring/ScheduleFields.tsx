"use client";
import { nextRuns } from "@mc/shared/task/recurrence";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { useNow } from "@/lib/use-now";
import { cronOf, plannedWords, RHYTHM_LABEL, RHYTHMS, type ScheduleChoice, WEEKDAYS } from "./schedule";

const SHOWN = 5;

/** When it comes back: chosen in words, or as cron; the next five times by the very rule that makes the tasks. */
export function ScheduleFields(props: {
  choice: ScheduleChoice;
  onChoice: (choice: ScheduleChoice) => void;
  timeZone: string;
  onTimeZone: (timeZone: string) => void;
}) {
  const { choice, onChoice, timeZone, onTimeZone } = props;
  const ids = {
    rhythm: useId(),
    weekday: useId(),
    time: useId(),
    day: useId(),
    cron: useId(),
    zone: useId(),
    zones: useId(),
  };
  const change = (part: Partial<ScheduleChoice>): void => onChoice({ ...choice, ...part });
  const now = useNow("minute");
  const planned = nextRuns({ cron: cronOf(choice), timeZone }, now, SHOWN);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Schedule</legend>
      <div className="flex flex-wrap items-end gap-3">
        <Field id={ids.rhythm} label="How often">
          <Select
            value={choice.rhythm}
            onValueChange={(value) => {
              const rhythm = RHYTHMS.find((each) => each === value);
              if (rhythm) change({ rhythm, cron: cronOf(choice) });
            }}
          >
            <SelectTrigger id={ids.rhythm} className="min-w-40">
              {RHYTHM_LABEL[choice.rhythm]}
            </SelectTrigger>
            <SelectContent>
              {RHYTHMS.map((rhythm) => (
                <SelectItem key={rhythm} value={rhythm}>
                  {RHYTHM_LABEL[rhythm]}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
        {choice.rhythm === "weekly" ? (
          <Field id={ids.weekday} label="Day of the week">
            <Select
              value={String(choice.weekday)}
              onValueChange={(value) => change({ weekday: Number(value) })}
            >
              <SelectTrigger id={ids.weekday} className="min-w-32">
                {WEEKDAYS[choice.weekday]}
              </SelectTrigger>
              <SelectContent>
                {WEEKDAYS.map((name, index) => (
                  <SelectItem key={name} value={String(index)}>
                    {name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Field>
        ) : null}
        {choice.rhythm === "monthly" ? (
          <Field id={ids.day} label="Day">
            <Input
              id={ids.day}
              type="number"
              min={1}
              max={31}
              value={choice.day}
              onChange={(event) => change({ day: Number(event.target.value) })}
              className="w-20"
            />
          </Field>
        ) : null}
        {choice.rhythm === "custom" ? (
          <Field id={ids.cron} label="Minute, hour, day, month, weekday" className="flex-1">
            <Input
              id={ids.cron}
              value={choice.cron}
              onChange={(event) => change({ cron: event.target.value })}
              className="figures min-w-40"
              autoComplete="off"
            />
          </Field>
        ) : (
          <Field id={ids.time} label="At">
            <Input
              id={ids.time}
              type="time"
              required
              value={choice.time}
              onChange={(event) => change({ time: event.target.value })}
            />
          </Field>
        )}
        <Field id={ids.zone} label="Time zone" className="min-w-44 flex-1">
          <Input
            id={ids.zone}
            list={ids.zones}
            required
            value={timeZone}
            onChange={(event) => onTimeZone(event.target.value)}
            autoComplete="off"
          />
          <datalist id={ids.zones}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Field>
      </div>
      <div aria-live="polite" className="text-sm">
        {planned.ok ? (
          planned.decision.length > 0 ? (
            <>
              <p className="text-ink-3 text-xs">The next five</p>
              <ol className="figures grid gap-x-6 text-ink-2 sm:grid-cols-2">
                {planned.decision.map((at) => (
                  <li key={at}>{plannedWords(at, timeZone)}</li>
                ))}
              </ol>
            </>
          ) : (
            <p className="text-ink-2">This never comes.</p>
          )
        ) : (
          <p className="text-danger">{planned.error.message}</p>
        )}
      </div>
    </fieldset>
  );
}
