"use client";
import { Bell, Bot, CircleDot, Home, Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import type { AccountContextValue } from "@/components/account/use-account";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";
import { isCurrent, NAVIGATION } from "./navigation";
import { useUnreadCount } from "./use-frame";

const Drawer = onDemand(() => import("./Drawer").then((module) => module.Drawer), "dialog");

const PLACES = [
  { label: "Home", path: "", icon: Home },
  { label: "Tasks", path: "/tasks", icon: CircleDot },
  { label: "Agents", path: "/agents", icon: Bot },
  { label: "Inbox", path: "/notifications", icon: Bell },
] as const;

const itemStyle =
  "relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-ink-3 text-xs aria-[current]:font-medium aria-[current]:text-ink";

/** The phone's way around: four places under the thumb and the rest in a drawer. */
export function MobileBar({ account }: { account: AccountContextValue }) {
  const pathname = usePathname();
  const unread = dataOf(useUnreadCount(account)) ?? 0;
  const more = (
    <button type="button" className={itemStyle}>
      <Menu aria-hidden className="size-5" strokeWidth={1.8} />
      More
    </button>
  );
  return (
    <nav
      aria-label="Main"
      className="flex h-14 shrink-0 border-line border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PLACES.map((place) => {
        const entry = NAVIGATION.find((each) => each.path === place.path);
        const isHere = entry !== undefined && isCurrent(entry, account.slug, pathname);
        const isUnread = place.path === "/notifications" && unread > 0;
        return (
          <Link
            key={place.path}
            href={`/${account.slug}${place.path}`}
            aria-current={isHere ? "page" : undefined}
            aria-label={isUnread ? `${place.label}, ${unread} unread` : undefined}
            className={itemStyle}
          >
            <place.icon aria-hidden className="size-5" strokeWidth={isHere ? 2.2 : 1.8} />
            {place.label}
            {isUnread ? (
              <span aria-hidden className="absolute top-1.5 left-1/2 ml-1.5 size-2 rounded-full bg-accent" />
            ) : null}
          </Link>
        );
      })}
      <Drawer account={account} trigger={more} />
    </nav>
  );
}
