import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { keepFocus } from "@/lib/use-opener";
import { itemStyle, surfaceStyle } from "./menu-style";
import { useTypeahead } from "./typeahead";

export const Select = Primitive.Root;

export function SelectTrigger({
  className,
  children,
  placeholder = "Choose",
  ...props
}: ComponentProps<typeof Primitive.Trigger> & { placeholder?: string }) {
  return (
    <Primitive.Trigger
      className={cn(
        "inline-flex h-8 pointer-coarse:h-10 items-center justify-between gap-2 whitespace-nowrap rounded-sm border border-line-strong/60 bg-raised px-2.5 text-base transition-colors hover:border-line-strong disabled:opacity-60 data-[placeholder]:text-ink-3 [&>span]:truncate",
        className,
      )}
      {...props}
    >
      <Primitive.Value placeholder={placeholder}>{children}</Primitive.Value>
      <ChevronDown className="size-3.5 text-ink-3" aria-hidden />
    </Primitive.Trigger>
  );
}

export function SelectContent({ className, children, ...props }: ComponentProps<typeof Primitive.Content>) {
  const typeahead = useTypeahead();
  return (
    <Primitive.Portal>
      <Primitive.Content
        position="popper"
        aria-label="Choices"
        sideOffset={4}
        onCloseAutoFocus={keepFocus}
        className={cn(surfaceStyle, "min-w-(--radix-select-trigger-width)", className)}
        {...typeahead}
        {...props}
      >
        <Primitive.Viewport>{children}</Primitive.Viewport>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SelectItem({
  className,
  children,
  note,
  ...props
}: ComponentProps<typeof Primitive.Item> & { note?: ReactNode }) {
  return (
    <Primitive.Item
      className={cn(itemStyle, "pr-8", className)}
      // Radix names a choice by its text alone; what is read beside it belongs to the name
      {...(note ? { "aria-labelledby": undefined } : {})}
      {...props}
    >
      <span className="flex flex-col">
        <Primitive.ItemText>{children}</Primitive.ItemText>
        {note ? <span className="text-ink-3 text-xs">{note}</span> : null}
      </span>
      <Primitive.ItemIndicator className="absolute right-2">
        <Check className="size-4" aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
