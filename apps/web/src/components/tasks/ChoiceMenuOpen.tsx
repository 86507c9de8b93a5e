"use client";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import type { Choice } from "./choice-menu";

type Props = {
  choices: readonly Choice[];
  value: string;
  onChoose: (value: string) => void;
  emptyText?: string;
};

export function ChoiceMenuOpen({ choices, value, onChoose, emptyText, trigger }: Props & Trigger) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent className="max-h-96 max-w-72">
        <DropdownMenuRadioGroup value={value} onValueChange={onChoose}>
          {choices.map((choice) => (
            <DropdownMenuRadioItem key={choice.value} value={choice.value} disabled={choice.isOpen === false}>
              {choice.glyph}
              <span className="min-w-0">
                {choice.label}
                {choice.note ? <span className="block text-ink-3 text-xs">{choice.note}</span> : null}
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        {choices.length <= 1 && emptyText ? (
          <p className="px-2 py-1.5 text-ink-3 text-sm">{emptyText}</p>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
