"use client";
import { usePathname } from "next/navigation";
import type { AccountContextValue } from "@/components/account/use-account";
import { usePendingApprovals } from "@/components/approvals/use-approvals";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { dataOf } from "@/lib/async";
import { cn } from "@/lib/cn";
import { isCurrent, NAVIGATION, type NavigationEntry } from "./navigation";
import { useStats, useUnreadCount } from "./use-frame";

const APART = "relative mt-4 before:absolute before:inset-x-0 before:-top-2 before:h-px before:bg-line";

export function Navigation({
  account,
  isCollapsed = false,
}: {
  account: AccountContextValue;
  isCollapsed?: boolean;
}) {
  const pathname = usePathname();
  const stats = dataOf(useStats(account));
  const unread = dataOf(useUnreadCount(account));
  const approvals = dataOf(usePendingApprovals(account))?.length;
  const countOf = (entry: NavigationEntry): number | undefined => {
    if (entry.count === "unread") return unread;
    if (entry.count === "approvals") return approvals;
    return entry.count && stats?.[entry.count];
  };
  return (
    <nav aria-label="Account" className="flex flex-col gap-px">
      {NAVIGATION.map((entry) => {
        const isHere = isCurrent(entry, account.slug, pathname);
        const count = countOf(entry);
        const link = (
          <Link
            key={entry.path}
            href={`/${account.slug}${entry.path}`}
            aria-current={isHere ? "page" : undefined}
            aria-label={isCollapsed ? entry.label : undefined}
            className={cn(
              "flex h-8 pointer-coarse:h-11 items-center gap-2.5 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink",
              isHere && "bg-pressed font-medium text-ink hover:bg-pressed",
              isCollapsed && "w-10 justify-center px-0",
              entry.isApart && APART,
            )}
          >
            <entry.icon aria-hidden className="size-4 shrink-0" strokeWidth={isHere ? 2.2 : 1.9} />
            {isCollapsed ? null : <span className="flex-1 truncate">{entry.label}</span>}
            {!isCollapsed && count ? (
              <span
                className={cn(
                  "figures text-ink-3 text-xs",
                  (entry.count === "unread" || entry.count === "approvals") && "font-medium text-accent",
                )}
              >
                {count}
              </span>
            ) : null}
          </Link>
        );
        return isCollapsed ? (
          <Tooltip key={entry.path} content={entry.label} side="right">
            {link}
          </Tooltip>
        ) : (
          link
        );
      })}
    </nav>
  );
}
