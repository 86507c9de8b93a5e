"use client";
import { defaultFilter } from "cmdk";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type LabelChoice, labelOffer } from "./bulk-model";
import { HeldMark } from "./HeldMark";
import { typedLabels } from "./typed-labels";

type Props = {
  choices: readonly LabelChoice[];
  onAdd: (labels: readonly string[]) => void;
  onRemove: (label: string) => void;
};

/** Begins the value of what adds labels, which is no label's: a comma is between them and never in one that was typed. */
const OFFER = ",";

/** A label that all of the tasks have is taken off, every other one is put on all of them; each choice takes effect at once. */
export function BulkLabelsPopover({ choices, onAdd, onRemove, trigger }: Props & Trigger) {
  const [text, setText] = useState("");
  const offer = labelOffer(choices, text);
  const named = offer.join(", ");
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-64 p-0" aria-label="Labels of the selected tasks">
        <Command label="Labels" filter={rank}>
          <CommandInput
            placeholder="Find a label or name a new one"
            autoFocus
            value={text}
            onValueChange={setText}
          />
          <CommandList>
            {choices.length === 0 ? (
              <CommandEmpty>No task has a label yet. Type one to add it.</CommandEmpty>
            ) : null}
            {choices.map(({ label, held }) => (
              <CommandItem
                key={label}
                value={label}
                onSelect={() => (held === "all" ? onRemove(label) : onAdd([label]))}
              >
                <span className="min-w-0 flex-1 truncate">{label}</span>
                <HeldMark held={held} all="on all" some="on some" />
              </CommandItem>
            ))}
            {offer.length > 0 ? (
              <CommandItem
                value={`${OFFER}${named}`}
                onSelect={() => {
                  onAdd(offer);
                  setText("");
                }}
              >
                <Plus aria-hidden />
                <span className="min-w-0 truncate">
                  {offer.length === 1 ? "Add the label" : "Add the labels"} {named}
                </span>
              </CommandItem>
            ) : null}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

/** What is typed is looked for as it would be added: without what surrounds a label, and one by one. To add it comes first. */
function rank(value: string, text: string): number {
  const typed = typedLabels(text);
  if (value.startsWith(OFFER)) return 2;
  if (typed.length === 0) return 1;
  return Math.max(...typed.map((label) => defaultFilter(value, label)));
}
