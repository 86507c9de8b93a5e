"use client";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { RuntimeDetails } from "./RuntimeDetails";
import type { RuntimeLook } from "./runtime-look";
import type { Runtime } from "./use-frame";

export function RuntimePopover({
  runtime,
  look,
  trigger,
}: { runtime: Runtime | null; look: RuntimeLook } & Trigger) {
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent align="end" className="w-80" aria-label="Runtime">
        <RuntimeDetails runtime={runtime} look={look} />
      </PopoverContent>
    </Popover>
  );
}
