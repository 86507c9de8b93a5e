"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import type { AccountContextValue } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { useDisplay } from "@/lib/use-display";
import { AccountMenu } from "./AccountMenu";
import { Navigation } from "./Navigation";
import { PersonMenu } from "./PersonMenu";

export function Sidebar({ account }: { account: AccountContextValue | null }) {
  const [state, setState] = useDisplay("sidebar");
  const isCollapsed = state === "collapsed";
  return (
    <div className="flex h-full flex-col gap-1 px-2 pb-2">
      <div className="flex h-12 items-center">
        {account ? (
          <AccountMenu account={account} isCollapsed={isCollapsed} />
        ) : (
          <Skeleton className="h-7 w-full" />
        )}
      </div>
      {account ? <Navigation account={account} isCollapsed={isCollapsed} /> : <PlaceHolders />}
      <div className="mt-auto flex items-center gap-1 collapsed:flex-col">
        {account ? <PersonMenu account={account} isCollapsed={isCollapsed} /> : null}
        <Tooltip content={isCollapsed ? "Open the sidebar" : "Collapse the sidebar"} side="right">
          <Button
            variant="quiet"
            size="icon"
            aria-label={isCollapsed ? "Open the sidebar" : "Collapse the sidebar"}
            onClick={() => setState(isCollapsed ? "open" : "collapsed")}
          >
            {isCollapsed ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

function PlaceHolders() {
  return (
    <div role="status" aria-label="Opening the account" className="flex flex-col gap-1">
      {["w-28", "w-20", "w-24", "w-16", "w-32", "w-26"].map((width) => (
        <div key={width} className="flex h-8 items-center px-2">
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  );
}
