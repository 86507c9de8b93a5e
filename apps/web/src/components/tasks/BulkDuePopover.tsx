"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { formText } from "@/lib/form-text";
import { fromDateInput, toDateInput } from "@/lib/format";
import type { CommonDue } from "./bulk-model";

type Props = { due: CommonDue; onChange: (dueAt: number | null) => void };

/** Begins with the date that all of the tasks have; takes effect when it is saved, since a date is typed piece by piece. */
export function BulkDuePopover({ due, onChange, trigger }: Props & Trigger) {
  const id = useId();
  const [isOpen, setOpen] = useState(true);
  const close = (dueAt: number | null): void => {
    setOpen(false);
    onChange(dueAt);
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const dueAt = fromDateInput(formText(new FormData(event.currentTarget), "due"));
    if (dueAt !== null) close(dueAt);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-64" aria-label="Due date of the selected tasks">
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field
            id={id}
            label="Due"
            {...(due === "different" ? { hint: "Now due on different days, or some without a date." } : {})}
          >
            <Input
              id={id}
              name="due"
              type="date"
              required
              defaultValue={due === "different" ? "" : toDateInput(due)}
              aria-describedby={due === "different" ? describedBy(id) : undefined}
              autoFocus
            />
          </Field>
          <div className="flex justify-end gap-2">
            {due === null ? null : <Button onClick={() => close(null)}>Remove date</Button>}
            <Button type="submit" variant="primary">
              Save
            </Button>
          </div>
        </form>
      </PopoverContent>
    </Popover>
  );
}
