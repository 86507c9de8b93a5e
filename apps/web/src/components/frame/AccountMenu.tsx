"use client";
import { Check, ChevronDown, Plus } from "lucide-react";
import Link from "next/link";
import type { AccountContextValue } from "@/components/account/use-account";
import { useMyAccounts } from "@/components/account/use-accounts";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { Mark } from "@/components/ui/mark";
import { dataOf } from "@/lib/async";

/** The account's name; opens the list of one's accounts. */
export function AccountMenu({ account, isCollapsed = false }: { account: AccountContextValue; isCollapsed?: boolean }) {
  const accounts = dataOf(useMyAccounts()) ?? [account];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account ${account.name}: switch account`}
        className="flex h-9 w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
      >
        <Mark className="size-6 shrink-0" />
        {isCollapsed ? null : (
          <>
            <span className="min-w-0 flex-1 truncate font-semibold">{account.name}</span>
            <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-56">
        <DropdownMenuLabel>Your accounts</DropdownMenuLabel>
        {accounts.map((each) => (
          <DropdownMenuItem key={each.accountId} asChild>
            <Link href={`/${each.slug}`}>
              <span className="flex-1 truncate">{each.name}</span>
              {each.accountId === account.accountId ? <Check aria-label="current" /> : <span className="text-ink-3 text-xs">{each.role}</span>}
            </Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/new-account">
            <Plus aria-hidden /> New account
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
