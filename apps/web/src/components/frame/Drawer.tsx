"use client";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import type { Trigger } from "@/components/ui/on-demand";
import { Sheet, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import { Navigation } from "./Navigation";
import { PersonMenu } from "./PersonMenu";

/** The whole navigation on a phone; going somewhere closes it. */
export function Drawer({ account, trigger }: { account: AccountContextValue } & Trigger) {
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(pathname);
  return (
    <Sheet open={openAt === pathname} onOpenChange={(isOpen) => setOpenAt(isOpen ? pathname : null)}>
      <SheetTrigger asChild>{trigger}</SheetTrigger>
      <SheetContent side="left" aria-describedby={undefined} className="gap-2 p-3">
        <SheetTitle className="px-2 py-2 font-semibold">{account.name}</SheetTitle>
        <Navigation account={account} />
        <div className="mt-auto flex">
          <PersonMenu account={account} />
        </div>
      </SheetContent>
    </Sheet>
  );
}
