"use client";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { NotificationPanel } from "./NotificationPanel";

export function NotificationPopover({
  accountSlug,
  unread,
  trigger,
}: { accountSlug: string; unread: number } & Trigger) {
  // Bound to the page it was opened on, so that following a notification closes it.
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(pathname);
  return (
    <Popover open={openOn === pathname} onOpenChange={(isOpen) => setOpenOn(isOpen ? pathname : null)}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent align="end" aria-label="Notifications" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <NotificationPanel accountSlug={accountSlug} unread={unread} onFollow={() => setOpenOn(null)} />
      </PopoverContent>
    </Popover>
  );
}
