"use client";
import { Bell } from "lucide-react";
import type { AccountContextValue } from "@/components/account/use-account";
import { useUnreadCount } from "@/components/frame/use-frame";
import { onDemand } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";

const Panel = onDemand(
  () => import("./NotificationPopover").then((module) => module.NotificationPopover),
  "dialog",
);

/** The exact unread count, and the newest notifications one click away. */
export function NotificationBell({ account }: { account: AccountContextValue }) {
  const unread = dataOf(useUnreadCount(account)) ?? 0;
  const trigger = (
    <button
      type="button"
      aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
      className="relative inline-flex h-8 min-w-8 pointer-coarse:h-10 pointer-coarse:min-w-10 shrink-0 items-center justify-center gap-1 rounded-sm px-1.5 text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
    >
      <Bell aria-hidden className="size-4" />
      {unread > 0 ? (
        <span className="figures rounded-full bg-accent px-1.5 text-accent-ink text-xs leading-4.5">
          {unread > 999 ? "999+" : unread}
        </span>
      ) : null}
    </button>
  );
  return <Panel accountSlug={account.slug} unread={unread} trigger={trigger} />;
}
