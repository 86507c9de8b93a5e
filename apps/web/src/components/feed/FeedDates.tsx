"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

type Dates = { from: string | null; to: string | null };

export function FeedDates({
  from,
  to,
  onChange,
  trigger,
}: Dates & { onChange: (dates: Dates) => void } & Trigger) {
  const ids = { from: useId(), to: useId() };
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="flex w-64 flex-col gap-3 p-3" aria-label="Dates">
        <Field id={ids.from} label="From">
          <Input
            id={ids.from}
            type="date"
            value={from ?? ""}
            max={to ?? undefined}
            onChange={(event) => onChange({ from: event.target.value || null, to })}
          />
        </Field>
        <Field id={ids.to} label="To">
          <Input
            id={ids.to}
            type="date"
            value={to ?? ""}
            min={from ?? undefined}
            onChange={(event) => onChange({ from, to: event.target.value || null })}
          />
        </Field>
        <Button size="sm" onClick={() => onChange({ from: null, to: null })}>
          Any time
        </Button>
      </PopoverContent>
    </Popover>
  );
}
