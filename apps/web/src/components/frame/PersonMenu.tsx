"use client";
import type { AccountContextValue } from "@/components/account/use-account";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { onDemand } from "@/components/ui/on-demand";

const Menu = onDemand(() => import("./PersonMenuOpen").then((module) => module.PersonMenuOpen));

/** Who is signed in, how the page looks, and the way out. */
export function PersonMenu({
  account,
  isCollapsed = false,
}: {
  account: AccountContextValue;
  isCollapsed?: boolean;
}) {
  const trigger = (
    <button
      type="button"
      className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-sm px-1.5 text-left text-sm transition-colors hover:bg-hover aria-expanded:bg-hover"
    >
      <PersonAvatar name={account.memberName} />
      <span className={isCollapsed ? "sr-only" : "min-w-0 flex-1 truncate"}>
        {account.memberName} <span className="text-ink-3">{account.role}</span>
        <span className="sr-only">: appearance and sign out</span>
      </span>
    </button>
  );
  return <Menu trigger={trigger} />;
}
