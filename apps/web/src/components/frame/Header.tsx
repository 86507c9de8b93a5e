"use client";
import type { AccountContextValue } from "@/components/account/use-account";
import { ChatButton } from "@/components/chat/ChatButton";
import { NotificationBell } from "@/components/notifications/NotificationBell";
import { PaletteButton } from "@/components/search/PaletteButton";
import { AccountMenu } from "./AccountMenu";
import { Clock } from "./Clock";
import { LiveStats } from "./LiveStats";
import { RuntimeChip } from "./RuntimeChip";

/** One row that never wraps: figures drop from the right when there is no room. */
export function Header({ account }: { account: AccountContextValue | null }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 max-md:gap-1 border-line border-b px-4 max-md:px-3">
      <div className="min-w-0 max-w-44 md:hidden">{account ? <AccountMenu account={account} /> : null}</div>
      <div className="min-w-0 flex-1">{account ? <LiveStats account={account} /> : null}</div>
      {account ? <PaletteButton account={account} /> : null}
      {account ? <ChatButton account={account} /> : null}
      <Clock />
      {account ? <RuntimeChip account={account} /> : null}
      {account ? <NotificationBell account={account} /> : null}
    </header>
  );
}
