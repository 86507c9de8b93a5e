"use client";
import { taskKey } from "@mc/shared/task/limits";
import { useState } from "react";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useTaskSearch } from "./use-task-links";

/** Finds a task by its number or its words. */
export function TaskFinder(
  props: { label: string; exceptNumber: number; onChoose: (number: number) => void } & Trigger,
) {
  const { label, exceptNumber, onChoose, trigger } = props;
  const [isOpen, setOpen] = useState(true);
  const [text, setText] = useState("");
  const found = useTaskSearch(text);
  const hits = found.status === "ready" ? found.data.groups.flatMap((group) => group.hits) : [];
  const tasks = hits.flatMap(({ target, title }) =>
    target.kind === "task" && target.number !== exceptNumber
      ? [{ number: target.number, title: title.text }]
      : [],
  );
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-80 max-w-[calc(100vw-1rem)] p-0" aria-label={label}>
        <Command label={label} shouldFilter={false}>
          <CommandInput
            value={text}
            onValueChange={setText}
            placeholder="Number or words of a task"
            autoFocus
          />
          <CommandList>
            <CommandEmpty>
              {text.trim() === ""
                ? "Type to find a task."
                : found.status === "loading"
                  ? "Searching…"
                  : found.status === "error"
                    ? found.error.message
                    : "No task matches."}
            </CommandEmpty>
            {tasks.map((task) => (
              <CommandItem
                key={task.number}
                value={String(task.number)}
                onSelect={() => {
                  setOpen(false);
                  setText("");
                  onChoose(task.number);
                }}
              >
                <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(task.number)}</span>
                <span className="min-w-0 truncate">{task.title}</span>
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
