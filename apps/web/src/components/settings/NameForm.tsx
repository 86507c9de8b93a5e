"use client";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { unlessChanged } from "@/lib/unless-changed";
import type { CommandResult } from "@/lib/use-command";

type Props = {
  label: string;
  value: string;
  hint: ReactNode;
  isReadOnly: boolean;
  isBusy: boolean;
  onSave: (name: string) => Promise<CommandResult<unknown>>;
};

/** One name with its saved and unsaved state. */
export function NameForm({ label, value, hint, isReadOnly, isBusy, onSave }: Props) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? value;
  const isDirty = text.trim() !== value;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await onSave(text.trim());
    if (result.ok) setDraft(unlessChanged(draft, null));
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex max-w-md items-start gap-2">
      <Field id={id} label={label} hint={isDirty ? "Unsaved" : hint} className="flex-1">
        <Input
          id={id}
          value={text}
          required
          maxLength={80}
          disabled={isReadOnly}
          onChange={(event) => setDraft(event.target.value)}
          aria-describedby={describedBy(id)}
        />
      </Field>
      {isReadOnly ? null : (
        <Button
          type="submit"
          variant={isDirty ? "primary" : "outline"}
          className="mt-[1.55rem]"
          disabled={!isDirty || !text.trim()}
          isBusy={isBusy}
        >
          Save
        </Button>
      )}
    </form>
  );
}
