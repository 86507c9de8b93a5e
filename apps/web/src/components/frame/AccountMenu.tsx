"use client";
import { ChevronDown } from "lucide-react";
import type { AccountContextValue } from "@/components/account/use-account";
import { Mark } from "@/components/ui/mark";
import { onDemand } from "@/components/ui/on-demand";

const Menu = onDemand(() => import("./AccountMenuOpen").then((module) => module.AccountMenuOpen));

/** The account's name; opens the list of one's accounts. */
export function AccountMenu({
  account,
  isCollapsed = false,
}: {
  account: AccountContextValue;
  isCollapsed?: boolean;
}) {
  const trigger = (
    <button
      type="button"
      aria-label={`Account ${account.name}: switch account`}
      className="flex h-9 pointer-coarse:h-10 w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
    >
      <Mark className="size-6 shrink-0" />
      {isCollapsed ? null : (
        <>
          <span className="min-w-0 flex-1 truncate font-semibold">{account.name}</span>
          <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
        </>
      )}
    </button>
  );
  return <Menu account={account} trigger={trigger} />;
}
