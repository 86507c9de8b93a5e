"use client";
import { DEFAULT_STANDUP_TIME } from "@mc/shared/standup/schedule";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/lib/toast";
import { unlessChanged } from "@/lib/unless-changed";
import { type Schedule, useSchedule } from "./use-schedule";

export function ScheduleForm() {
  const { settings } = useSchedule();
  if (settings.status === "error") return <ErrorState error={settings.error} />;
  if (settings.status === "loading") return <Skeleton className="h-16 w-full max-w-md" />;
  const { timeZone, standupTime } = settings.data;
  return <Form saved={{ timeZone, standupTime }} />;
}

function Form({ saved }: { saved: Schedule }) {
  const ids = { zone: useId(), zones: useId(), time: useId(), isOn: useId() };
  const { can } = useAccount();
  const { save, isBusy } = useSchedule();
  // null until something is changed, so that what others save shows
  const [changed, setDraft] = useState<Schedule | null>(null);
  const draft = changed ?? saved;
  const [refusal, setRefusal] = useState<string | null>(null);
  const isReadOnly = !can("settings.manage");
  const isDirty = draft.timeZone !== saved.timeZone || draft.standupTime !== saved.standupTime;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await save(draft);
    setRefusal(result.ok ? null : result.error.message);
    if (!result.ok) return;
    setDraft(unlessChanged(changed, null));
    toast("Days and stand-up saved");
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field id={ids.zone} label="Time zone" className="min-w-52">
          <Input
            id={ids.zone}
            list={ids.zones}
            required
            autoComplete="off"
            value={draft.timeZone}
            disabled={isReadOnly}
            onChange={(event) => setDraft({ ...draft, timeZone: event.target.value })}
          />
          <datalist id={ids.zones}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Field>
        <Field id={ids.time} label="Stand-up at">
          <Input
            id={ids.time}
            type="time"
            required
            value={draft.standupTime ?? ""}
            disabled={isReadOnly || draft.standupTime === null}
            onChange={(event) => setDraft({ ...draft, standupTime: event.target.value })}
          />
        </Field>
        {isReadOnly ? null : (
          <Button type="submit" variant={isDirty ? "primary" : "outline"} disabled={!isDirty} isBusy={isBusy}>
            Save
          </Button>
        )}
      </div>
      <div className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
        <Checkbox
          id={ids.isOn}
          checked={draft.standupTime !== null}
          disabled={isReadOnly}
          onCheckedChange={(isOn) =>
            setDraft({
              ...draft,
              standupTime: isOn === true ? (saved.standupTime ?? DEFAULT_STANDUP_TIME) : null,
            })
          }
        />
        <label htmlFor={ids.isOn} className="text-sm">
          A stand-up every day
        </label>
      </div>
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal}
        </p>
      ) : null}
      {isReadOnly ? <p className="text-ink-3 text-sm">Admins set it.</p> : null}
    </form>
  );
}
