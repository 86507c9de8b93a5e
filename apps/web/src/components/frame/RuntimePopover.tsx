"use client";
import { useAccount } from "@/components/account/use-account";
import { Link } from "@/components/ui/link";
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
  const { slug } = useAccount();
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent align="end" className="w-80" aria-label="Runtime">
        <RuntimeDetails runtime={runtime} look={look} />
        <Link
          href={`/${slug}/admin/openclaw`}
          className="mt-3 block border-line border-t pt-2 text-accent text-sm underline-offset-2 hover:underline"
        >
          Everything about the runtime
        </Link>
      </PopoverContent>
    </Popover>
  );
}
