import type { ReactNode } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { MobileBar } from "./MobileBar";
import { Sidebar } from "./Sidebar";

/** Sidebar, header and page. With no account yet it holds their places, so that nothing moves when it comes. */
export function Shell({ account, children }: { account: AccountContextValue | null; children?: ReactNode }) {
  return (
    <div className="flex h-dvh overflow-hidden">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-sm focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <aside className="hidden w-58 shrink-0 border-line border-r transition-[width] duration-180 collapsed:w-14 md:block">
        <Sidebar account={account} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <Header account={account} />
        <ConnectionBanner />
        <main
          id="page"
          tabIndex={-1}
          className="relative flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
        >
          {children}
        </main>
        {account ? (
          <MobileBar account={account} />
        ) : (
          <div className="h-14 shrink-0 border-line border-t md:hidden" />
        )}
      </div>
    </div>
  );
}
