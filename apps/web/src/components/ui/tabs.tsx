import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const Tabs = Primitive.Root;
export const TabsContent = Primitive.Content;

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      ref={showActive}
      className={cn("flex gap-2 border-line border-b", className)}
      {...props}
    />
  );
}

/** A row of tabs that is longer than the screen begins where the open one is. */
function showActive(list: HTMLElement | null): void {
  const active = list?.querySelector('[data-state="active"]');
  if (!list || !active || list.scrollWidth <= list.clientWidth) return;
  const [row, tab] = [list.getBoundingClientRect(), active.getBoundingClientRect()];
  list.scrollLeft += tab.left - row.left - (row.width - tab.width) / 2;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        "-mb-px border-transparent rounded-t-xs border-b-2 px-1.5 py-1.5 text-ink-2 text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:py-2.5 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink",
        className,
      )}
      {...props}
    />
  );
}
