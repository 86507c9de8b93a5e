import { Command as Primitive, useCommandState } from "cmdk";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { itemStyle } from "./menu-style";

/** A list that narrows as one types; arrows and Enter choose. */
export function Command({ className, ...props }: ComponentProps<typeof Primitive>) {
  return <Primitive className={cn("flex min-h-0 flex-col", className)} {...props} />;
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Primitive.Input>) {
  return (
    <Primitive.Input
      className={cn(
        "h-9 w-full shrink-0 pointer-coarse:min-h-11 border-line border-b bg-transparent px-3 text-sm outline-none max-sm:text-lg",
        className,
      )}
      {...props}
    />
  );
}

export function CommandList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return <Primitive.List className={cn("max-h-72 overflow-y-auto p-1", className)} {...props} />;
}

/** What is said instead of choices: one that cannot be taken, for a list of choices may not be without any. */
export function CommandEmpty({ className, ...props }: ComponentProps<"div">) {
  const isEmpty = useCommandState(({ filtered }) => filtered.count === 0);
  if (!isEmpty) return null;
  return (
    <div
      role="option"
      aria-disabled
      aria-selected={false}
      tabIndex={-1}
      className={cn("px-2 py-3 text-ink-3 text-sm", className)}
      {...props}
    />
  );
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Primitive.Group>) {
  return (
    <Primitive.Group
      className={cn(
        "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs",
        className,
      )}
      {...props}
    />
  );
}

export function CommandItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return <Primitive.Item className={cn(itemStyle, className)} {...props} />;
}
