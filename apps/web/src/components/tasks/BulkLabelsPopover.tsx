"use client";
import { normaliseLabels, TASK_LIMITS } from "@mc/shared/task/limits";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { LabelChoice } from "./bulk-model";
import { HeldMark } from "./HeldMark";

type Props = {
  choices: readonly LabelChoice[];
  onAdd: (label: string) => void;
  onRemove: (label: string) => void;
};

/** A label that all of the tasks have is taken off, every other one is put on all of them; each choice takes effect at once. */
export function BulkLabelsPopover({ choices, onAdd, onRemove, trigger }: Props & Trigger) {
  const [text, setText] = useState("");
  const [typed] = normaliseLabels([text.slice(0, TASK_LIMITS.label)]);
  const isNew = typed !== undefined && choices.every(({ label }) => label !== typed);
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-64 p-0" aria-label="Labels of the selected tasks">
        <Command label="Labels">
          <CommandInput
            placeholder="Find a label or name a new one"
            autoFocus
            value={text}
            onValueChange={setText}
          />
          <CommandList>
            <CommandEmpty>No task has a label yet. Type one to add it.</CommandEmpty>
            {choices.map(({ label, held }) => (
              <CommandItem
                key={label}
                value={label}
                onSelect={() => (held === "all" ? onRemove(label) : onAdd(label))}
              >
                <span className="min-w-0 flex-1 truncate">{label}</span>
                <HeldMark held={held} />
              </CommandItem>
            ))}
            {isNew ? (
              <CommandItem
                value={typed}
                onSelect={() => {
                  onAdd(typed);
                  setText("");
                }}
              >
                <Plus aria-hidden />
                <span className="min-w-0 truncate">Add the label {typed}</span>
              </CommandItem>
            ) : null}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
