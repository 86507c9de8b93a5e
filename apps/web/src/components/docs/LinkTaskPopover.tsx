"use client";
import { taskKey } from "@mc/shared/task/limits";
import { useState } from "react";
import { Marked } from "@/components/search/Marked";
import { useSearch } from "@/components/search/use-search";
import type { TaskId } from "@/components/tasks/types";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useFindTask } from "./use-find-task";

const TASKS = ["task"] as const;

/** Finds a task by number or words and hands it over. */
export function LinkTaskPopover({ onChoose, trigger }: { onChoose: (taskId: TaskId) => void } & Trigger) {
  const findTask = useFindTask();
  const [isOpen, setOpen] = useState(true);
  const [text, setText] = useState("");
  const found = useSearch({ text, types: TASKS, limit: 8 });
  const hits = found.groups.flatMap((group) => group.hits);
  const choose = async (number: number): Promise<void> => {
    setOpen(false);
    setText("");
    const taskId = await findTask(number);
    if (taskId) onChoose(taskId);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-72 p-0" aria-label="Link a task">
        <Command label="Link a task" shouldFilter={false}>
          <CommandInput
            placeholder="Find a task: words or MC-42"
            autoFocus
            value={text}
            onValueChange={setText}
          />
          <CommandList>
            <CommandEmpty>
              {text.trim() === ""
                ? "Type a few letters."
                : found.isSearching
                  ? "Searching…"
                  : "No task found."}
            </CommandEmpty>
            {hits.map((hit) =>
              hit.target.kind === "task" ? (
                <CommandItem
                  key={hit.target.number}
                  value={taskKey(hit.target.number)}
                  onSelect={() => hit.target.kind === "task" && void choose(hit.target.number)}
                >
                  <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(hit.target.number)}</span>
                  <span className="truncate">
                    <Marked text={hit.title} />
                  </span>
                </CommandItem>
              ) : null,
            )}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
