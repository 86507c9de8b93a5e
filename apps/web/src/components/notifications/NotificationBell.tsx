"use client";
import { Bell } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { useUnreadCount } from "@/components/frame/use-frame";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { dataOf } from "@/lib/async";
import { NotificationPanel } from "./NotificationPanel";

/** The exact unread count, and the newest notifications one click away. */
export function NotificationBell({ account }: { account: AccountContextValue }) {
  const unread = dataOf(useUnreadCount(account)) ?? 0;
  // Bound to the page it was opened on, so that following a notification closes it.
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  return (
    <Popover open={openOn === pathname} onOpenChange={(isOpen) => setOpenOn(isOpen ? pathname : null)}>
      <PopoverTrigger
        aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
        className="relative inline-flex h-8 min-w-8 shrink-0 items-center justify-center gap-1 rounded-sm px-1.5 text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
      >
        <Bell aria-hidden className="size-4" />
        {unread > 0 ? <span className="figures rounded-full bg-accent px-1.5 text-accent-ink text-xs leading-4.5">{unread > 999 ? "999+" : unread}</span> : null}
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Notifications" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <NotificationPanel accountSlug={account.slug} unread={unread} onFollow={() => setOpenOn(null)} />
      </PopoverContent>
    </Popover>
  );
}
