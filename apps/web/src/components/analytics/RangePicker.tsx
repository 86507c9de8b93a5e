"use client";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { type ChosenRange, RANGES } from "./use-analytics";

const LABEL = { day: "Today", week: "7 days", month: "30 days", custom: "Custom" } as const;

/** The days that are looked at; a custom range begins with those that were shown. */
export function RangePicker(props: {
  range: ChosenRange;
  shown: { from: string; to: string } | null;
  onChange: (range: ChosenRange) => void;
}) {
  const { range, shown, onChange } = props;
  const { from, to } = range.name === "custom" ? range : (shown ?? { from: "", to: "" });
  return (
    <>
      <fieldset className="flex gap-1">
        <legend className="sr-only">Days</legend>
        {RANGES.map((name) => (
          <Button
            key={name}
            variant="quiet"
            size="sm"
            aria-pressed={range.name === name}
            className={cn(range.name === name && "bg-pressed text-ink")}
            onClick={() => onChange({ name, from, to })}
          >
            {LABEL[name]}
          </Button>
        ))}
      </fieldset>
      {range.name === "custom" ? (
        <div className="flex items-center gap-1.5 text-ink-3 text-sm">
          <Input
            type="date"
            aria-label="First day"
            value={from}
            {...(to ? { max: to } : {})}
            onChange={(event) => onChange({ ...range, from: event.target.value })}
            className="h-7 w-36 text-sm"
          />
          to
          <Input
            type="date"
            aria-label="Last day"
            value={to}
            {...(from ? { min: from } : {})}
            onChange={(event) => onChange({ ...range, to: event.target.value })}
            className="h-7 w-36 text-sm"
          />
        </div>
      ) : null}
    </>
  );
}
