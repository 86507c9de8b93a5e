"use client";
import { Check, Plus } from "lucide-react";
import type { AccountContextValue } from "@/components/account/use-account";
import { useMyAccounts } from "@/components/account/use-accounts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import type { Trigger } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";

export function AccountMenuOpen({ account, trigger }: { account: AccountContextValue } & Trigger) {
  const accounts = dataOf(useMyAccounts()) ?? [account];
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent className="w-56">
        <DropdownMenuLabel>Your accounts</DropdownMenuLabel>
        {accounts.map((each) => (
          <DropdownMenuItem key={each.accountId} asChild>
            <Link href={`/${each.slug}`}>
              <span className="flex-1 truncate">{each.name}</span>
              {each.accountId === account.accountId ? (
                <Check aria-label="current" />
              ) : (
                <span className="text-ink-3 text-xs">{each.role}</span>
              )}
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
