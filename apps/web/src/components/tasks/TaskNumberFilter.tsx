import { taskNumberIn } from "@mc/shared/search/types";
import { Hash } from "lucide-react";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { filterFieldStyle } from "./filter-field-style";

type Props = { value: number | null; onChange: (task: number | null) => void };

/** Narrows a list to what happened in one task, by its number; among buttons that narrow it, too. */
export function TaskNumberFilter({ value, onChange }: Props) {
  return (
    <div className="relative w-24 shrink-0 max-lg:w-20">
      <Hash
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2 my-auto size-4 text-ink-3 max-lg:hidden"
      />
      <Input
        key={value}
        aria-label="Only this task"
        placeholder="Task"
        defaultValue={value === null ? "" : `MC-${value}`}
        onBlur={(event) => onChange(taskNumberIn(event.target.value))}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
        className={cn(
          filterFieldStyle,
          "figures h-7 pl-8 max-lg:pl-2 placeholder:font-sans placeholder:font-medium placeholder:text-ink-2 placeholder:tracking-normal",
        )}
      />
    </div>
  );
}
