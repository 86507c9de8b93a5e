"use client";
import { ACTIVITY_GROUP_LABEL, ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import type { WebhookDraft } from "./use-webhooks";

/** Name, address and events of a webhook. `onSubmit` answers why it was refused, or null. */
export function WebhookDialog(props: {
  title: string;
  submitLabel: string;
  initial: WebhookDraft;
  onClose: () => void;
  onSubmit: (draft: WebhookDraft) => Promise<string | null>;
}) {
  const { title, submitLabel, initial, onClose, onSubmit } = props;
  const ids = { name: useId(), url: useId() };
  const [events, setEvents] = useState(initial.events);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const refusal = await onSubmit({ name: formText(form, "name"), url: formText(form, "url"), events });
    setBusy(false);
    setError(refusal);
    if (refusal === null) onClose();
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent title={title} description="What is sent is signed as Standard Webhooks describes.">
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field id={ids.name} label="Name">
              <Input
                id={ids.name}
                name="name"
                required
                maxLength={80}
                autoFocus
                defaultValue={initial.name}
                placeholder="Build server"
              />
            </Field>
            <Field id={ids.url} label="Address" error={error}>
              <Input
                id={ids.url}
                name="url"
                type="url"
                required
                defaultValue={initial.url}
                placeholder="https://example.org/hook"
              />
            </Field>
            <EventChoice events={events} onChange={setEvents} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {submitLabel}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** All events, or some groups of them; types that were set by name are kept. */
function EventChoice(props: { events: string[] | null; onChange: (events: string[] | null) => void }) {
  const { events, onChange } = props;
  const name = useId();
  const toggle = (group: string, isOn: boolean): void => {
    const others = (events ?? []).filter((each) => each !== group);
    onChange(isOn ? [...others, group] : others);
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Events</legend>
      {[
        { label: "Everything that happens", isAll: true },
        { label: "Only some of it", isAll: false },
      ].map(({ label, isAll }) => (
        <label key={label} className="flex min-h-7 items-center gap-2 text-sm pointer-coarse:min-h-11">
          <input
            type="radio"
            name={name}
            className="choice-box"
            checked={(events === null) === isAll}
            onChange={() => onChange(isAll ? null : ["tasks"])}
          />
          {label}
        </label>
      ))}
      {events === null ? null : (
        <div className="grid grid-cols-2 gap-x-4 pl-6">
          {ACTIVITY_GROUPS.map((group) => (
            <GroupBox
              key={group}
              label={ACTIVITY_GROUP_LABEL[group]}
              isOn={events.includes(group)}
              onChange={(isOn) => toggle(group, isOn)}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function GroupBox({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
      <Checkbox id={id} checked={isOn} onCheckedChange={(next) => onChange(next === true)} />
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
    </div>
  );
}
